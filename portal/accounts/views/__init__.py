"""Pages around accounts: signing in and out, invitations, forgotten passwords, settings."""

from portal.accounts.views import (
    invitations,  # noqa: F401 - each module's views join the blueprint
    passwords,  # noqa: F401
    second_factor,  # noqa: F401
    security,  # noqa: F401
    settings,  # noqa: F401
    signing_in,  # noqa: F401
)
from portal.accounts.views.blueprint import bp

__all__ = ["bp"]
