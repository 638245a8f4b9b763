"""What waits for the secretariat, and where each organisation stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core.errors import NotFound
from portal.core.paging import Page, paginate
from portal.network.imports import Matcher
from portal.network.models import (
    Application,
    ImportLine,
    ImportLineState,
    Membership,
    Organisation,
    OrganisationImport,
    OrganisationName,
    Person,
    Standing,
)


def waiting_applications(session: Session, number: int = 1) -> Page[Application]:
    """The oldest first, in three statements."""
    return paginate(
        session,
        select(Application)
        .where(Application.decided_at.is_(None))
        .options(joinedload(Application.organisation).selectinload(Organisation.names))
        .order_by(Application.created_at, Application.id),
        number,
    )


def waiting_count(session: Session) -> int:
    return (
        session.scalar(
            select(func.count()).select_from(Application).where(Application.decided_at.is_(None))
        )
        or 0
    )


def application_by_id(session: Session, key: str) -> Application:
    """Raises NotFound."""
    found = session.scalar(
        select(Application)
        .where(Application.id == key)
        .options(
            joinedload(Application.organisation).options(
                selectinload(Organisation.names), selectinload(Organisation.countries)
            )
        )
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Resembling:
    """An organisation known already whose name is near."""

    slug: str
    name: str
    score: int


def resembling(session: Session, organisation: Organisation) -> Sequence[Resembling]:
    """Whom an applicant resembles, so that nobody is admitted twice; one statement."""
    rows = session.execute(
        select(Organisation.id, Organisation.slug, OrganisationName.text)
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(Organisation.id != organisation.id, Organisation.standing != Standing.DECLINED)
    ).all()
    slugs = {key: slug for key, slug, _ in rows}
    matcher = Matcher((key, text) for key, _, text in rows)
    return [
        Resembling(slugs[item.organisation], item.name, item.score)
        for item in matcher.candidates([name.text for name in organisation.names])
    ]


def standings(session: Session) -> dict[Standing, int]:
    """How many organisations stand where."""
    rows = session.execute(
        select(Organisation.standing, func.count()).group_by(Organisation.standing)
    )
    return dict.fromkeys(Standing, 0) | {row[0]: row[1] for row in rows}


def organisations_standing(
    session: Session, standing: Standing, number: int = 1
) -> Page[Organisation]:
    """Those of one standing, the latest change first; three statements."""
    return paginate(
        session,
        select(Organisation)
        .where(Organisation.standing == standing)
        .options(selectinload(Organisation.names))
        .order_by(Organisation.standing_since.desc(), Organisation.id),
        number,
    )


def people(session: Session, words: str = "", number: int = 1) -> Page[Person]:
    """Everyone with an account, for the secretariat; four statements."""
    query = (
        select(Person)
        .options(
            selectinload(Person.memberships)
            .joinedload(Membership.organisation)
            .joinedload(Organisation.names)
        )
        .order_by(Person.name, Person.id)
    )
    if words:
        query = query.where(
            Person.name.contains(words, autoescape=True)
            | func.lower(Person.reading).contains(words.lower(), autoescape=True)
            | Person.email.contains(words.lower(), autoescape=True)
        )
    return paginate(session, query, number)


@dataclass(frozen=True)
class ListedImport:
    """An uploaded list and how far it has come."""

    row: OrganisationImport
    open: int
    total: int


def imports(session: Session, number: int = 1) -> Page[ListedImport]:
    """Uploaded lists, the newest first; three statements."""
    page = paginate(
        session,
        select(OrganisationImport).order_by(
            OrganisationImport.created_at.desc(), OrganisationImport.id
        ),
        number,
    )
    counts: dict[str, dict[ImportLineState, int]] = {}
    for key, state, count in session.execute(
        select(ImportLine.import_id, ImportLine.state, func.count())
        .where(ImportLine.import_id.in_([row.id for row in page.items] or [""]))
        .group_by(ImportLine.import_id, ImportLine.state)
    ):
        counts.setdefault(key, {})[state] = count
    undecided = (ImportLineState.NEW, ImportLineState.PERHAPS_KNOWN, ImportLineState.UNUSABLE)
    return Page(
        [
            ListedImport(
                row,
                sum(counts.get(row.id, {}).get(state, 0) for state in undecided),
                sum(counts.get(row.id, {}).values()),
            )
            for row in page.items
        ],
        page.number,
        page.total,
        page.per_page,
    )


def import_counts(session: Session, listed: OrganisationImport) -> dict[ImportLineState, int]:
    """How many lines of a list are in which state."""
    rows = session.execute(
        select(ImportLine.state, func.count())
        .where(ImportLine.import_id == listed.id)
        .group_by(ImportLine.state)
    )
    return dict.fromkeys(ImportLineState, 0) | {row[0]: row[1] for row in rows}


def import_lines(
    session: Session, listed: OrganisationImport, state: ImportLineState | None, number: int = 1
) -> Page[ImportLine]:
    """The lines of a list in their order, all or those of one state; two statements."""
    query = select(ImportLine).where(ImportLine.import_id == listed.id).order_by(ImportLine.number)
    if state is not None:
        query = query.where(ImportLine.state == state)
    return paginate(session, query, number, per_page=50)


def linked_organisations(session: Session, lines: Sequence[ImportLine]) -> dict[str, Organisation]:
    """The organisations that lines were linked to or may be the same as; two statements."""
    wanted = {line.organisation_id for line in lines if line.organisation_id}
    wanted |= {str(item["organisation"]) for line in lines for item in line.candidates}
    found = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(sorted(wanted) or [""]))
        .options(selectinload(Organisation.names))
    )
    return {item.id: item for item in found}
