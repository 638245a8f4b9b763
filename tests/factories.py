"""Dull people and organisations, made straight in the database."""

import itertools
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.models import Credential
from portal.network.models import (
    GroupMembership,
    Membership,
    Organisation,
    OrganisationCountry,
    OrganisationKind,
    OrganisationName,
    Person,
    Portal,
    Power,
    Role,
    Side,
    Standing,
    WorkingGroup,
)

PASSWORD = "three quiet ferries"
_KEPT = passwords.keep(PASSWORD)
_number = itertools.count(1)


def make_portal(session: Session, *, is_demo: bool = False, **names: str) -> Portal:
    portal = Portal(names=names or {"en": "A network"}, is_demo=is_demo)
    session.add(portal)
    session.flush()
    return portal


def make_person(session: Session, name: str = "", **values: Any) -> Person:
    """A person who can sign in with `PASSWORD`; `password=False` leaves her without one."""
    number = next(_number)
    with_password = values.pop("password", True)
    values.setdefault("email", f"person{number}@example.org")
    values.setdefault("languages", ["en"])
    person = Person(name=name or f"Person {number}", **values)
    session.add(person)
    session.flush()
    if with_password:
        session.add(Credential(person_id=person.id, password_hash=_KEPT))
        session.flush()
    return person


def make_organisation(
    session: Session,
    name: str = "",
    *,
    language: str = "en",
    side: Side = Side.SENDING,
    countries: tuple[str, ...] = ("VN",),
    **values: Any,
) -> Organisation:
    number = next(_number)
    values.setdefault("slug", f"organisation-{number}")
    values.setdefault("kind", OrganisationKind.NGO)
    values.setdefault("standing", Standing.ADMITTED)
    organisation = Organisation(side=side, **values)
    organisation.names = [
        OrganisationName(language=language, text=name or f"Organisation {number}")
    ]
    organisation.countries = [
        OrganisationCountry(code=code, position=position) for position, code in enumerate(countries)
    ]
    session.add(organisation)
    session.flush()
    return organisation


def make_membership(
    session: Session,
    person: Person,
    organisation: Organisation,
    role: Role = Role.MEMBER,
    powers: tuple[Power, ...] = (),
    **values: Any,
) -> Membership:
    values.setdefault("since", date(2020, 1, 1))
    membership = Membership(
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        powers=[power.value for power in powers],
        **values,
    )
    session.add(membership)
    session.flush()
    return membership


def make_representative(
    session: Session, organisation: Organisation, *powers: Power, **values: Any
) -> Person:
    person = make_person(session, **values)
    make_membership(session, person, organisation, Role.REPRESENTATIVE, powers or tuple(Power))
    return person


def make_group(session: Session, name: str = "A group", **values: Any) -> WorkingGroup:
    values.setdefault("slug", f"group-{next(_number)}")
    group = WorkingGroup(names={"en": name}, **values)
    session.add(group)
    session.flush()
    return group


def make_group_membership(
    session: Session,
    group: WorkingGroup,
    person: Person,
    organisation: Organisation,
    *,
    coordinates: bool = False,
) -> GroupMembership:
    membership = GroupMembership(
        group_id=group.id,
        person_id=person.id,
        organisation_id=organisation.id,
        is_coordinator=coordinates,
    )
    session.add(membership)
    session.flush()
    return membership
