"""Lists of commitments: all of them filtered, those of a statement, those of an organisation."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, contains_eager

from portal.commitments.models import Commitment, CommitmentState
from portal.commitments.queries.anchors import titles_of
from portal.commitments.queries.due import due_first
from portal.core import clock
from portal.core.paging import Page
from portal.network.models import Organisation, OrganisationCountry, Side
from portal.network.names import Shown, display_name
from portal.network.queries.directory import directory
from portal.statements.models import Statement


class Standing(enum.Enum):
    """How a list is asked for commitments: overdue ones are open too."""

    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    GIVEN_UP = "given_up"


class Order(enum.Enum):
    DUE = "due"
    NEWEST = "newest"


@dataclass(frozen=True)
class Filters:
    """What of all commitments is wanted; empty wants everything."""

    organisation: str = ""
    """Its slug; so for the statement."""
    country: str = ""
    side: Side | None = None
    standing: Standing | None = None
    statement: str = ""
    block: str = ""
    order: Order = Order.DUE

    @property
    def any(self) -> bool:
        return self != Filters(order=self.order)


@dataclass(frozen=True)
class Listed:
    """One line of a list: the commitment, whose it is, and under which statement."""

    commitment: Commitment
    organisation: Organisation
    name: Shown
    statement: Statement
    title: Shown


@dataclass(frozen=True)
class Held:
    """What the list can be asked for: what occurs in it."""

    organisations: Mapping[str, Shown] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    sides: frozenset[Side] = frozenset()
    statements: Mapping[str, Shown] = field(default_factory=dict)


def public() -> Select[Commitment, Statement]:
    """Commitments on statements that everyone can read."""
    return (
        select(Commitment, Statement)
        .join(Statement, Statement.text_id == Commitment.text_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(Statement.public_release.is_not(None))
        .options(contains_eager(Commitment.organisation))
    )


def _filtered(filters: Filters) -> Select[Commitment, Statement]:
    query = public()
    if filters.organisation:
        query = query.where(Organisation.slug == filters.organisation)
    if filters.country:
        of_country = select(OrganisationCountry.organisation_id).where(
            OrganisationCountry.code == filters.country
        )
        query = query.where(Organisation.id.in_(of_country))
    if filters.side:
        query = query.where(Organisation.side == filters.side)
    if filters.statement:
        query = query.where(Statement.slug == filters.statement)
    if filters.block:
        query = query.where(Commitment.block_id == filters.block)
    if filters.standing is Standing.OVERDUE:
        query = query.where(
            Commitment.state == CommitmentState.OPEN, Commitment.due_on < clock.today()
        )
    elif filters.standing:
        query = query.where(Commitment.state == CommitmentState(filters.standing.value))
    if filters.order is Order.NEWEST:
        return query.order_by(Commitment.at.desc(), Commitment.id.desc())
    return query.order_by(*due_first())


@dataclass(frozen=True)
class Browsed:
    """One page of the list, and what the whole can be asked for."""

    page: Page[Listed]
    held: Held


def browse(
    session: Session,
    languages: Sequence[str],
    filters: Filters = Filters(),
    *,
    page: int = 1,
    per_page: int = 30,
) -> Browsed:
    """Four statements, however many are listed; a page beyond the last is the first."""
    pairs = session.execute(
        select(Statement, Commitment.organisation_id)
        .join(Commitment, Commitment.text_id == Statement.text_id)
        .where(Statement.public_release.is_not(None))
        .group_by(Statement.id, Commitment.organisation_id)
    ).all()
    if not pairs:
        return Browsed(Page([], 1, 0, per_page), Held())
    rows = _page(session, filters, page, per_page)
    if not rows and page > 1:
        page = 1
        rows = _page(session, filters, page, per_page)
    statements = {statement.text_id: statement for statement, _ in pairs}
    titles = titles_of(session, statements.values(), languages)
    owners = {organisation for _, organisation in pairs}
    members = {item.id: item for item in directory(session).items if item.id in owners}
    listed = [
        Listed(
            made,
            made.organisation,
            # Who has left the network is not in the directory any more.
            members[made.organisation_id].name(languages)
            if made.organisation_id in members
            else display_name(made.organisation, languages),
            statement,
            titles[statement.text_id],
        )
        for made, statement, _ in rows
    ]
    return Browsed(
        Page(listed, page, rows[0][2] if rows else 0, per_page),
        Held(
            organisations={item.slug: item.name(languages) for item in members.values()},
            countries=frozenset(code for item in members.values() for code, _ in item.countries),
            sides=frozenset(item.side for item in members.values()),
            statements={statements[key].slug: title for key, title in titles.items()},
        ),
    )


def _page(
    session: Session, filters: Filters, page: int, per_page: int
) -> Sequence[Row[Commitment, Statement, int]]:
    return session.execute(
        _filtered(filters)
        .add_columns(func.count().over())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
