"""The audit log as the organisations concerned may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.facts import AuditEntry
from portal.core.paging import PER_PAGE, Page
from portal.core.sentences import Sentence
from portal.network import acts, policy
from portal.network.actors import Actor
from portal.network.models import Organisation, OrganisationName, Person
from portal.network.names import Shown, choose_name, shown_names


@dataclass(frozen=True)
class Entry:
    """One act: when, what, by whom for whom; `by` is empty where she is not shown."""

    id: str
    at: datetime
    what: Sentence
    by: str
    by_portal: bool
    organisation: Shown | None
    about: Shown | None
    about_slug: str


def audit_page(
    session: Session,
    actor: Actor,
    organisation: Organisation | None,
    *,
    languages: tuple[str, ...],
    number: int = 1,
) -> Page[Entry]:
    """The newest acts first: of one organisation, or (for the secretariat) of all. 4 statements."""
    query = select(AuditEntry)
    if organisation is not None:
        query = query.where(
            or_(
                AuditEntry.organisation_id == organisation.id,
                and_(
                    AuditEntry.subject_type == "organisation",
                    AuditEntry.subject_id == organisation.id,
                ),
            )
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(
        query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    people = {
        person.id: person
        for person in session.scalars(
            select(Person).where(
                Person.id.in_({row.person_id for row in rows if row.person_id} or {""})
            )
        )
    }
    names = _names(session, rows, languages)
    return Page([_entry(row, people, names, actor) for row in rows], number, total)


def _names(
    session: Session, rows: Sequence[AuditEntry], languages: tuple[str, ...]
) -> dict[str, tuple[Shown, str]]:
    wanted: set[str] = set()
    for row in rows:
        wanted |= {row.organisation_id or ""}
        if row.subject_type == "organisation":
            wanted.add(row.subject_id)
    found: dict[str, tuple[str, list[OrganisationName]]] = {}
    for key, slug, name in session.execute(
        select(Organisation.id, Organisation.slug, OrganisationName)
        .outerjoin(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(Organisation.id.in_(sorted(wanted)))
        .order_by(OrganisationName.position)
    ):
        found.setdefault(key, (slug, []))[1].extend([name] if name is not None else [])
    today = clock.today()
    return {
        key: (
            choose_name(shown_names(names, today), languages) if names else Shown(slug, "und"),
            slug,
        )
        for key, (slug, names) in found.items()
    }


def _entry(
    row: AuditEntry, people: dict[str, Person], names: dict[str, tuple[Shown, str]], actor: Actor
) -> Entry:
    person = people.get(row.person_id or "")
    shown = person is not None and (
        actor.belongs_to(row.organisation_id) or policy.may_see_person_here(actor, person)
    )
    about = names.get(row.subject_id) if row.subject_type == "organisation" else None
    acted = names.get(row.organisation_id or "")
    return Entry(
        id=row.id,
        at=row.at,
        what=acts.describe(row.act, row.details),
        by=person.name if person is not None and shown else "",
        by_portal=row.person_id is None,
        organisation=acted[0] if acted else None,
        about=about[0] if about else None,
        about_slug=about[1] if about else "",
    )
