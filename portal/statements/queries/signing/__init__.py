"""Reads about signatures: the public list, what an organisation signed, whom to tell."""

from portal.statements.queries.signing.counting import BODIES, LEAST_SHARED, Figures
from portal.statements.queries.signing.lines import Member, Signatory
from portal.statements.queries.signing.lists import (
    list_behind,
    list_lines,
    lists_of,
    organisations_by,
    problem_counts,
    standing_of_lists,
)
from portal.statements.queries.signing.networks import OfNetwork, members_of
from portal.statements.queries.signing.openly import (
    Signed,
    latest_release,
    not_signed_openly,
    signed_openly_by,
)
from portal.statements.queries.signing.reviewing import (
    Flag,
    Queue,
    Waiting,
    all_waiting,
    queue_of,
    waiting_count,
)
from portal.statements.queries.signing.signatories import Signatories, signatories_of
from portal.statements.queries.signing.telling import (
    ToTell,
    reviewers_of,
    signers_to_tell,
    who_may_sign,
)

__all__ = [
    "BODIES",
    "LEAST_SHARED",
    "Figures",
    "Flag",
    "Member",
    "OfNetwork",
    "Queue",
    "Signatories",
    "Signatory",
    "Signed",
    "ToTell",
    "Waiting",
    "all_waiting",
    "latest_release",
    "list_behind",
    "list_lines",
    "lists_of",
    "members_of",
    "not_signed_openly",
    "organisations_by",
    "problem_counts",
    "queue_of",
    "reviewers_of",
    "signatories_of",
    "signed_openly_by",
    "signers_to_tell",
    "standing_of_lists",
    "waiting_count",
    "who_may_sign",
]
