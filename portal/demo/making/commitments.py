"""What organisations pledged on the demo's published statements, and what came of it."""

from portal.commitments.commands import pledge, report
from portal.commitments.models import CommitmentState
from portal.core import clock
from portal.demo.making.drafting import Drafting
from portal.demo.making.schedule import Schedule
from portal.demo.making.texts import source_of
from portal.demo.reading.statements import Commitment

_AFTER = 7
"""Days from a statement's publication to what is pledged on it."""


def lay_commitments(drafting: Drafting, plan: Schedule) -> None:
    """Each organisation pledges in the week after publication, and reports on the day it named."""
    about, story = drafting.about, drafting.story
    if not plan.reached("published") or about.published_days is None:
        return
    for index, given in enumerate(about.commitments):
        person = drafting.people.with_power(given.organisation, "sign")
        assert person is not None  # noqa: S101 - the content's tests say so
        story.on(
            story.moment(
                about.published_days + 1 + index % _AFTER,
                "19:00",
                drafting.people.zone(person),
            ),
            _pledge,
            drafting,
            given,
            person,
        )


def _pledge(drafting: Drafting, given: Commitment, person: str) -> None:
    story = drafting.story
    block_id, revision_id = source_of(story, drafting.text, given.block)
    made = pledge(
        story.session,
        block_id,
        revision_id=revision_id,
        body=given.body,
        language=given.language,
        due_on=story.date(given.due_days),
        by=drafting.people.actor(person, given.organisation),
    )
    if given.outcome is not None:
        told = story.moment(given.due_days, "10:00", drafting.people.zone(person))
        story.on(max(told, clock.now()), _report, drafting, given, person, made.id)


def _report(drafting: Drafting, given: Commitment, person: str, made: str) -> None:
    assert given.outcome is not None  # noqa: S101 - only what came of it is reported
    report(
        drafting.story.session,
        made,
        state=CommitmentState(given.state),
        words=given.outcome,
        language=given.language,
        by=drafting.people.actor(person, given.organisation),
    )
