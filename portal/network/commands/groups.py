"""Working groups: people of several organisations with a mandate, and their coordinators."""

from collections.abc import Mapping
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
from portal.network.commands.details import clean_line, clean_text, language_tag
from portal.network.commands.slugs import free_slug
from portal.network.facts import GroupChanged, GroupFounded, GroupJoined, GroupLeft
from portal.network.models import GroupMembership, Membership, Person, WorkingGroup


def found_group(
    session: Session,
    *,
    names: Mapping[str, str],
    mandate: Mapping[str, str],
    host_id: str | None,
    by: Actor,
) -> WorkingGroup:
    """Set up a working group. Raises Refused, Invalid."""
    require(policy.may_found_group(by))
    clean = _names(names)
    group = WorkingGroup(
        slug=free_slug(session, WorkingGroup, clean.values()),
        names=clean,
        mandate=_words(mandate),
        host_id=host_id,
        since=clock.today(),
    )
    session.add(group)
    session.flush()
    announce(
        session, GroupFounded(subject=group.id, by=by.person_id, organisation=by.organisation_id)
    )
    return group


def describe_group(
    session: Session, group: WorkingGroup, *, language: str, name: str, mandate: str, by: Actor
) -> None:
    """Say in one language what the group is called and what it is for.

    Raises Refused, Invalid.
    """
    require(policy.may_lead_group(by, group))
    tag = language_tag(language)
    if tag == "und":
        sentence = say("Choose the language that this text is in.")
        raise Invalid(sentence, {"language": sentence})
    group.names = _names({**group.names, tag: name})
    group.mandate = _words({**group.mandate, tag: mandate})
    announce(
        session, GroupChanged(subject=group.id, by=by.person_id, organisation=by.organisation_id)
    )


def add_to_group(
    session: Session,
    group: WorkingGroup,
    person: Person,
    *,
    organisation_id: str,
    coordinates: bool = False,
    by: Actor,
) -> None:
    """Take a person in, from the organisation that she comes from; again, to change her part.

    Raises Refused, Invalid.
    """
    require(policy.may_lead_group(by, group))
    today = clock.today()
    belongs = session.scalars(
        select(Membership).where(
            Membership.person_id == person.id, Membership.organisation_id == organisation_id
        )
    )
    if not any(item.runs_on(today) for item in belongs):
        sentence = say("She is not in this organisation today. Choose the one that she comes from.")
        raise Invalid(sentence, {"organisation": sentence})
    held = session.scalar(
        select(GroupMembership).where(
            GroupMembership.group_id == group.id, GroupMembership.person_id == person.id
        )
    )
    if held is None:
        held = GroupMembership(group_id=group.id, person_id=person.id, since=today)
        session.add(held)
    elif held.until is not None and held.until < today:
        held.since = today
    held.until = None
    held.organisation_id = organisation_id
    held.is_coordinator = coordinates
    session.flush()
    announce(
        session,
        GroupJoined(
            subject=group.id,
            by=by.person_id,
            organisation=by.organisation_id,
            person=person.id,
            coordinates=coordinates,
        ),
    )


def leave_group(session: Session, key: str, *, by: Actor) -> GroupMembership:
    """End a person's part in a group: her own wish, or its coordinators'. Raises Refused, NotFound."""
    held = session.get(GroupMembership, key)
    if held is None:
        raise NotFound
    group = session.get_one(WorkingGroup, held.group_id)
    if by.person_id is None or by.person_id != held.person_id:
        require(policy.may_lead_group(by, group))
    if held.until is None or held.until >= clock.today():
        held.until = clock.today() - timedelta(days=1)
        held.is_coordinator = False
        announce(
            session,
            GroupLeft(
                subject=group.id,
                by=by.person_id,
                organisation=by.organisation_id,
                person=held.person_id,
            ),
        )
    return held


def _names(names: Mapping[str, str]) -> dict[str, str]:
    clean = {language_tag(tag): clean_line(name) for tag, name in names.items()}
    clean = {tag: name for tag, name in clean.items() if name}
    if not clean:
        sentence = say("Write the group's name.")
        raise Invalid(sentence, {"name": sentence})
    return clean


def _words(words: Mapping[str, str]) -> dict[str, str]:
    clean = {language_tag(tag): clean_text(text) for tag, text in words.items()}
    return {tag: text for tag, text in clean.items() if text}
