"""Pages of the library."""

from portal.library.views import (  # noqa: F401 - their views join the blueprint
    cataloguing,
    files,
    listing,
    panel,
    publishing,
    showing,
)
from portal.library.views.blueprint import bp

__all__ = ["bp"]
