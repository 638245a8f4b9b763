"""Reads about signatures: the public list, what an organisation signed, whom to tell."""

from portal.statements.queries.signing.openly import Signed, latest_release, signed_openly_by
from portal.statements.queries.signing.signatories import (
    BODIES,
    LEAST_SHARED,
    Member,
    Signatories,
    Signatory,
    signatories_of,
)
from portal.statements.queries.signing.telling import ToTell, signers_to_tell, who_may_sign

__all__ = [
    "BODIES",
    "LEAST_SHARED",
    "Member",
    "Signatories",
    "Signatory",
    "Signed",
    "ToTell",
    "latest_release",
    "signatories_of",
    "signed_openly_by",
    "signers_to_tell",
    "who_may_sign",
]
