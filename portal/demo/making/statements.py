"""The demo's statements, each taken step by step to the stage that its file names."""

from collections.abc import Callable
from datetime import datetime

from portal.demo.making.commitments import lay_commitments
from portal.demo.making.deciding import lay_decision
from portal.demo.making.drafting import Drafting, lay_draft
from portal.demo.making.people import People
from portal.demo.making.schedule import Schedule, schedule
from portal.demo.making.signing import lay_signatures
from portal.demo.making.story import Story
from portal.demo.making.texts import Hands, lay_edits, lay_translations, source_of
from portal.demo.reading import Content
from portal.demo.reading.statements import Comment, Stage, Statement, Submission
from portal.network.actors import Actor
from portal.statements.commands import (
    begin_follow_up,
    begin_merge_review,
    close_amendments,
    comment,
    open_consultation,
    publish,
    record_submission,
    supersede,
)


def lay_statements(story: Story, content: Content) -> None:
    people = People(story, content.people)
    for statement in content.statements:
        successor = next(
            (one for one in content.statements if one.about.key == statement.about.superseded_by),
            None,
        )
        _lay_statement(story, people, statement, successor)


def _lay_statement(
    story: Story, people: People, statement: Statement, successor: Statement | None
) -> None:
    about = statement.about
    drafting = Drafting(story, people, statement)
    plan = schedule(story, about, drafting.zone)
    lay_draft(drafting, plan)
    hands = Hands(people.all, drafting.lead)
    lay_edits(
        story,
        drafting.text,
        hands,
        lambda stale: plan.editing(story.moment(stale.days, "11:00", drafting.zone)),
    )
    lay_translations(story, drafting.text, hands, *plan.translating)
    _lay_consultation(story, drafting, plan)
    lay_decision(drafting, plan)
    lay_signatures(drafting, plan)
    _lay_publication(drafting, plan)
    lay_commitments(drafting, plan)
    if successor is not None:
        _lay_succession(drafting, successor)


def _lay_consultation(story: Story, drafting: Drafting, plan: Schedule) -> None:
    def step(stage: Stage, moment: datetime, act: Callable[[Actor], object]) -> None:
        if plan.reached(stage):
            story.on(moment, lambda: act(drafting.lead()))

    step(
        "consultation",
        plan.consultation,
        lambda lead: open_consultation(
            story.session, drafting.id, deadline=plan.consultation_ends, by=lead
        ),
    )
    if plan.reached("consultation"):
        for said in drafting.about.comments:
            story.on(
                story.moment(said.days, "20:15", drafting.people.zone(said.author)),
                _comment,
                drafting,
                said,
            )
    step(
        "amendments_closed",
        plan.amendments_closed,
        lambda lead: close_amendments(story.session, drafting.id, by=lead),
    )
    step(
        "merge_review",
        plan.merging,
        lambda lead: begin_merge_review(story.session, drafting.id, by=lead),
    )


def _comment(drafting: Drafting, said: Comment) -> None:
    block_id, revision_id = source_of(drafting.story, drafting.text, said.block)
    comment(
        drafting.story.session,
        drafting.id,
        block_id=block_id,
        revision_id=revision_id,
        body=said.body,
        language=said.language,
        by=drafting.people.actor(said.author, said.organisation),
    )


# --- after the signatures --------------------------------------------------------------------------


def _lay_publication(drafting: Drafting, plan: Schedule) -> None:
    story, about = drafting.story, drafting.about
    if not plan.reached("published"):
        return
    story.on(
        plan.published,
        lambda: publish(story.session, drafting.id, by=drafting.lead()),
    )
    for submission in about.submissions:
        story.on(
            story.moment(submission.days, "14:00", drafting.zone),
            _submit,
            drafting,
            submission,
        )
    if plan.stage == "follow_up":
        heard = [one.answer_days or one.days for one in about.submissions]
        story.on(
            story.moment(max(heard), "16:00", drafting.zone),
            lambda: begin_follow_up(story.session, drafting.id, by=drafting.lead()),
        )


def _submit(drafting: Drafting, submission: Submission) -> None:
    story = drafting.story
    made = record_submission(
        story.session,
        drafting.id,
        addressee=submission.to,
        submitted_on=story.date(submission.days),
        reference=submission.reference,
        by=drafting.lead(),
    )
    made.language = submission.language
    if submission.answer is not None and submission.answer_days is not None:
        made.answer = submission.answer
        made.answer_language = submission.answer_language or submission.language
        made.answered_on = story.date(submission.answer_days)


def _lay_succession(drafting: Drafting, successor: Statement) -> None:
    """On the day after the successor was published."""
    story = drafting.story
    published = successor.about.published_days
    assert published is not None  # noqa: S101 - only a published statement takes another's place

    def succeed() -> None:
        supersede(
            story.session,
            drafting.id,
            successor_id=story.statements[successor.about.key],
            by=drafting.lead(),
        )

    story.on(story.moment(published + 1, "09:00", drafting.zone), succeed)
