"""The decision between equals: opened with a frozen roster, answered, closed by its rule."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Organisation, Standing, both_sides
from portal.statements.commands.stages import future, led, locked, meant_until, reach, ready
from portal.statements.facts import (
    AnswerGiven,
    BlockLifted,
    DecisionClosed,
    DecisionOpened,
    RuleAgreed,
)
from portal.statements.models import (
    MEANT,
    Answer,
    Choice,
    Decision,
    Elector,
    NetworkRule,
    Outcome,
    Stage,
)
from portal.statements.policy import may_answer, may_lead
from portal.statements.policy.deciding import may_agree_rule
from portal.statements.policy.readiness import ready_to_count, ready_to_decide
from portal.statements.queries.deciding import (
    casts_of,
    due_decisions,
    present_rule,
    round_of,
    unanswered,
)
from portal.statements.rules import Result, Rule, decide, outcome_of
from portal.texts.commands.revisions import checked_body, checked_language
from portal.texts.models import Block, Version

OF_STAGE = {
    Outcome.ADOPTED: Stage.ADOPTED,
    Outcome.RETURNED: Stage.RETURNED,
    Outcome.LAPSED: Stage.LAPSED,
}
RULE_BOUNDS = {
    "answered": (1, 100, say("Write a share of each side from 1 to 100.")),
    "second_round_consent": (50, 100, say("Write a share of each side from 50 to 100.")),
    "largest_country": (1, 100, say("Write a share of all consents from 1 to 100.")),
    "least_days": (7, 90, say("Write a number of days from 7 to 90.")),
}
"""What no network can agree away: boards get seven days, a second round needs half of each side."""


def open_decision(
    session: Session,
    statement_id: str,
    *,
    ends_at: datetime,
    zone: str | None = None,
    by: Actor,
) -> Decision:
    """Freeze wording, rule, roster and sides, and ask every admitted organisation.

    The rule is the one that the network has agreed on last; one that is agreed later does not
    touch a decision that is open.
    """
    rule = present_rule(session)
    statement = led(session, statement_id, by)
    ready(ready_to_decide(statement, unanswered(session, statement.id)))
    if ends_at < clock.now() + timedelta(days=rule.least_days) - timedelta(minutes=5):
        raise Invalid(
            say(
                "A decision stays open for at least %(days)s days, so that every board can meet.",
                days=rule.least_days,
            ),
            {"ends_at": say("Choose a later day.")},
        )
    future(ends_at)
    members = session.scalars(
        select(Organisation)
        .where(Organisation.standing == Standing.ADMITTED)
        .options(selectinload(Organisation.countries))
    ).all()
    if not both_sides({organisation.side for organisation in members}):
        raise Invalid(say("There are members of one side only. A decision needs both."))
    wording = dict(
        session.execute(
            select(Block.id, Version.revision_id)
            .join(
                Version,
                (Version.block_id == Block.id) & (Version.language == Block.source_language),
            )
            .where(Block.text_id == statement.text_id, Block.gone_at.is_(None))
        ).all()
    )
    rounds = session.scalar(
        select(func.count()).select_from(Decision).where(Decision.statement_id == statement.id)
    )
    decision = Decision(
        statement_id=statement.id,
        round=(rounds or 0) + 1,
        rule=rule.as_plain(),
        wording=wording,
        ends_at=ends_at,
    )
    session.add(decision)
    session.flush()
    session.add_all(
        Elector(
            decision_id=decision.id,
            organisation_id=organisation.id,
            side=organisation.side,
            countries=organisation.country_codes,
        )
        for organisation in members
    )
    reach(session, statement, Stage.DECISION, by=by, deadline=ends_at, zone=zone)
    announce(
        session,
        DecisionOpened(
            subject=statement.id,
            decision=decision.id,
            round=decision.round,
            electors=len(members),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return decision


def answer(
    session: Session,
    decision_id: str,
    *,
    choice: Choice,
    words: str = "",
    language: str = "und",
    block_id: str | None = None,
    publish_words: bool = False,
    by: Actor,
) -> Answer:
    """Give or change one's organisation's answer. A block names a paragraph and offers words."""
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    statement = locked(session, decision.statement_id)
    session.refresh(decision)
    require(may_answer(session, by, decision))
    assert by.organisation_id is not None  # noqa: S101 - may_answer asks for it
    assert by.person_id is not None  # noqa: S101
    text = checked_body(words)
    if choice is Choice.BLOCK and (block_id not in decision.wording or not text):
        raise Invalid(
            say(
                "A block names the paragraph that it is about and offers words that you could consent to. Your answer is not recorded yet."
            ),
            {
                "block_id": say("Choose a paragraph."),
                **({} if text else {"words": say("Offer words that you could consent to.")}),
            },
        )
    if choice is Choice.CONCERN and not text:
        raise Invalid(
            say("Say what your concern is. Your answer is not recorded yet."),
            {"words": say("Say what your concern is.")},
        )
    given = session.scalar(
        select(Answer).where(
            Answer.decision_id == decision.id, Answer.organisation_id == by.organisation_id
        )
    )
    if given is None:
        given = Answer(decision_id=decision.id, organisation_id=by.organisation_id)
        session.add(given)
    given.choice = choice
    given.words = text
    given.language = checked_language(language) if text else "und"
    given.block_id = block_id if block_id in decision.wording else None
    given.publish_words = publish_words and choice is Choice.CONCERN
    given.resolved_at = None
    given.by_id = by.person_id
    given.at = clock.now()
    session.flush()
    announce(
        session,
        AnswerGiven(
            subject=statement.id,
            decision=decision.id,
            choice=choice,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return given


def resolve_block(session: Session, answer_id: str, *, by: Actor) -> None:
    """The organisation that blocked lifts its block: it alone can."""
    given = session.get(Answer, answer_id)
    if given is None or given.organisation_id != by.organisation_id:
        raise NotFound
    decision = session.get_one(Decision, given.decision_id)
    statement = locked(session, decision.statement_id)
    session.refresh(decision)
    require(may_answer(session, by, decision))
    if given.choice is not Choice.BLOCK or given.resolved_at is not None:
        raise Invalid(say("There is no block of yours to lift any more."))
    given.resolved_at = clock.now()
    announce(
        session,
        BlockLifted(
            subject=statement.id,
            decision=decision.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def close_decision(
    session: Session,
    decision_id: str,
    *,
    deadline: datetime | None = None,
    zone: str | None = None,
    by: Actor | None,
) -> Result:
    """Apply the rule once the time is over, or earlier when every organisation has answered.

    The portal closes what is due itself (`by=None`), so that nobody can keep a decision open. A
    statement whose release is public does not lapse: its revision comes back to the drafters.
    `deadline` says until when what follows is meant to be done; where all is over, nothing follows.
    """
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    statement = locked(session, decision.statement_id)
    session.refresh(decision)
    if by is not None:
        require(may_lead(by, statement))
    casts = casts_of(session, decision.id)
    ready(ready_to_count(decision, casts))
    until = meant_until(deadline)
    result = decide(Rule(**decision.rule), casts, round_of(session, decision))
    decision.closed_at = clock.now()
    decision.outcome = outcome_of(result)
    stage = OF_STAGE[decision.outcome]
    if stage is Stage.LAPSED and statement.is_public:
        stage = Stage.RETURNED
    if stage in MEANT:
        reach(session, statement, stage, by=by, deadline=until, zone=zone)
    else:
        reach(session, statement, stage, by=by)
    announce(
        session,
        DecisionClosed(
            subject=statement.id,
            decision=decision.id,
            outcome=decision.outcome,
            by=by.person_id if by else None,
            organisation=by.organisation_id if by else None,
        ),
    )
    return result


def close_due_decisions(session: Session) -> int:
    """Close every decision whose time is over; gives their number."""
    due = due_decisions(session)
    for decision_id in due:
        decision = session.get_one(Decision, decision_id)
        locked(session, decision.statement_id)
        session.refresh(decision)
        if decision.closed_at is None:
            close_decision(session, decision_id, by=None)
    return len(due)


def agree_rule(session: Session, rule: Rule, *, agreed: str, by: Actor) -> NetworkRule:
    """Write down by which rule the network decides from now on, and where it agreed on that."""
    require(may_agree_rule(by))
    assert by.person_id is not None  # noqa: S101 - a person of the secretariat
    wrong = {
        field: sentence
        for field, (least, most, sentence) in RULE_BOUNDS.items()
        if not least <= getattr(rule, field) <= most
    }
    if not agreed.strip():
        wrong["agreed"] = say("Say where and when the network agreed on this rule.")
    if wrong:
        raise Invalid(
            say("The rule is not written down yet. The rule that held before still holds."), wrong
        )
    made = NetworkRule(rule=rule.as_plain(), agreed=agreed.strip(), by_id=by.person_id)
    session.add(made)
    session.flush()
    announce(
        session,
        RuleAgreed(
            subject=made.id,
            **rule.as_plain(),
            agreed=made.agreed,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return made
