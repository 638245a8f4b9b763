"""The acts around accounts, one function each."""

from portal.accounts.commands.changing_passwords import (
    change_password,
    request_reset,
    reset_password,
    set_password,
)
from portal.accounts.commands.erasing import erase_old
from portal.accounts.commands.invitations import (
    accept,
    accept_as_new,
    invite,
    withdraw_invitation,
)
from portal.accounts.commands.second_factor import (
    confirm_totp,
    enrol_totp,
    make_recovery_codes,
    remove_totp,
    show_second_factor,
)
from portal.accounts.commands.sessions import (
    choose_acting_for,
    confirm_again,
    revoke_all,
    revoke_session,
    sign_out,
    start_session,
    touch,
)
from portal.accounts.commands.settings import change_settings, choose_locale

__all__ = [
    "accept",
    "accept_as_new",
    "change_password",
    "change_settings",
    "choose_acting_for",
    "choose_locale",
    "confirm_again",
    "confirm_totp",
    "enrol_totp",
    "erase_old",
    "invite",
    "make_recovery_codes",
    "remove_totp",
    "request_reset",
    "reset_password",
    "revoke_all",
    "revoke_session",
    "set_password",
    "show_second_factor",
    "sign_out",
    "start_session",
    "touch",
    "withdraw_invitation",
]
