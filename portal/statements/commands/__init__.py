"""Acts on statements, from the first draft to the last signature."""

from portal.statements.commands.consultation import answer_comment, comment
from portal.statements.commands.decision import (
    agree_rule,
    answer,
    close_decision,
    close_due_decisions,
    open_decision,
    resolve_block,
)
from portal.statements.commands.drafting import draft_statement, name_drafters, require_languages
from portal.statements.commands.errata import (
    confirm_erratum,
    object_from_outside,
    object_to_erratum,
    propose_erratum,
    refuse_erratum,
)
from portal.statements.commands.releasing import add_release_language, release
from portal.statements.commands.revising import (
    confirm_revision,
    decline_revision,
    propose_revision,
    stand_by_release,
)
from portal.statements.commands.signing import (
    freeze_signing,
    seal_withheld,
    sign,
    withdraw_signature,
)
from portal.statements.commands.stages import (
    begin_follow_up,
    begin_merge_review,
    close_amendments,
    let_lapse,
    open_consultation,
    open_signing,
    publish,
    record_submission,
    supersede,
)

__all__ = [
    "add_release_language",
    "agree_rule",
    "answer",
    "answer_comment",
    "begin_follow_up",
    "begin_merge_review",
    "close_amendments",
    "close_decision",
    "close_due_decisions",
    "comment",
    "confirm_erratum",
    "confirm_revision",
    "decline_revision",
    "draft_statement",
    "freeze_signing",
    "let_lapse",
    "name_drafters",
    "object_from_outside",
    "object_to_erratum",
    "open_consultation",
    "open_decision",
    "open_signing",
    "propose_erratum",
    "propose_revision",
    "publish",
    "record_submission",
    "refuse_erratum",
    "release",
    "require_languages",
    "resolve_block",
    "seal_withheld",
    "sign",
    "stand_by_release",
    "supersede",
    "withdraw_signature",
]
