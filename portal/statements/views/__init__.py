"""Pages of statements."""

from portal.statements.views import (  # noqa: F401 - their views join the blueprint
    deciding,
    drafting,
    panel,
    publishing,
    reading,
    room,
    signing,
    stages,
)
from portal.statements.views.blueprint import bp

__all__ = ["bp"]
