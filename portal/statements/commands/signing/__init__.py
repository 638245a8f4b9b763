"""Signing: by members, second officers, signatories from outside, and from lists."""

from portal.statements.commands.signing.asking import SignOn
from portal.statements.commands.signing.binding import NamedMember, Read
from portal.statements.commands.signing.lists import (
    LineChange,
    change_lines,
    drop_list,
    hand_in_list,
    upload_signatures,
)
from portal.statements.commands.signing.members import freeze_signing, sign, withdraw_signature
from portal.statements.commands.signing.officers import (
    confirm_as_officer,
    decline_as_officer,
    set_signing_rule,
)
from portal.statements.commands.signing.outsiders import (
    confirm_sign_on,
    forget_unanswered,
    sign_on,
    withdraw_sign_on,
    withhold_sign_on,
)
from portal.statements.commands.signing.resealing import seal_withheld
from portal.statements.commands.signing.reviewing import accept_signatures, decline_signatures
from portal.statements.commands.signing.taking_out import withdraw_listed

__all__ = [
    "LineChange",
    "NamedMember",
    "Read",
    "SignOn",
    "accept_signatures",
    "change_lines",
    "confirm_as_officer",
    "confirm_sign_on",
    "decline_as_officer",
    "decline_signatures",
    "drop_list",
    "forget_unanswered",
    "freeze_signing",
    "hand_in_list",
    "seal_withheld",
    "set_signing_rule",
    "sign",
    "sign_on",
    "upload_signatures",
    "withdraw_listed",
    "withdraw_sign_on",
    "withdraw_signature",
    "withhold_sign_on",
]
