"""Signing: by members, second officers, signatories from outside, and from lists."""

from portal.statements.commands.signing.binding import NamedMember, Read
from portal.statements.commands.signing.members import freeze_signing, sign, withdraw_signature
from portal.statements.commands.signing.resealing import seal_withheld

__all__ = [
    "NamedMember",
    "Read",
    "freeze_signing",
    "seal_withheld",
    "sign",
    "withdraw_signature",
]
