"""What a person can do about statements now, the nearest deadline first."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.dashboard.queries import statements
from portal.network.actors import Actor
from portal.network.models import Power
from portal.statements.models import Stage, Statement
from portal.statements.policy import may_accept_listed, may_confirm_as_officer, may_review
from portal.statements.policy.amending import may_judge, may_object
from portal.statements.policy.errata import may_answer_erratum
from portal.statements.policy.errata import may_object as may_object_to_erratum
from portal.statements.policy.revising import may_answer_revision
from portal.texts.queries import read_texts_titles


class Task(enum.Enum):
    """What a person can do about a statement."""

    SIGN = "sign"
    SIGN_ANEW = "sign_anew"
    CONFIRM = "confirm"
    DECIDE = "decide"
    COMMENT = "comment"
    LEAD = "lead"
    ANSWER_AMENDMENTS = "answer_amendments"
    ANSWER_OBJECTIONS = "answer_objections"
    SEE_CHANGES = "see_changes"
    ANSWER_REVISION = "answer_revision"
    ANSWER_ERRATUM = "answer_erratum"
    READ_ERRATUM = "read_erratum"
    REVIEW = "review"
    ACCEPT_LISTED = "accept_listed"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what to do, on which statement, until when."""

    task: Task
    title: str
    language: str
    slug: str
    deadline: datetime | None
    zone: str
    count: int | None = None
    """How many, where one page holds several."""
    values: Mapping[str, str | int] = field(default_factory=dict)
    """What else its address needs."""
    is_late: bool = False
    """Whether its stage was meant to be done by then, and the time has passed."""


@dataclass(frozen=True)
class _Found:
    task: Task
    statement: Statement
    deadline: datetime | None = None
    count: int | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)


_DRAFTING = frozenset(
    {
        Stage.DRAFT,
        Stage.AMENDMENTS_CLOSED,
        Stage.MERGE_REVIEW,
        Stage.RETURNED,
        Stage.ADOPTED,
        Stage.TRANSLATIONS_CHECKED,
    }
)
"""Stages in which the drafting group has something to do."""


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """As many statements to the database for much that waits as for little."""
    # Whether the second factor was shown is asked on the page where it is done.
    able = replace(actor, second_factor=True)
    found = [*_for_her_organisation(session, able), *_for_drafters(session, able)]
    titles = read_texts_titles(session, [each.statement.text_id for each in found], actor.languages)
    rows = [
        Waiting(
            each.task,
            titles[each.statement.text_id].title,
            titles[each.statement.text_id].language,
            each.statement.slug,
            each.deadline,
            each.statement.zone,
            each.count,
            each.values,
            each.statement.is_late and each.deadline == each.statement.deadline,
        )
        for each in found
    ]
    return sorted(rows, key=lambda row: (row.deadline is None, row.deadline or row.slug, row.slug))


def _for_her_organisation(session: Session, actor: Actor) -> Iterator[_Found]:
    """What is asked of the organisation that she acts for."""
    organisation = actor.organisation_id
    if organisation is None:
        return
    if actor.has_power(Power.SIGN):
        yield from _for_signers(session, actor, organisation)
    if actor.has_power(Power.DECIDE):
        for statement in statements.to_decide(session, organisation):
            yield _Found(Task.DECIDE, statement, statement.deadline)
    for statement in statements.in_consultation(session):
        yield _Found(Task.COMMENT, statement, statement.deadline)
    for statement, amendment in statements.accepted_with_changes(session, organisation):
        if may_object(actor, statement, amendment):
            number = {"number": amendment.number}
            yield _Found(Task.SEE_CHANGES, statement, statement.deadline, values=number)


def _for_signers(session: Session, actor: Actor, organisation: str) -> Iterator[_Found]:
    """What needs the power to sign: signing, being the second of two, objecting to an erratum."""
    for statement, signed_before in statements.to_sign(session, organisation):
        task = Task.SIGN_ANEW if signed_before else Task.SIGN
        yield _Found(task, statement, statement.deadline)
    for statement, signature in statements.awaiting_officer(session, organisation):
        if may_confirm_as_officer(session, actor, signature):
            yield _Found(Task.CONFIRM, statement, statement.deadline)
    for statement, erratum, signature in statements.errata_to_read(session, organisation):
        if may_object_to_erratum(actor, erratum, signature):
            values = {"erratum_id": erratum.id}
            yield _Found(Task.READ_ERRATUM, statement, erratum.objections_until, values=values)


def _for_drafters(session: Session, actor: Actor) -> Iterator[_Found]:
    """What is asked of a drafting group; signatures that wait are the secretariat's too."""
    mine = [
        each.organisation_id for each in actor.memberships if actor.edits_for(each.organisation_id)
    ]
    drafted = statements.drafted_by(session, mine) if mine else {}
    if drafted:
        yield from _to_draft(session, actor, drafted)
        for erratum, statement in statements.errata_to_answer(session, list(drafted)):
            if may_answer_erratum(actor, statement, erratum):
                yield _Found(Task.ANSWER_ERRATUM, statement, values={"erratum_id": erratum.id})
        for proposal in statements.revisions_to_answer(session, list(drafted)):
            statement = drafted[proposal.statement_id]
            if may_answer_revision(actor, statement, proposal):
                yield _Found(Task.ANSWER_REVISION, statement)
    if drafted or actor.is_secretariat:
        among = None if actor.is_secretariat else list(drafted)
        yield from _to_review(session, actor, among)


def _to_draft(session: Session, actor: Actor, drafted: Mapping[str, Statement]) -> Iterator[_Found]:
    counts = statements.amendments_to_answer(session, list(drafted))
    for statement in drafted.values():
        if statement.stage in _DRAFTING:
            yield _Found(Task.LEAD, statement, statement.deadline)
        if not may_judge(actor, statement):
            continue
        amendments, objections = counts.get(statement.id, (0, 0))
        for task, count in (
            (Task.ANSWER_AMENDMENTS, amendments),
            (Task.ANSWER_OBJECTIONS, objections),
        ):
            if count:
                yield _Found(task, statement, statement.deadline, count)


def _to_review(session: Session, actor: Actor, among: Sequence[str] | None) -> Iterator[_Found]:
    listed_on: dict[str, tuple[Statement, int]] = {}
    for statement, listed, count in statements.signatures_to_review(session, among):
        if not may_review(actor, statement):
            continue
        if listed is None:
            yield _Found(Task.REVIEW, statement, statement.deadline, count)
        elif may_accept_listed(actor, statement, listed):
            before = listed_on.get(statement.id, (statement, 0))[1]
            listed_on[statement.id] = (statement, before + count)
    for statement, count in listed_on.values():
        yield _Found(Task.ACCEPT_LISTED, statement, statement.deadline, count)
