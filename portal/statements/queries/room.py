"""What the room shows: the paragraph, what has changed in it, and the amendments to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.languages import choose, direction
from portal.core.markdown import render_block
from portal.network.models import Side
from portal.network.names import Shown, display_name
from portal.statements.models import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    AmendmentSupport,
    LiveRoom,
    Stage,
    Statement,
)
from portal.statements.queries.amending import Review, SeenAmendment, review_of
from portal.texts.engine import diff
from portal.texts.engine.diff import Change
from portal.texts.models import ArrangementAct, Block, Revision, Text, Version
from portal.texts.queries import ReadBlock, ReadText, read_text


@dataclass(frozen=True)
class Proposed:
    """An amendment as the room shows it, in its proposer's own words."""

    number: int
    kind: AmendmentKind
    state: AmendmentState
    organisation: Shown
    side: Side
    support: Mapping[Side, int]
    """How many organisations of each side support it, its proposer among them."""
    language: str
    html: Markup
    second_html: Markup
    changes: Sequence[Change] | None
    """Against the wording that stands now, where the amendment is in the same language."""
    meets: Sequence[int]
    """Numbers of the amendments that it cannot be taken together with."""

    @property
    def dir(self) -> str:
        return direction(self.language)

    @property
    def is_open(self) -> bool:
        return self.state is AmendmentState.OPEN


@dataclass(frozen=True)
class Place:
    """Where in the text the wall stands."""

    block_id: str
    number: int
    """0 is the title."""
    total: int
    gone: bool
    """The paragraph was taken out of the text while it was on the wall."""
    previous: str | None
    following: str | None


@dataclass(frozen=True)
class OnTheWall:
    """The paragraph in each wanted language, with its difference and its amendments."""

    place: Place
    texts: Sequence[ReadText]
    blocks: Sequence[ReadBlock]
    changes: Sequence[Change] | None
    """In the paragraph's own language, against the wording before the work began; None where nothing changed."""
    source_language: str
    is_new: bool
    amendments: Sequence[Proposed]


def room_of(session: Session, statement_id: str) -> LiveRoom | None:
    return session.get(LiveRoom, statement_id)


def newest(session: Session, statement: Statement, room: LiveRoom | None) -> tuple[object, ...]:
    """What the room shows is the same as long as this is: one statement, asked every few seconds."""
    amendment = select(Amendment).where(Amendment.statement_id == statement.id).subquery()
    row = session.execute(
        select(
            select(Text.changed_at).where(Text.id == statement.text_id).scalar_subquery(),
            select(func.count(amendment.c.id)).scalar_subquery(),
            select(func.max(amendment.c.at)).scalar_subquery(),
            select(func.max(amendment.c.answered_at)).scalar_subquery(),
            select(func.count(amendment.c.id))
            .where(amendment.c.state == AmendmentState.OPEN)
            .scalar_subquery(),
            select(func.count(AmendmentSupport.organisation_id))
            .where(AmendmentSupport.amendment_id.in_(select(amendment.c.id)))
            .scalar_subquery(),
        )
    ).one()
    return (
        statement.stage.value,
        room and (room.block_id, room.changed_at, room.closed_at, room.place),
        *row,
    )


def place_of(session: Session, text: Text, block_id: str | None) -> Place:
    """Where a paragraph stands now, also after it was merged into another or taken out."""
    order = text.order
    here = block_id or order[0]
    while here not in order:
        block = session.get(Block, here)
        if block is None or block.merged_into_id is None:
            return _beside(session, text, here)
        here = block.merged_into_id
    at = order.index(here)
    return Place(
        block_id=here,
        number=at,
        total=len(order) - 1,
        gone=False,
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
    )


def _beside(session: Session, text: Text, gone: str) -> Place:
    """Between which paragraphs one stood that was taken out: the last order that had it tells."""
    orders = session.scalars(
        select(ArrangementAct.order_after)
        .where(ArrangementAct.text_id == text.id)
        .order_by(ArrangementAct.number.desc())
    )
    last: Sequence[str] = next((order for order in orders if gone in order), [])
    at = last.index(gone) if gone in last else 0
    standing = set(text.order)
    before = [each for each in last[:at] if each in standing]
    after = [each for each in last[at + 1 :] if each in standing]
    return Place(
        block_id=gone,
        number=text.order.index(before[-1]) if before else 0,
        total=len(text.order) - 1,
        gone=True,
        previous=before[-1] if before else text.order[0],
        following=after[0] if after else None,
    )


def on_the_wall(
    session: Session,
    statement: Statement,
    room: LiveRoom,
    *,
    languages: Sequence[Sequence[str]],
    reader: Sequence[str],
    exactly: bool = False,
    drafts: bool = False,
) -> OnTheWall:
    """The paragraph once for each list of `languages`: in the best of the list, or `exactly` in its first.

    `reader` are the languages in which organisations are named.
    """
    place = place_of(session, statement.text, room.block_id)
    there = session.scalars(
        select(Version.language).where(Version.block_id == place.block_id)
    ).all()
    chosen = [wanted[0] if exactly else choose(wanted, there) for wanted in languages]
    texts = [
        read_text(
            session,
            statement.text_id,
            list(wanted),
            exactly=tag,
            insist=tag is not None,
            drafts=drafts,
        )
        for wanted, tag in zip(languages, chosen, strict=True)
    ]
    blocks = [
        each
        for text in texts
        for each in (text.title, *text.blocks)
        if each.id == place.block_id and not place.gone
    ]
    block = session.get_one(Block, place.block_id)
    changes, is_new = _changes(session, block, _began(statement, room))
    return OnTheWall(
        place=place,
        texts=texts,
        blocks=blocks,
        changes=changes,
        source_language=block.source_language,
        is_new=is_new,
        amendments=amendments_of(session, statement, block, reader),
    )


def _began(statement: Statement, room: LiveRoom) -> datetime:
    """When the work began whose changes are marked: merge review, or the opening of the room."""
    in_review = statement.stage in {Stage.MERGE_REVIEW, Stage.RETURNED}
    return statement.stage_since if in_review else room.opened_at


def _changes(
    session: Session, block: Block, since: datetime
) -> tuple[Sequence[Change] | None, bool]:
    rows = session.execute(
        select(Revision.body, Revision.at)
        .where(Revision.block_id == block.id, Revision.language == block.source_language)
        .order_by(Revision.seq)
    ).all()
    if not rows:
        return None, False
    before = next((row.body for row in reversed(rows) if row.at <= since), None)
    now = rows[-1].body
    if before is None:
        return None, True
    return (diff(before, now, block.source_language) if before != now else None), False


def amendments_of(
    session: Session, statement: Statement, block: Block, languages: Sequence[str]
) -> list[Proposed]:
    """Amendments that stand at a paragraph now and were not withdrawn; those that wait for an answer first."""
    if not session.scalar(
        select(func.count(Amendment.id)).where(Amendment.statement_id == statement.id)
    ):
        return []
    review = review_of(session, statement)
    current = session.scalar(
        select(Revision.body)
        .where(Revision.block_id == block.id, Revision.language == block.source_language)
        .order_by(Revision.seq.desc())
        .limit(1)
    )
    shown = [
        _proposed(seen, block, current or "", review, languages)
        for seen in review.amendments
        if seen.block_id == block.id and seen.amendment.state is not AmendmentState.WITHDRAWN
    ]
    return sorted(shown, key=lambda item: (not item.is_open, item.number))


def _proposed(
    seen: SeenAmendment, block: Block, current: str, review: Review, languages: Sequence[str]
) -> Proposed:
    item = seen.amendment
    compared = (
        item.kind is AmendmentKind.REPLACE
        and item.language == block.source_language
        and item.state is AmendmentState.OPEN
    )
    support = {side: getattr(seen.support, side.value) for side in Side}
    return Proposed(
        number=item.number,
        kind=item.kind,
        state=item.state,
        organisation=display_name(item.organisation, languages),
        side=item.side,
        support={side: count for side, count in support.items() if count},
        language=item.language,
        html=render_block(item.body) if item.body else Markup(),
        second_html=render_block(item.second_body) if item.second_body else Markup(),
        changes=diff(current, item.body, item.language) if compared else None,
        meets=sorted({other for other, _ in review.meeting(item.number)}),
    )
