"""How the demo's statements were decided on."""

from portal.demo.making.drafting import Drafting
from portal.demo.making.schedule import Schedule
from portal.demo.reading.statements import Answer
from portal.statements.commands import answer, close_decision, open_decision
from portal.statements.models import Choice, Decision
from portal.statements.queries.deciding import casts_of, round_of
from portal.statements.rules import Rule, decide

_CHOICES = {
    "consent": Choice.CONSENT,
    "concern": Choice.CONCERN,
    "stand_aside": Choice.STAND_ASIDE,
    "block": Choice.BLOCK,
}


def lay_decision(drafting: Drafting, plan: Schedule) -> None:
    """Open it to all members, take the answers that the file gives, and close it where it is over."""
    if not plan.reached("decision"):
        return
    story = drafting.story
    opened: list[Decision] = []
    story.on(plan.decision, _open, drafting, opened, plan)
    for given in drafting.about.answers:
        person = drafting.people.with_power(given.organisation, "decide")
        assert person is not None  # noqa: S101 - the content's tests say so
        story.on(
            story.moment(given.days, "19:30", drafting.people.zone(person)),
            _answer,
            drafting,
            opened,
            given,
            person,
        )
    if plan.reached("adopted"):
        story.on(plan.decision_ends.replace(hour=1), _answer_quietly, drafting, opened)
    if plan.is_decided:
        story.on(plan.decided, _close, drafting, opened)


def _open(drafting: Drafting, opened: list[Decision], plan: Schedule) -> None:
    opened.append(
        open_decision(
            drafting.story.session,
            drafting.id,
            ends_at=plan.decision_ends,
            zone=drafting.until("decision")["zone"],
            by=drafting.lead(),
        )
    )


def _answer(drafting: Drafting, opened: list[Decision], given: Answer, person: str) -> None:
    story = drafting.story
    answer(
        story.session,
        opened[0].id,
        choice=_CHOICES[given.answer],
        words="\n".join(filter(None, (given.body, given.offered))),
        language=given.language or "und",
        block_id=drafting.text.block(story.session, given.block)
        if given.block is not None
        else None,
        publish_words=given.publish,
        by=drafting.people.actor(person, given.organisation),
    )


def _answer_quietly(drafting: Drafting, opened: list[Decision]) -> None:
    """The file tells the answers that say something; as many others consent as the rule asks for."""
    told = {given.organisation for given in drafting.about.answers}
    consent_as_needed(drafting, opened[0], told | {*drafting.about.roster})


def consent_as_needed(drafting: Drafting, decision: Decision, others: set[str]) -> None:
    """Let organisations that are not among `others` consent until the rule is met."""
    story, people = drafting.story, drafting.people
    for organisation in story.organisations:
        casts = casts_of(story.session, decision.id)
        round_ = round_of(story.session, decision)
        if decide(Rule(**decision.rule), casts, round_).adopted:
            return
        person = people.with_power(organisation, "decide")
        if person is None or organisation in others or person not in story.people:
            continue
        actor = people.actor(person, organisation)
        if actor.organisation_id == story.organisations[organisation]:
            answer(story.session, decision.id, choice=Choice.CONSENT, by=actor)


def _close(drafting: Drafting, opened: list[Decision]) -> None:
    close_decision(
        drafting.story.session,
        opened[0].id,
        **drafting.until("translations"),
        by=drafting.lead(),
    )
