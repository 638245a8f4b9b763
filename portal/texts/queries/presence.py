"""Who else has a paragraph open, under the name that each lets others see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core import clock
from portal.network.actors import Actor
from portal.network.models import Membership, Organisation, Person, Standing
from portal.network.names import Shown, display_name
from portal.network.policy import may_see_person
from portal.texts.models import Presence

PRESENT = timedelta(minutes=1)
"""How long after her page last said so someone counts as present; it says so every 20 seconds."""


@dataclass(frozen=True)
class Other:
    """Somebody else in the paragraph: her name where she lets it be seen, else her organisation's."""

    name: str | None
    organisation: Shown | None


def others_in(session: Session, block_id: str, actor: Actor) -> Sequence[Other]:
    """Everyone else who was in this paragraph within the last minute; at most four statements."""
    found = session.scalars(
        select(Person)
        .join(Presence, Presence.person_id == Person.id)
        .where(
            Presence.block_id == block_id,
            Presence.at > clock.now() - PRESENT,
            Person.id != (actor.person_id or ""),
            Person.left_at.is_(None),
        )
        .options(
            selectinload(Person.memberships)
            .joinedload(Membership.organisation)
            .selectinload(Organisation.names)
        )
        .order_by(Presence.at, Person.id)
    ).all()
    return [_other(person, actor) for person in found]


def _other(person: Person, actor: Actor) -> Other:
    if may_see_person(actor, person):
        return Other(person.name, None)
    today = clock.today()
    organisation = next(
        (
            each.organisation
            for each in sorted(person.memberships, key=lambda item: item.id)
            if each.runs_on(today) and each.organisation.standing is Standing.ADMITTED
        ),
        None,
    )
    return Other(None, display_name(organisation, actor.languages) if organisation else None)
