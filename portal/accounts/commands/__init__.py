"""The acts around accounts, one function each."""

from portal.accounts.commands.sessions import (
    choose_acting_for,
    confirm_again,
    revoke_all,
    revoke_session,
    sign_out,
    start_session,
    touch,
)
from portal.accounts.commands.settings import choose_locale

__all__ = [
    "choose_acting_for",
    "choose_locale",
    "confirm_again",
    "revoke_all",
    "revoke_session",
    "sign_out",
    "start_session",
    "touch",
]
