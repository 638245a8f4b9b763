"""Who may do what with accounts, and what a sign-in must have shown before."""

from datetime import timedelta

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Power, Role

IDLE = timedelta(hours=12)
IDLE_GRAVE = timedelta(minutes=30)
"""How long a sign-in lasts unused: shorter for those whose acts weigh more."""
LONGEST = timedelta(hours=12)
"""How long it lasts at all."""
HALF = timedelta(minutes=10)
"""How long the question for the second factor stays open."""
CONFIRMED = timedelta(minutes=15)
"""How long a password just given stands for grave acts."""


def has_grave_role(actor: Actor) -> bool:
    """Whether she may sign, decide, publish or administer."""
    return (
        actor.is_secretariat
        or bool(actor.coordinates)
        or any(
            Role.REPRESENTATIVE in membership.roles and membership.powers
            for membership in actor.memberships
        )
    )


def second_factor_needed(actor: Actor) -> bool:
    """Whether her role needs a second factor that this sign-in has not shown."""
    return has_grave_role(actor) and not actor.second_factor


def has_shown_second_factor(actor: Actor) -> Verdict:
    """For every act that signs, publishes or administers."""
    if actor.second_factor:
        return YES
    return no(
        say(
            "This needs a second step of signing in. Turn it on under “Signing in and safety” in "
            "your settings, then try again."
        )
    )


def idle_limit(actor: Actor) -> timedelta:
    """How long her sign-in lasts unused."""
    return IDLE_GRAVE if has_grave_role(actor) else IDLE


def may_administer(actor: Actor) -> Verdict:
    """The secretariat, with a second factor shown."""
    if not actor.is_secretariat:
        return no(say("Only the secretariat can do this."))
    return has_shown_second_factor(actor)


def may_invite(actor: Actor, organisation_id: str | None) -> Verdict:
    """The secretariat invites anyone anywhere; a representative invites into her organisation."""
    if actor.is_secretariat:
        return has_shown_second_factor(actor)
    if organisation_id is None:
        return no(say("Only the secretariat can invite into the secretariat."))
    if any(
        item.organisation_id == organisation_id and Role.REPRESENTATIVE in item.roles
        for item in actor.memberships
    ):
        return has_shown_second_factor(actor) if has_grave_role(actor) else YES
    return no(
        say(
            "Only a representative of this organisation, or the secretariat, can invite people "
            "into it."
        )
    )


def may_give(actor: Actor, organisation_id: str | None, role: str, powers: list[str]) -> Verdict:
    """Whether her invitation may carry this role: powers come from who may delegate."""
    verdict = may_invite(actor, organisation_id)
    if not verdict or actor.is_secretariat or (role != Role.REPRESENTATIVE.value and not powers):
        return verdict
    if any(
        item.organisation_id == organisation_id and item.has(Power.DELEGATE)
        for item in actor.memberships
    ):
        return YES
    return no(
        say(
            "To name representatives, you need your organisation's power to delegate. You can "
            "invite members and editors."
        )
    )
