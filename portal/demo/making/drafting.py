"""How a demo statement was first written: by a group of both sides, each in her own language."""

from datetime import timedelta

from portal.demo.making.people import People
from portal.demo.making.schedule import Schedule, Until, until
from portal.demo.making.story import Story
from portal.demo.making.texts import LaidText, first_blocks, first_title
from portal.demo.reading.statements import Deadline, Statement, Step
from portal.network.actors import Actor
from portal.statements.commands import draft_statement, move_deadline
from portal.statements.models import Statement as Made
from portal.texts.commands import insert_block
from portal.texts.models import Text

_TO_AGREE = timedelta(hours=2)
"""How long after its first words a group knows until when it wants to be done."""


class Drafting:
    """A statement of the content, the people behind it, and what became of it."""

    def __init__(self, story: Story, people: People, statement: Statement) -> None:
        self.story = story
        self.people = people
        self.about = statement.about
        self.text = LaidText(statement.text)
        self.id = ""
        """Of the statement, once it is drafted."""
        self.group = list(
            dict.fromkeys(
                (
                    *self.about.callers,
                    *(people.home(key, self.about.callers) for key in self.about.drafters),
                )
            )
        )
        """Organisations that draft; the first one calls."""
        caller = people.editor(self.group[0], self.about.drafters)
        leading = next(
            (one, key)
            for one in self.group
            if (key := people.representative(one, self.about.drafters)) is not None
        )
        assert caller is not None  # noqa: S101 - the content's tests say so
        self._caller, self._leading = caller, leading
        deadlines = self.about.deadlines
        self.zone = deadlines[0].zone if deadlines else people.zone(caller)

    def caller(self) -> Actor:
        """Who begins it, for the first caller."""
        return self.story.actor(self._caller, self.group[0])

    def lead(self) -> Actor:
        """The group's representative who takes it from stage to stage."""
        organisation, person = self._leading
        return self.story.actor(person, organisation)

    def representative(self, organisation: str) -> Actor:
        """Who represents one of its organisations."""
        person = self.people.representative(organisation, self.about.drafters)
        assert person is not None  # noqa: S101 - the content's tests say so
        return self.story.actor(person, organisation)

    def writer(self, language: str) -> Actor:
        """Somebody of the group who writes in that language."""
        for key in self.about.drafters:
            home = self.people.home(key, self.about.callers)
            actor = self.story.actor(key, home)
            if language in actor.languages and actor.edits_for(actor.organisation_id):
                return actor
        return self.lead()

    def until(self, step: Step) -> Until:
        """The deadline of a step, if it has one, and its place."""
        return until(self.story, self.about, step)

    @property
    def made(self) -> Made:
        return self.story.session.get_one(Made, self.id)


def lay_draft(drafting: Drafting, plan: Schedule) -> None:
    drafting.story.on(plan.drafted, _draft, drafting)
    for given in drafting.about.deadlines:
        if given.step == "consultation_opens":
            drafting.story.on(plan.drafted + _TO_AGREE, _set_deadline, drafting, given)


def _draft(drafting: Drafting) -> None:
    """The caller writes in her language; the others add their paragraphs in theirs."""
    story, about = drafting.story, drafting.about
    blocks = first_blocks(drafting.text.content)
    made = draft_statement(
        story.session,
        title=first_title(drafting.text.content),
        blocks=[block for block in blocks if block.language == about.source],
        by=drafting.caller(),
        drafters=[story.organisations[key] for key in drafting.group],
        zone=drafting.zone,
        slug=about.slug,
    )
    made.required_languages = list(about.required_languages)
    drafting.id, drafting.text.text_id = made.id, made.text_id
    story.statements[about.key] = made.id
    text = story.session.get_one(Text, made.text_id)
    for number, block in enumerate(blocks, start=1):
        if block.language != about.source:
            insert_block(
                story.session,
                made.text_id,
                block,
                after=text.order[number - 1],
                by=drafting.writer(block.language),
            )


def _set_deadline(drafting: Drafting, given: Deadline) -> None:
    move_deadline(
        drafting.story.session,
        drafting.id,
        **drafting.until(given.step),
        reason=given.reason or "",
        by=drafting.lead(),
    )
