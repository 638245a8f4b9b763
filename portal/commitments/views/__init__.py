"""Pages of commitments."""

from portal.commitments.views import (  # noqa: F401 - their views join the blueprint
    listing,
    margin,
    panel,
    pledging,
    showing,
)
from portal.commitments.views.blueprint import bp

__all__ = ["bp"]
