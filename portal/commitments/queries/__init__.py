"""Commitments as they are read: in lists, on their own page, and where they are due."""

from portal.commitments.queries.due import due_soon, open_on

__all__ = ["due_soon", "open_on"]
