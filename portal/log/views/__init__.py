"""Pages of the log."""

from portal.log.views import reading, witnesses  # noqa: F401 - their views join the blueprint
from portal.log.views.blueprint import bp

__all__ = ["bp"]
