"""People's roles and powers in organisations, over dates: ended rather than deleted."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network import policy
from portal.network.actors import Actor
from portal.network.commands.organisations import acted_for
from portal.network.facts import MembershipBegun, MembershipEnded
from portal.network.models import Membership, Organisation, Person, Power, Role


def begin_membership(
    session: Session,
    organisation: Organisation,
    person: Person,
    *,
    role: Role,
    powers: Collection[Power] = (),
    by: Actor,
) -> Membership:
    """Give a person a role from today on; a representative's powers are stated one by one.

    A role that she holds here already ends. Raises Refused, Invalid.
    """
    require(policy.may_set_role(by, organisation, role))
    if powers and role is not Role.REPRESENTATIVE:
        sentence = say("Only representatives have powers. Choose that role, or no power.")
        raise Invalid(sentence, {"powers": sentence})
    today = clock.today()
    for held in session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation.id, Membership.person_id == person.id
        )
    ):
        if held.runs_on(today):
            require(policy.may_set_role(by, organisation, held.role))
            _end(held)
    membership = Membership(
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        powers=[power.value for power in Power if power in powers],
        since=today,
    )
    session.add(membership)
    session.flush()
    announce(
        session,
        MembershipBegun(
            subject=organisation.id,
            by=by.person_id,
            organisation=acted_for(by, organisation),
            person=person.id,
            membership=membership.id,
            role=role.value,
            powers=tuple(membership.powers),
        ),
    )
    return membership


def change_membership(
    session: Session, key: str, *, role: Role, powers: Collection[Power] = (), by: Actor
) -> Membership:
    """End one role and begin another, so that what was held when stays known.

    Raises Refused, NotFound, Invalid.
    """
    held = membership_of(session, key)
    organisation = session.get_one(Organisation, held.organisation_id)
    require(policy.may_set_role(by, organisation, held.role))
    wanted = [power.value for power in Power if power in powers]
    if held.role is role and held.powers == wanted and held.runs_on(clock.today()):
        return held
    person = session.get_one(Person, held.person_id)
    return begin_membership(session, organisation, person, role=role, powers=powers, by=by)


def end_membership(session: Session, key: str, *, by: Actor) -> None:
    """End a role as of today. Raises Refused, NotFound."""
    held = membership_of(session, key)
    organisation = session.get_one(Organisation, held.organisation_id)
    require(policy.may_end_membership(by, organisation, held.person_id, held.role))
    if not held.runs_on(clock.today()):
        return
    _end(held)
    announce(
        session,
        MembershipEnded(
            subject=organisation.id,
            by=by.person_id,
            organisation=acted_for(by, organisation),
            person=held.person_id,
            membership=held.id,
        ),
    )


def _end(held: Membership) -> None:
    """What ended this morning opens nothing this afternoon: its last day was yesterday."""
    held.until = clock.today() - timedelta(days=1)


def membership_of(session: Session, key: str) -> Membership:
    """Raises NotFound."""
    held = session.get(Membership, key)
    if held is None:
        raise NotFound
    return held
