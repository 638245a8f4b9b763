"""Who may do what with accounts, and what a sign-in must have shown before."""

from datetime import timedelta

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network import policy as network
from portal.network.actors import Actor
from portal.network.models import Organisation, Role

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
    return network.may_administer(actor)


def may_invite(
    actor: Actor, organisation: Organisation | None, role: Role = Role.MEMBER
) -> Verdict:
    """Whoever may give the role may invite to it; into the secretariat only the secretariat."""
    if organisation is None:
        return network.may_administer(actor)
    return network.may_set_role(actor, organisation, role)


def may_remove_authenticator(actor: Actor) -> Verdict:
    """Whoever signs, decides, publishes or administers keeps a second factor."""
    if has_grave_role(actor):
        return no(
            say(
                "Your role needs a second step of signing in, so it cannot be turned off. You can "
                "set it up anew on another phone."
            )
        )
    return YES
