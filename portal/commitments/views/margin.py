"""What was pledged, in the margins of a statement's page and below its text."""

from flask import url_for
from sqlalchemy.orm import Session

from portal.commitments.policy import may_pledge
from portal.commitments.queries.showing import margins_of
from portal.commitments.words import STATES
from portal.core import web
from portal.core.sentences import say, say_n
from portal.network.actors import Actor
from portal.statements.margins import Margin, Note
from portal.statements.models import Statement
from portal.texts.models import BlockKind
from portal.texts.queries import ReadText

ANSWERED = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})
"""Where a commitment is offered: headings and captions ask for nothing."""
MOST = 12
"""Commitments below the text; the rest stand in the list."""


def commitments_margin(
    session: Session, statement: Statement, text: ReadText, actor: Actor
) -> Margin | None:
    """How many commitments each paragraph has, and the first few of them; one statement."""
    if not statement.is_public:
        return None
    margins = margins_of(session, statement.text_id, web.reader_languages())
    # What is being worked on anew, or was released before, is read but not answered.
    release = statement.released
    may = bool(may_pledge(actor, statement)) and release is not None and text.id == release.id
    notes: dict[str, list[Note]] = {}
    for block in text.blocks:
        count = margins.counts.get(block.id, 0)
        if count:
            notes.setdefault(block.id, []).append(
                Note(
                    say_n("%(num)s commitment", "%(num)s commitments", count),
                    url_for("commitments.index", statement=statement.slug, block=block.id),
                )
            )
        if may and block.kind in ANSWERED:
            notes.setdefault(block.id, []).append(
                Note(
                    say("Make a commitment"),
                    url_for("commitments.new", block=block.id, lang=text.language),
                )
            )
    if not notes:
        return None
    places = {block.id: number for number, block in enumerate(text.blocks, start=1)}
    shown = sorted(
        (item for item in margins.shown if item.commitment.block_id in places),
        key=lambda item: places[item.commitment.block_id],
    )
    return Margin(
        notes=notes,
        title=say("What was pledged"),
        template="commitments/_margin.html" if margins.total else "",
        values={
            "shown": [(places[item.commitment.block_id], item) for item in shown[:MOST]],
            "total": margins.total,
            "states": STATES,
            "slug": statement.slug,
        },
    )
