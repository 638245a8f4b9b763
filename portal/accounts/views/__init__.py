"""Pages around accounts: signing in and out, invitations, resets, settings."""

from portal.accounts.views import signing_in  # noqa: F401 - its views join the blueprint
from portal.accounts.views.blueprint import bp

__all__ = ["bp"]
