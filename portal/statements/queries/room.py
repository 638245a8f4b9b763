"""What the room shows: the paragraph, what has changed in it, and the amendments to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core.languages import direction
from portal.core.markdown import render_block
from portal.network.models import Organisation, Side
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
from portal.texts.engine import diff
from portal.texts.engine.diff import Change
from portal.texts.models import ArrangementAct, Block, Revision, Text
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
    """The paragraph once for each list of `languages`, `exactly` in the list's first or as it chooses.

    `reader` are the languages in which organisations are named.
    """
    place = place_of(session, statement.text, room.block_id)
    texts = [
        read_text(
            session,
            statement.text_id,
            list(wanted),
            exactly=wanted[0] if exactly else None,
            insist=exactly,
            drafts=drafts,
        )
        for wanted in languages
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
        amendments=amendments_of(session, statement.id, block, reader),
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
    session: Session, statement_id: str, block: Block, languages: Sequence[str]
) -> list[Proposed]:
    """Amendments to one paragraph that were not withdrawn; those that wait for an answer first."""
    found = session.scalars(
        select(Amendment)
        .where(
            Amendment.statement_id == statement_id,
            Amendment.block_id == block.id,
            Amendment.state != AmendmentState.WITHDRAWN,
        )
        .options(
            joinedload(Amendment.organisation).selectinload(Organisation.names),
            selectinload(Amendment.supporters),
        )
        .order_by(Amendment.number)
    ).all()
    current = (
        session.scalar(
            select(Revision.body)
            .where(Revision.block_id == block.id, Revision.language == block.source_language)
            .order_by(Revision.seq.desc())
            .limit(1)
        )
        if found
        else None
    )
    shown = [_proposed(item, block, current or "", languages) for item in found]
    return sorted(shown, key=lambda item: (not item.is_open, item.number))


def _proposed(item: Amendment, block: Block, current: str, languages: Sequence[str]) -> Proposed:
    support = dict.fromkeys(Side, 0)
    support[item.side] += 1
    for each in item.supporters:
        if each.organisation_id != item.organisation_id:
            support[each.side] += 1
    compared = (
        item.kind is AmendmentKind.REPLACE
        and item.language == block.source_language
        and item.state is AmendmentState.OPEN
    )
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
    )
