"""Pledging for one's own organisation, and saying what came of it."""

from portal.commitments.commands.pledging import pledge
from portal.commitments.commands.reporting import report

__all__ = ["pledge", "report"]
