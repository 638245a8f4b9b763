"""Networks of organisations and networks of networks: never in a circle."""

from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network import policy
from portal.network.actors import Actor
from portal.network.facts import NetworkJoined, NetworkLeft
from portal.network.models import NetworkMembership, Organisation
from portal.network.names import display_name

_CIRCLES_LOCK = 7_031


def add_to_network(
    session: Session,
    network: Organisation,
    member: Organisation,
    *,
    by: Actor,
    since: date | None = None,
) -> NetworkMembership:
    """Note that `member` belongs to `network`. Raises Refused, Invalid for a circle or a repeat."""
    require(policy.may_add_to_network(by, network))
    _one_at_a_time(session)
    _refuse_circle(session, network, member)
    day = since or clock.today()
    if session.scalar(
        select(NetworkMembership.id).where(
            NetworkMembership.member_id == member.id,
            NetworkMembership.network_id == network.id,
            or_(NetworkMembership.until.is_(None), NetworkMembership.until >= day),
        )
    ):
        raise Invalid(say("This organisation belongs to the network already."))
    membership = NetworkMembership(member_id=member.id, network_id=network.id, since=day)
    session.add(membership)
    session.flush()
    announce(
        session,
        NetworkJoined(
            subject=member.id,
            by=by.person_id,
            organisation=network.id if by.belongs_to(network.id) else None,
            network=network.id,
        ),
    )
    return membership


def end_network_membership(session: Session, key: str, *, by: Actor) -> NetworkMembership:
    """End a membership as of today; that it was stays known. Raises Refused, NotFound."""
    membership = session.get(NetworkMembership, key)
    if membership is None:
        raise NotFound
    member = session.get_one(Organisation, membership.member_id)
    network = session.get_one(Organisation, membership.network_id)
    require(policy.may_end_network_membership(by, member, network))
    if membership.until is None or membership.until >= clock.today():
        membership.until = clock.today() - timedelta(days=1)
        acted = next((item.id for item in (member, network) if by.belongs_to(item.id)), None)
        announce(
            session,
            NetworkLeft(subject=member.id, by=by.person_id, organisation=acted, network=network.id),
        )
    return membership


def _refuse_circle(session: Session, network: Organisation, member: Organisation) -> None:
    if member.id == network.id:
        raise Invalid(say("A network cannot belong to itself."))
    above, seen = {network.id}, {network.id}
    while above:
        above = (
            set(
                session.scalars(
                    select(NetworkMembership.network_id).where(
                        NetworkMembership.member_id.in_(sorted(above)),
                        or_(
                            NetworkMembership.until.is_(None),
                            NetworkMembership.until >= clock.today(),
                        ),
                    )
                )
            )
            - seen
        )
        seen |= above
        if member.id in above:
            raise Invalid(
                say(
                    "%(member)s cannot join %(network)s, because %(network)s already belongs to "
                    "it, directly or through another network. That would be a circle.",
                    member=display_name(member),
                    network=display_name(network),
                )
            )


def refuse_own_branch(
    session: Session, organisation: Organisation, parent: Organisation | None
) -> None:
    """Raises Invalid where `parent` is the organisation itself or one of its own branches."""
    _one_at_a_time(session)
    above, steps = parent.id if parent else None, 0
    while above is not None and steps < 100:
        if above == organisation.id:
            raise Invalid(
                say("An organisation cannot be a branch of itself or of one of its own branches.")
            )
        above = session.scalar(select(Organisation.parent_id).where(Organisation.id == above))
        steps += 1


def _one_at_a_time(session: Session) -> None:
    """Two writers could close a circle together; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_CIRCLES_LOCK)))
