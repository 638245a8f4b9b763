"""Who may see, plan, change and answer gatherings; each refusal says what would help."""

from collections.abc import Collection
from datetime import datetime

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.events.models import Audience, Gathering, GatheringKind
from portal.network.actors import Actor


def may_see(actor: Actor, gathering: Gathering) -> Verdict:
    """Everyone sees public gatherings; people of the network see all."""
    if gathering.audience is Audience.PUBLIC or sees_members_gatherings(actor):
        return YES
    if not actor.signed_in:
        return no(say("This gathering is for the network's members. Sign in to see it."))
    return no(say("This gathering is open to people of member organisations only."))


def sees_members_gatherings(actor: Actor) -> bool:
    return bool(actor.memberships or actor.groups or actor.is_secretariat)


def may_plan(actor: Actor) -> Verdict:
    """Coordinators of working groups, and editors of member organisations."""
    if not actor.signed_in:
        return no(say("Sign in to put a gathering on the calendar."))
    if actor.is_secretariat or actor.coordinates:
        return YES
    if any(actor.edits_for(item.organisation_id) for item in actor.memberships):
        return YES
    return no(
        say(
            "Only coordinators of a working group and editors or representatives of a member "
            "organisation put gatherings on the calendar. Ask one of them."
        )
    )


def may_plan_for(actor: Actor, organisations: Collection[str], group_id: str | None) -> Verdict:
    """In whose name: one's own group, or an organisation that one edits for."""
    allowed = may_plan(actor)
    if not allowed or actor.is_secretariat:
        return allowed
    if group_id is not None and group_id not in actor.coordinates:
        return no(say("Only a group's own coordinators call its gatherings."))
    if group_id is not None or any(actor.edits_for(item) for item in organisations):
        return YES
    return no(say("Choose a group that you coordinate, or an organisation that you edit for."))


def may_change(actor: Actor, gathering: Gathering) -> Verdict:
    """Those in whose name it was called, and the secretariat."""
    if not actor.signed_in:
        return no(say("Sign in to change this gathering."))
    if gathering.kind is GatheringKind.FORUM:
        return no(say("These are a forum's days. They change on the forum's own page."))
    if actor.is_secretariat or (gathering.group_id in actor.coordinates):
        return YES
    if any(actor.edits_for(item.organisation_id) for item in gathering.organisers):
        return YES
    return no(say("Only those who called this gathering change it."))


def may_move(actor: Actor, gathering: Gathering) -> Verdict:
    return may_change(actor, gathering) & _stands(gathering)


def may_cancel(actor: Actor, gathering: Gathering) -> Verdict:
    return may_change(actor, gathering) & _stands(gathering)


def may_reply(actor: Actor, gathering: Gathering, now: datetime) -> Verdict:
    """Anyone of the network who sees it, as long as it is still to come."""
    if not actor.signed_in:
        return no(say("Sign in to say whether you come."))
    seen = may_see(actor, gathering)
    if not seen:
        return seen
    if gathering.is_cancelled:
        return no(say("This gathering is cancelled, so no answer is needed."))
    if gathering.is_over(now):
        return no(say("This gathering is over."))
    return YES


def _stands(gathering: Gathering) -> Verdict:
    if gathering.is_cancelled:
        return no(
            say("This gathering is cancelled already. Put a new one on the calendar instead.")
        )
    return YES
