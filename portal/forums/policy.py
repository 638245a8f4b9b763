"""Who may found, plan and publish forums; each refusal says what would help."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.forums.models import STATUS_CHANGES, Edition, EditionStatus, Series
from portal.network.actors import Actor
from portal.network.policy import SECOND_FACTOR_NEEDED


def may_found_series(actor: Actor) -> Verdict:
    """The secretariat."""
    if not actor.signed_in:
        return no(say("Sign in to begin a series of forums."))
    if not actor.is_secretariat:
        return no(say("Only the secretariat begins a series of forums. Ask it to begin yours."))
    return YES if actor.second_factor else no(SECOND_FACTOR_NEEDED)


def may_lead(actor: Actor, series: Series) -> Verdict:
    """Coordinators of the working group that prepares the series, and the secretariat."""
    if not actor.signed_in:
        return no(say("Sign in to plan this forum."))
    if actor.is_secretariat or (
        series.group_id is not None and series.group_id in actor.coordinates
    ):
        return YES
    return no(say("Only the coordinators of the group that prepares this forum plan it."))


def may_plan_programme(actor: Actor, edition: Edition) -> Verdict:
    """The draft programme of an edition that is still to come, or the record of one held."""
    leads = may_lead(actor, edition.series)
    if not leads:
        return leads
    if edition.status in {EditionStatus.MISSED, EditionStatus.CANCELLED, EditionStatus.RENUMBERED}:
        return no(say("This edition did not take place, so it has no programme to plan."))
    return YES


def may_publish(actor: Actor, edition: Edition) -> Verdict:
    """Publishing needs a second factor, as everywhere."""
    planned = may_plan_programme(actor, edition)
    if not planned:
        return planned
    return YES if actor.second_factor else no(SECOND_FACTOR_NEEDED)


def may_set_status(actor: Actor, edition: Edition, status: EditionStatus) -> Verdict:
    leads = may_lead(actor, edition.series)
    if not leads or status is edition.status or status in STATUS_CHANGES[edition.status]:
        return leads
    return no(say("What became of this edition is on record. It does not change any more."))
