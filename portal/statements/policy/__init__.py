"""Who may do what to a statement, and at which stage; each refusal says what would help."""

from portal.statements.policy.amending import (
    ANSWERED_IN,
    may_amend,
    may_change_amendment,
    may_follow_amendments,
    may_judge,
    may_object,
    may_place,
    may_support,
    may_withdraw_amendment,
)
from portal.statements.policy.consulting import may_comment
from portal.statements.policy.deciding import may_answer
from portal.statements.policy.drafting import may_draft, may_lead, may_translate, may_write
from portal.statements.policy.holding import StatementTexts
from portal.statements.policy.publishing import may_build_pack
from portal.statements.policy.room import may_follow_room, may_open_room
from portal.statements.policy.seeing import (
    SECOND_FACTOR,
    in_drafting_group,
    may_see,
    may_see_working,
)
from portal.statements.policy.signing import (
    SIGNED,
    may_accept_listed,
    may_confirm_as_officer,
    may_freeze,
    may_list,
    may_review,
    may_set_signing_rule,
    may_sign,
    may_withdraw,
    may_withdraw_listed,
    membership_of_signer,
    own_signature,
    signing_is_open,
)

__all__ = [
    "ANSWERED_IN",
    "SECOND_FACTOR",
    "SIGNED",
    "StatementTexts",
    "in_drafting_group",
    "may_accept_listed",
    "may_amend",
    "may_answer",
    "may_build_pack",
    "may_change_amendment",
    "may_comment",
    "may_confirm_as_officer",
    "may_draft",
    "may_follow_amendments",
    "may_follow_room",
    "may_freeze",
    "may_judge",
    "may_lead",
    "may_list",
    "may_object",
    "may_open_room",
    "may_place",
    "may_review",
    "may_see",
    "may_see_working",
    "may_set_signing_rule",
    "may_sign",
    "may_support",
    "may_translate",
    "may_withdraw",
    "may_withdraw_amendment",
    "may_withdraw_listed",
    "may_write",
    "membership_of_signer",
    "own_signature",
    "signing_is_open",
]
