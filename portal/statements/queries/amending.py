"""Amendments as they stand: each with its base, where it has got to, and who stands behind it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core.errors import NotFound
from portal.core.paging import Page, paginate
from portal.network.models import Organisation, Side
from portal.statements.models import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    AmendmentSupport,
    Statement,
)
from portal.statements.queries.amended_text import ACCEPTED, fact_of, text_now
from portal.statements.rebasing import (
    Base,
    Clean,
    Collision,
    Now,
    Orphan,
    Proposed,
    Standing,
    collisions,
    stands,
)
from portal.texts.engine import Change, diff
from portal.texts.models import Revision


@dataclass(frozen=True)
class Support:
    """Who stands behind an amendment, its proposer included; an organisation of both sides is one."""

    sending: int
    receiving: int
    both: int

    @property
    def total(self) -> int:
        return self.sending + self.receiving + self.both


@dataclass(frozen=True)
class SeenAmendment:
    """One amendment for its pages. `standing` is none once it is answered or withdrawn."""

    amendment: Amendment
    base: Revision
    standing: Standing | None
    block_id: str
    """The paragraph that it stands at now; the one that it was made to where that is gone."""
    seen: str
    """What whoever decides on it had before her eyes: changes with whatever it is applied to."""

    @property
    def is_orphan(self) -> bool:
        return isinstance(self.standing, Orphan)

    @property
    def support(self) -> Support:
        sides = Counter([self.amendment.side, *(each.side for each in self.amendment.supporters)])
        return Support(sides[Side.SENDING], sides[Side.RECEIVING], sides[Side.BOTH])

    @property
    def changes(self) -> Sequence[Change]:
        """What it proposes, against the wording that its proposer had read."""
        return proposed_changes(self.amendment, self.base)


@dataclass(frozen=True)
class Review:
    """All amendments of a statement, the text that they stand in, and which of them meet."""

    now: Now
    amendments: Sequence[SeenAmendment]
    collisions: Sequence[Collision]

    def meeting(self, number: int) -> list[tuple[int, Collision]]:
        """Which others an amendment meets."""
        return [
            (each.other if each.one == number else each.one, each)
            for each in self.collisions
            if number in {each.one, each.other}
        ]

    @property
    def orphans(self) -> list[SeenAmendment]:
        return [each for each in self.amendments if each.is_orphan]


def proposed_changes(amendment: Amendment, base: Revision) -> Sequence[Change]:
    """The difference in words, where the amendment is in the language that was read."""
    if amendment.kind is AmendmentKind.INSERT:
        return [Change("insert", "", amendment.body)]
    if amendment.kind is AmendmentKind.DELETE:
        return [Change("delete", base.body, "")]
    if amendment.kind in {AmendmentKind.MOVE, AmendmentKind.MERGE}:
        return []
    if amendment.kind is AmendmentKind.SPLIT:
        cut = f"{amendment.body} ¶ {amendment.second_body}"
        return diff(base.body, cut, amendment.language)
    if base.language != amendment.language:
        return [Change("insert", "", amendment.body)]
    return diff(base.body, amendment.body, amendment.language)


def amendments_query(
    statement_id: str,
    *,
    state: AmendmentState | None = None,
    block_id: str | None = None,
    side: Side | None = None,
    newest_first: bool = False,
) -> Select[Amendment]:
    conditions: list[ColumnElement[bool]] = [Amendment.statement_id == statement_id]
    if state is not None:
        conditions.append(Amendment.state == state)
    if block_id is not None:
        conditions.append(Amendment.block_id == block_id)
    if side is not None:
        conditions.append(Amendment.side == side)
    order = Amendment.number.desc() if newest_first else Amendment.number
    return (
        select(Amendment)
        .where(*conditions)
        .order_by(order)
        .options(
            joinedload(Amendment.organisation).selectinload(Organisation.names),
            joinedload(Amendment.author),
            selectinload(Amendment.supporters)
            .joinedload(AmendmentSupport.organisation)
            .selectinload(Organisation.names),
        )
    )


def list_amendments(
    session: Session, statement: Statement, query: Select[Amendment], *, page: int
) -> Page[SeenAmendment]:
    """One page of them; the number of statements to the database does not depend on theirs."""
    found = paginate(session, query, page)
    now = text_now(session, statement)
    return Page(_seen(session, found.items, now), found.number, found.total, found.per_page)


def review_of(session: Session, statement: Statement) -> Review:
    """Everything that the merge review shows."""
    now = text_now(session, statement)
    seen = _seen(session, session.scalars(amendments_query(statement.id)).unique().all(), now)
    taking_part = [
        each
        for each in seen
        if each.amendment.state is AmendmentState.OPEN or each.amendment.state in ACCEPTED
    ]
    met = collisions(
        [(as_proposed(each.amendment, each.base), each.standing) for each in taking_part], now
    )
    return Review(now, seen, met)


def amendment_at(session: Session, statement: Statement, number: int) -> SeenAmendment:
    """The amendment with this number; raises NotFound."""
    found = (
        session.scalars(amendments_query(statement.id).where(Amendment.number == number))
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound
    return see(session, statement, found)


def see(session: Session, statement: Statement, amendment: Amendment) -> SeenAmendment:
    return _seen(session, [amendment], text_now(session, statement))[0]


def _seen(session: Session, amendments: Sequence[Amendment], now: Now) -> list[SeenAmendment]:
    bases = {
        revision.id: revision
        for revision in session.scalars(
            select(Revision).where(Revision.id.in_([each.base_revision_id for each in amendments]))
        )
    }
    found = []
    for amendment in amendments:
        base = bases[amendment.base_revision_id]
        standing = (
            stands(as_proposed(amendment, base), now)
            if amendment.state is AmendmentState.OPEN
            else None
        )
        block = standing.block if standing else amendment.block_id
        found.append(
            SeenAmendment(amendment, base, standing, block, _token(amendment, standing, now))
        )
    return found


def _token(amendment: Amendment, standing: Standing | None, now: Now) -> str:
    """Everything of the text that taking this amendment would be applied to."""
    if standing is None:
        return ""
    blocks = [standing.block]
    if isinstance(standing, Clean):
        blocks += filter(None, (standing.place, standing.joined))
    parts = [type(standing).__name__, *blocks]
    for block in blocks:
        paragraph = now.paragraphs.get(block)
        if paragraph is not None:
            for language in (paragraph.source, amendment.language):
                wording = paragraph.wordings.get(language)
                parts.append(wording.revision if wording else "-")
    return ".".join(parts)


def as_proposed(amendment: Amendment, base: Revision) -> Proposed:
    return Proposed(
        number=amendment.number,
        kind=amendment.kind,
        block=amendment.block_id,
        language=amendment.language,
        base=Base(fact_of(base), base.body),
        base_acts=amendment.base_acts,
        body=amendment.body,
        second=amendment.second_body,
        target=amendment.target_block_id,
    )
