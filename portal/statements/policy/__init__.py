"""Who may do what to a statement, and at which stage; each refusal says what would help."""

from portal.statements.policy.consulting import may_comment
from portal.statements.policy.deciding import may_answer
from portal.statements.policy.drafting import may_draft, may_lead, may_translate, may_write
from portal.statements.policy.holding import StatementTexts
from portal.statements.policy.room import may_follow_room, may_open_room
from portal.statements.policy.room import may_follow_room, may_open_room
from portal.statements.policy.seeing import (
    SECOND_FACTOR,
    both_sides,
    in_drafting_group,
    may_see,
    may_see_working,
)
from portal.statements.policy.signing import (
    may_freeze,
    may_sign,
    may_withdraw,
    membership_of_signer,
    own_signature,
    signing_is_open,
)

__all__ = [
    "SECOND_FACTOR",
    "StatementTexts",
    "both_sides",
    "in_drafting_group",
    "may_answer",
    "may_comment",
    "may_draft",
    "may_follow_room",
    "may_follow_room",
    "may_freeze",
    "may_lead",
    "may_open_room",
    "may_open_room",
    "may_see",
    "may_see_working",
    "may_sign",
    "may_translate",
    "may_withdraw",
    "may_write",
    "membership_of_signer",
    "own_signature",
    "signing_is_open",
]
