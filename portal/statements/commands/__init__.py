"""Acts on statements, from the first draft to the last signature."""

from portal.statements.commands.consultation import answer_comment, comment
from portal.statements.commands.decision import answer, close_decision, open_decision, resolve_block
from portal.statements.commands.drafting import draft_statement, name_drafters
from portal.statements.commands.releasing import add_release_language, release
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
    "answer",
    "answer_comment",
    "begin_follow_up",
    "begin_merge_review",
    "close_amendments",
    "close_decision",
    "comment",
    "draft_statement",
    "freeze_signing",
    "let_lapse",
    "name_drafters",
    "open_consultation",
    "open_decision",
    "open_signing",
    "publish",
    "record_submission",
    "release",
    "resolve_block",
    "seal_withheld",
    "sign",
    "supersede",
    "withdraw_signature",
]
