"""Working groups with the people whom a reader may see in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.network import policy
from portal.network.actors import Actor
from portal.network.models import (
    GroupMembership,
    Membership,
    Organisation,
    Person,
    Side,
    Standing,
    Visibility,
    WorkingGroup,
)
from portal.network.names import Shown, display_name, pick

_FOUND_AT_MOST = 20


@dataclass(frozen=True)
class ListedGroup:
    """A group of the list, and how many of each side are in it."""

    slug: str
    name: Shown
    mandate: Shown
    sides: dict[str, int]
    total: int
    ended: bool


def groups(session: Session, languages: Sequence[str], number: int = 1) -> Page[ListedGroup]:
    """Every working group, in three statements."""
    today = clock.today()
    per_page = 30
    total = session.scalar(select(func.count()).select_from(WorkingGroup)) or 0
    rows = session.scalars(
        select(WorkingGroup)
        .order_by(WorkingGroup.until.is_not(None), WorkingGroup.slug)
        .limit(per_page)
        .offset((max(1, number) - 1) * per_page)
    ).all()
    counts: dict[str, dict[str, int]] = {}
    for group, side, count in session.execute(
        select(GroupMembership.group_id, Organisation.side, func.count())
        .join(Organisation, Organisation.id == GroupMembership.organisation_id)
        .where(
            GroupMembership.group_id.in_([row.id for row in rows] or [""]),
            or_(GroupMembership.until.is_(None), GroupMembership.until >= today),
        )
        .group_by(GroupMembership.group_id, Organisation.side)
    ):
        counts.setdefault(group, {})[Side(side).value] = count
    return Page(
        [
            ListedGroup(
                slug=row.slug,
                name=pick(row.names, languages),
                mandate=pick(row.mandate, languages),
                sides=counts.get(row.id, {}),
                total=sum(counts.get(row.id, {}).values()),
                ended=row.until is not None and row.until < today,
            )
            for row in rows
        ],
        number,
        total,
        per_page,
    )


def group_by_slug(session: Session, slug: str) -> WorkingGroup:
    """Raises NotFound."""
    found = session.scalar(select(WorkingGroup).where(WorkingGroup.slug == slug))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class InGroup:
    """Someone's part in a group; `person` is None where she chose not to be shown."""

    key: str
    person: Person | None
    organisation: Organisation
    organisation_name: Shown
    coordinates: bool
    is_self: bool


def people_in(
    session: Session, group: WorkingGroup, actor: Actor, languages: Sequence[str]
) -> list[InGroup]:
    """Who is in it today, coordinators first, in two statements."""
    today = clock.today()
    fellow = group.id in actor.groups
    rows = session.scalars(
        select(GroupMembership)
        .join(GroupMembership.person)
        .join(GroupMembership.organisation)
        .where(
            GroupMembership.group_id == group.id,
            Person.left_at.is_(None),
            or_(GroupMembership.until.is_(None), GroupMembership.until >= today),
        )
        .options(
            contains_eager(GroupMembership.person),
            contains_eager(GroupMembership.organisation).options(selectinload(Organisation.names)),
        )
        .order_by(GroupMembership.is_coordinator.desc(), GroupMembership.id)
    ).all()
    return [
        InGroup(
            key=row.id,
            person=row.person
            if fellow
            or actor.belongs_to(row.organisation_id)
            or policy.may_see_person_here(actor, row.person)
            else None,
            organisation=row.organisation,
            organisation_name=display_name(row.organisation, languages),
            coordinates=row.is_coordinator,
            is_self=row.person_id == actor.person_id,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Found:
    """Someone who could be taken into a group, from one of her organisations."""

    place: str
    """Her id and the organisation's, joined by a colon."""
    person: Person
    organisation: Shown


def find_people(
    session: Session, words: str, actor: Actor, languages: Sequence[str]
) -> list[Found]:
    """People by a part of the name, only those whom the asker may already see; 20 at most."""
    plain = words.strip().lower()
    # One Hangul syllable or Chinese character is a family name; one Latin letter is everybody.
    if not plain or (len(plain) < 2 and plain.isascii()):
        return []
    today = clock.today()
    rows = session.scalars(
        select(Membership)
        .join(Membership.person)
        .join(Membership.organisation)
        .where(
            or_(
                func.lower(Person.name).contains(plain, autoescape=True),
                Person.name.contains(words.strip(), autoescape=True),
                func.lower(Person.reading).contains(plain, autoescape=True),
            ),
            Person.left_at.is_(None),
            Person.visibility != Visibility.NOBODY,
            Organisation.standing == Standing.ADMITTED,
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until >= today),
        )
        .options(
            contains_eager(Membership.person),
            contains_eager(Membership.organisation).options(selectinload(Organisation.names)),
        )
        .order_by(Person.name, Membership.id)
        .limit(_FOUND_AT_MOST)
    ).all()
    return [
        Found(
            f"{row.person_id}:{row.organisation_id}",
            row.person,
            display_name(row.organisation, languages),
        )
        for row in rows
        if policy.may_see_person_here(actor, row.person)
    ]
