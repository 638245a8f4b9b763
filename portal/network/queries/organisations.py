"""One organisation with everything that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.policy import YES, Verdict
from portal.network import policy
from portal.network.actors import Actor
from portal.network.models import (
    Membership,
    NetworkMembership,
    Organisation,
    OrganisationName,
    Person,
    Side,
    Standing,
)
from portal.network.names import Shown, choose_name, shown_names


def organisation_by_slug(session: Session, slug: str, actor: Actor) -> Organisation:
    """The organisation at this address with its names and countries, in one statement.

    Raises NotFound for what is not there and for what this reader may not see.
    """
    found = (
        session.execute(
            select(Organisation)
            .where(Organisation.slug == slug)
            .options(joinedload(Organisation.names), joinedload(Organisation.countries))
        )
        .unique()
        .scalar_one_or_none()
    )
    if found is None or not policy.may_see_organisation(actor, found):
        raise NotFound
    return found


def organisation_by_id(session: Session, key: str) -> Organisation:
    """The same by id, for whoever has been let in already. Raises NotFound."""
    found = (
        session.execute(
            select(Organisation)
            .where(Organisation.id == key)
            .options(joinedload(Organisation.names), joinedload(Organisation.countries))
        )
        .unique()
        .scalar_one_or_none()
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Related:
    """An organisation that stands in some relation to another, over dates."""

    id: str
    slug: str
    side: Side
    relation: str
    """*parent*, *branch*, *network* (the other belongs to this one) or *member*."""
    membership: str
    since: date | None
    until: date | None
    name: Shown

    def runs_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def related_organisations(
    session: Session, organisation: Organisation, languages: Sequence[str]
) -> list[Related]:
    """Parent, branches, networks and members with their names, in one statement."""
    nothing = literal(None, NetworkMembership.since.type)
    membership = NetworkMembership
    relations = union_all(
        select(
            literal("branch").label("relation"),
            Organisation.id.label("other"),
            literal("").label("membership"),
            nothing.label("since"),
            nothing.label("until"),
        ).where(Organisation.parent_id == organisation.id),
        select(
            literal("parent"), literal(organisation.parent_id or ""), literal(""), nothing, nothing
        ),
        select(
            literal("network"),
            membership.network_id,
            membership.id,
            membership.since,
            membership.until,
        ).where(membership.member_id == organisation.id),
        select(
            literal("member"),
            membership.member_id,
            membership.id,
            membership.since,
            membership.until,
        ).where(membership.network_id == organisation.id),
    ).subquery()
    rows = session.execute(
        select(
            relations.c.relation,
            relations.c.membership,
            relations.c.since,
            relations.c.until,
            Organisation.id,
            Organisation.slug,
            Organisation.side,
            OrganisationName,
        )
        .select_from(relations)
        .join(Organisation, Organisation.id == relations.c.other)
        .outerjoin(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(Organisation.standing.in_([Standing.ADMITTED, Standing.SUSPENDED]))
        .order_by(Organisation.slug, Organisation.id, OrganisationName.position)
    ).all()
    names: dict[str, dict[str, OrganisationName]] = {}
    for row in rows:
        if row[7] is not None:
            names.setdefault(row[4], {})[row[7].id] = row[7]
    found: dict[tuple[str, str, str], Related] = {}
    today = clock.today()
    for relation, key, since, until, other, slug, side, _ in rows:
        by_language = shown_names(list(names.get(other, {}).values()), today)
        shown = choose_name(by_language, languages) if by_language else Shown(slug, "und")
        found.setdefault(
            (relation, other, key), Related(other, slug, side, relation, key, since, until, shown)
        )
    return list(found.values())


@dataclass(frozen=True)
class Present:
    """A person in an organisation with a role, as this reader may see her."""

    membership: Membership
    person: Person


def people_of(
    session: Session, organisation: Organisation, actor: Actor, *, past: bool = False
) -> list[Present]:
    """Those who are in it today and have chosen that this reader may see them."""
    today = clock.today()
    query = (
        select(Membership)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation.id, Person.left_at.is_(None))
        .options(contains_eager(Membership.person))
        .order_by(Membership.since, Membership.id)
    )
    if not past:
        query = query.where(
            Membership.since <= today, (Membership.until.is_(None)) | (Membership.until >= today)
        )
    return [
        Present(item, item.person)
        for item in session.scalars(query)
        if person_is_shown(actor, item.person, organisation)
    ]


def person_is_shown(actor: Actor, person: Person, organisation: Organisation) -> Verdict:
    """`may_see_person` where it is known already that she belongs to this organisation."""
    if actor.belongs_to(organisation.id):
        return YES
    return policy.may_see_person_here(actor, person)


def people_by_id(session: Session, keys: Sequence[str]) -> dict[str, Person]:
    """Those of `keys` who are people, in one statement."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return {}
    found = session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person for person in found}
