"""A statement's text as rebasing looks at it: its order, wordings, revisions and acts."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.statements.models import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    Statement,
)
from portal.statements.rebasing import (
    Now,
    Paragraph,
    Wording,
)
from portal.texts.engine import RevisionFact, from_plain
from portal.texts.models import ArrangementAct, Block, Revision, Text, Version

ACCEPTED = (AmendmentState.ACCEPTED, AmendmentState.ACCEPTED_WITH_CHANGES)


def text_now(session: Session, statement: Statement) -> Now:
    """The text as rebasing looks at it; five statements, whatever its length."""
    text = session.get_one(Text, statement.text_id)
    history: dict[str, list[RevisionFact]] = {}
    for row in session.execute(
        select(
            Revision.id,
            Revision.block_id,
            Revision.language,
            Revision.seq,
            Revision.significance,
            Revision.based_on_id,
        )
        .where(Revision.text_id == text.id)
        .order_by(Revision.seq)
    ):
        history.setdefault(row.block_id, []).append(RevisionFact(*row))
    wordings: dict[str, dict[str, Wording]] = {}
    for block_id, language, revision_id, body in session.execute(
        select(Version.block_id, Version.language, Revision.id, Revision.body)
        .join(Revision, Revision.id == Version.revision_id)
        .where(Version.text_id == text.id)
    ):
        wordings.setdefault(block_id, {})[language] = Wording(revision_id, body)
    blocks = session.scalars(
        select(Block).where(Block.text_id == text.id, Block.gone_at.is_(None))
    ).all()
    acts = [
        (row.number, act)
        for row in session.execute(
            select(ArrangementAct.number, ArrangementAct.act, ArrangementAct.details)
            .where(ArrangementAct.text_id == text.id)
            .order_by(ArrangementAct.number)
        )
        if (act := from_plain(row.act, row.details)) is not None
    ]
    return Now(
        order=tuple(text.order),
        paragraphs={
            block.id: Paragraph(
                id=block.id,
                source=block.source_language,
                source_since=block.source_since,
                wordings=wordings.get(block.id, {}),
                history=history.get(block.id, []),
            )
            for block in blocks
        },
        acts=acts,
        inserted=_inserted(session, statement.id),
    )


def _inserted(session: Session, statement_id: str) -> Mapping[str, Mapping[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for anchor, number, block in session.execute(
        select(Amendment.block_id, Amendment.number, Revision.block_id)
        .join(Revision, Revision.id == Amendment.result_revision_id)
        .where(
            Amendment.statement_id == statement_id,
            Amendment.kind == AmendmentKind.INSERT,
            Amendment.state.in_(ACCEPTED),
        )
    ):
        found.setdefault(anchor, {})[number] = block
    return found


def fact_of(revision: Revision) -> RevisionFact:
    return RevisionFact(
        id=revision.id,
        block=revision.block_id,
        language=revision.language,
        seq=revision.seq,
        significance=revision.significance,
        based_on=revision.based_on_id,
    )
