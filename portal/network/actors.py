"""Who is asking: a frozen picture of a person, her memberships and the organisation she acts for.

Commands and policies take an `Actor`, never a request. It is built anew for each request, so
that a membership that ended this morning opens nothing this afternoon.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.core import clock
from portal.network.models import (
    GroupMembership,
    Membership,
    Organisation,
    Person,
    Power,
    Role,
    Side,
    Standing,
)


@dataclass(frozen=True)
class ActingFor:
    """One organisation that a person may act for, and in what."""

    organisation_id: str
    slug: str
    name: str
    name_language: str
    side: Side
    countries: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()
    powers: frozenset[Power] = frozenset()

    def has(self, power: Power) -> bool:
        return Role.REPRESENTATIVE in self.roles and power in self.powers


@dataclass(frozen=True)
class Actor:
    """A signed-in person, or (without `person_id`) the anonymous reader."""

    person_id: str | None = None
    name: str = ""
    locale: str = ""
    time_zone: str = "UTC"
    languages: tuple[str, ...] = ()
    is_secretariat: bool = False
    second_factor: bool = False
    """Whether this session has shown a second factor (or the demo waives it visibly)."""
    memberships: tuple[ActingFor, ...] = ()
    chosen: str | None = None
    """The organisation that she acts for, where she belongs to several."""
    groups: frozenset[str] = field(default=frozenset())
    coordinates: frozenset[str] = field(default=frozenset())
    session_id: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def acting_for(self) -> ActingFor | None:
        """The organisation that this person's acts are done for."""
        for membership in self.memberships:
            if membership.organisation_id == self.chosen:
                return membership
        return self.memberships[0] if self.memberships else None

    @property
    def organisation_id(self) -> str | None:
        return self.acting_for.organisation_id if self.acting_for else None

    @property
    def side(self) -> Side | None:
        return self.acting_for.side if self.acting_for else None

    def has_power(self, power: Power) -> bool:
        """Whether she may do this in the name of the organisation that she acts for."""
        return self.acting_for is not None and self.acting_for.has(power)

    def edits_for(self, organisation_id: str | None) -> bool:
        """Whether she edits for that organisation (editors and representatives do)."""
        return any(
            item.organisation_id == organisation_id
            and item.roles & {Role.EDITOR, Role.REPRESENTATIVE}
            for item in self.memberships
        )

    def belongs_to(self, organisation_id: str | None) -> bool:
        return any(item.organisation_id == organisation_id for item in self.memberships)


ANONYMOUS = Actor()


class _OwnHand(Actor):
    @property
    def signed_in(self) -> bool:
        return True


PORTAL = _OwnHand(is_secretariat=True, second_factor=True)
"""The portal's own hand, where no person acts: its first account, an admitted applicant's contact."""


def actor_for(
    session: Session,
    person_id: str,
    *,
    chosen: str | None = None,
    second_factor: bool = False,
    session_id: str | None = None,
    on: date | None = None,
    person: Person | None = None,
) -> Actor | None:
    """The actor that this person is today; None when she has left.

    Three statements, or two for who has loaded the `person` already.
    """
    if person is None:
        person = session.get(Person, person_id)
    if person is None or person.left_at is not None:
        return None
    memberships = (
        session.scalars(
            select(Membership)
            .where(Membership.person_id == person_id)
            .options(
                joinedload(Membership.organisation).options(
                    joinedload(Organisation.names), joinedload(Organisation.countries)
                )
            )
        )
        .unique()
        .all()
    )
    day = on or clock.today()
    groups = session.execute(
        select(GroupMembership.group_id, GroupMembership.is_coordinator).where(
            GroupMembership.person_id == person_id,
            or_(GroupMembership.since.is_(None), GroupMembership.since <= day),
            or_(GroupMembership.until.is_(None), GroupMembership.until >= day),
        )
    ).all()
    return Actor(
        person_id=person.id,
        name=person.name,
        locale=person.locale,
        time_zone=person.time_zone,
        languages=tuple(person.languages),
        is_secretariat=person.is_secretariat,
        second_factor=second_factor,
        memberships=_acting_for(memberships, person.languages, day),
        chosen=chosen,
        groups=frozenset(group for group, _ in groups),
        coordinates=frozenset(group for group, coordinates in groups if coordinates),
        session_id=session_id,
    )


def _acting_for(
    memberships: Sequence[Membership], languages: Sequence[str], day: date
) -> tuple[ActingFor, ...]:
    """One entry an organisation, its roles and powers together."""
    from portal.network.names import display_name  # noqa: PLC0415 - names read models too

    found: dict[str, ActingFor] = {}
    for membership in sorted(memberships, key=lambda item: item.id):
        organisation = membership.organisation
        if not membership.runs_on(day) or organisation.standing is not Standing.ADMITTED:
            continue
        before = found.get(organisation.id)
        shown = display_name(organisation, languages)
        found[organisation.id] = ActingFor(
            organisation_id=organisation.id,
            slug=organisation.slug,
            name=shown.text,
            name_language=shown.language,
            side=organisation.side,
            countries=tuple(organisation.country_codes),
            roles=(before.roles if before else frozenset()) | {membership.role},
            powers=(before.powers if before else frozenset())
            | {Power(power) for power in membership.powers},
        )
    return tuple(found.values())
