"""The demo's statements, each taken step by step to the stage that its file names."""

from collections.abc import Callable
from datetime import datetime, timedelta

from portal.demo.making.amending import lay_amendments
from portal.demo.making.commitments import lay_commitments
from portal.demo.making.correcting import lay_errata
from portal.demo.making.deciding import lay_decision
from portal.demo.making.drafting import Drafting, lay_draft
from portal.demo.making.people import People
from portal.demo.making.revising import lay_revision
from portal.demo.making.schedule import Schedule, schedule
from portal.demo.making.signing import lay_signatures, lay_signing_rules
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
    record_answer,
    record_submission,
    set_press_contact,
    supersede,
)
from portal.statements.commands.room import move_wall, open_room

_IN_THE_ROOM = timedelta(minutes=40)


def lay_statements(story: Story, content: Content) -> None:
    people = People(story, content.people, content.organisations)
    lay_signing_rules(story, people)
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
    lay_errata(drafting)
    lay_revision(drafting, hands)
    lay_commitments(drafting, plan)
    _lay_room(drafting)
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
            story.session,
            drafting.id,
            deadline=plan.consultation_ends,
            zone=drafting.until("amendments")["zone"],
            by=lead,
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
        lay_amendments(drafting, drafting.about.amendments, plan.answering)
    step(
        "amendments_closed",
        plan.amendments_closed,
        lambda lead: close_amendments(
            story.session, drafting.id, **drafting.until("merge_review_opens"), by=lead
        ),
    )
    step(
        "merge_review",
        plan.merging,
        lambda lead: begin_merge_review(
            story.session, drafting.id, **drafting.until("merge_review"), by=lead
        ),
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


def _lay_room(drafting: Drafting) -> None:
    """Somebody has just put the text on the wall of a room."""
    if drafting.about.room is not None:
        drafting.story.on(drafting.story.now - _IN_THE_ROOM, _open_room, drafting)


def _open_room(drafting: Drafting) -> None:
    room, session, lead = drafting.about.room, drafting.story.session, drafting.lead()
    assert room is not None  # noqa: S101 - asked before
    open_room(session, drafting.id, place=room.place, languages=room.languages, by=lead)
    block_id = drafting.text.block(session, room.block)
    move_wall(session, drafting.id, block_id=block_id, by=lead)


# --- after the signatures --------------------------------------------------------------------------


def _lay_publication(drafting: Drafting, plan: Schedule) -> None:
    story, about = drafting.story, drafting.about
    if not plan.reached("published"):
        return
    story.on(
        plan.published,
        lambda: publish(story.session, drafting.id, by=drafting.lead()),
    )
    if about.press_contact is not None:
        story.on(plan.published, _tell_the_press, drafting, about.press_contact)
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


def _tell_the_press(drafting: Drafting, contact: str) -> None:
    set_press_contact(drafting.story.session, drafting.id, contact=contact, by=drafting.lead())


def _submit(drafting: Drafting, submission: Submission) -> None:
    story = drafting.story
    made = record_submission(
        story.session,
        drafting.id,
        addressee=submission.to,
        submitted_on=story.date(submission.days),
        reference=submission.reference,
        language=submission.language,
        by=drafting.lead(),
    )
    if submission.answer is not None and submission.answer_days is not None:
        story.on(
            story.moment(submission.answer_days, "15:00", drafting.zone),
            _note_answer,
            drafting,
            submission,
            made.id,
        )


def _note_answer(drafting: Drafting, submission: Submission, made: str) -> None:
    story = drafting.story
    assert submission.answer is not None  # noqa: S101 - asked before
    assert submission.answer_days is not None  # noqa: S101
    record_answer(
        story.session,
        made,
        answer=submission.answer,
        language=submission.answer_language or submission.language,
        answered_on=story.date(submission.answer_days),
        by=drafting.lead(),
    )


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
