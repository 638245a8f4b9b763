"""The names of an organisation: in several languages and scripts, over time, in its own order."""

from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network import policy
from portal.network.actors import Actor
from portal.network.commands.details import NameDetails, checked_name
from portal.network.commands.organisations import acted_for, touch
from portal.network.facts import NameAdded, NameChanged, NameRemoved
from portal.network.models import Organisation, OrganisationName


def add_name(
    session: Session, organisation: Organisation, details: NameDetails, *, by: Actor
) -> OrganisationName:
    """Add a name after the others. Raises Refused, Invalid."""
    require(policy.may_edit_organisation(by, organisation))
    checked = checked_name(details)
    name = OrganisationName(
        language=checked.language,
        text=checked.text,
        kind=checked.kind,
        valid_from=checked.valid_from,
        valid_until=checked.valid_until,
        position=max((item.position for item in organisation.names), default=-1) + 1,
    )
    organisation.names.append(name)
    touch(organisation)
    session.flush()
    announce(
        session,
        NameAdded(
            subject=organisation.id,
            by=by.person_id,
            organisation=acted_for(by, organisation),
            name=checked.text,
            language=checked.language,
        ),
    )
    return name


def change_name(
    session: Session, organisation: Organisation, key: str, details: NameDetails, *, by: Actor
) -> None:
    """Correct a name or its dates. A body that renames itself ends one name and adds another.

    Raises Refused, Invalid, NotFound.
    """
    require(policy.may_edit_organisation(by, organisation))
    name = name_of(organisation, key)
    checked = checked_name(details)
    before = name.text
    name.text, name.language, name.kind = checked.text, checked.language, checked.kind
    name.valid_from, name.valid_until = checked.valid_from, checked.valid_until
    touch(organisation)
    announce(
        session,
        NameChanged(
            subject=organisation.id,
            by=by.person_id,
            organisation=acted_for(by, organisation),
            name=checked.text,
            before=before,
        ),
    )


def remove_name(session: Session, organisation: Organisation, key: str, *, by: Actor) -> None:
    """Take away a name that was never right. Raises Refused, NotFound, Invalid for the last one."""
    require(policy.may_edit_organisation(by, organisation))
    name = name_of(organisation, key)
    if len(organisation.names) == 1:
        raise Invalid(say("An organisation needs at least one name. Add another one first."))
    organisation.names.remove(name)
    touch(organisation)
    announce(
        session,
        NameRemoved(
            subject=organisation.id,
            by=by.person_id,
            organisation=acted_for(by, organisation),
            name=name.text,
        ),
    )


def raise_name(session: Session, organisation: Organisation, key: str, *, by: Actor) -> None:
    """Move a name up by one place; the first one stands where a reader's language has none.

    Raises Refused, NotFound.
    """
    require(policy.may_edit_organisation(by, organisation))
    order = sorted(organisation.names, key=lambda item: (item.position, item.id))
    place = order.index(name_of(organisation, key))
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    for position, name in enumerate(order):
        name.position = position
    touch(organisation)
    session.flush()
    session.expire(organisation, ["names"])


def name_of(organisation: Organisation, key: str) -> OrganisationName:
    """The organisation's own name of that id. Raises NotFound."""
    for name in organisation.names:
        if name.id == key:
            return name
    raise NotFound
