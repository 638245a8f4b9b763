"""The members that a network can name with its signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from portal.core import clock
from portal.network.models import NetworkMembership, Organisation, OrganisationKind, Standing
from portal.network.names import display_name


@dataclass(frozen=True)
class OfNetwork:
    """One of today's members of a network, as the reader calls it."""

    id: str
    name: str
    language: str


def members_of(
    session: Session, network_id: str | None, languages: Sequence[str]
) -> list[OfNetwork]:
    """Nobody where the organisation is no network."""
    network = session.get(Organisation, network_id) if network_id else None
    if network is None or network.kind is not OrganisationKind.NETWORK:
        return []
    today = clock.today()
    rows = session.scalars(
        select(Organisation)
        .join(NetworkMembership, NetworkMembership.member_id == Organisation.id)
        .where(
            NetworkMembership.network_id == network.id,
            or_(NetworkMembership.since.is_(None), NetworkMembership.since <= today),
            or_(NetworkMembership.until.is_(None), NetworkMembership.until >= today),
            Organisation.standing == Standing.ADMITTED,
        )
        .options(selectinload(Organisation.names))
        .order_by(Organisation.slug)
    )
    return [
        OfNetwork(each.id, name.text, name.language)
        for each in dict.fromkeys(rows)
        for name in (display_name(each, languages),)
    ]
