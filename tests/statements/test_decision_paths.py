"""Whatever anyone tries, in whatever order: no release without an adoption, no step that is not declared."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import PortalError
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.models import Role
from portal.statements import commands
from portal.statements.models import (
    PUBLIC,
    STAGE_CHANGES,
    Answer,
    Choice,
    Decision,
    Erratum,
    Outcome,
    Reopening,
    Stage,
    Statement,
)
from portal.statements.queries.deciding import casts_of, decision_of, latest_decision, round_of
from portal.statements.rules import Rule, decide
from portal.texts.queries import read_text
from portal.wiring import REACTIONS
from tests.factories import make_membership, make_person, make_portal
from tests.harness.time import Traveller
from tests.statements.living import Network

ROLES = ("seoul", "tokyo", "hanoi", "khmer", "editor", "secretary", "stranger", "no second factor")


class Walk:
    """One statement, everyone who may try something, and the clock."""

    def __init__(self, database: Database, moment: Traveller) -> None:
        self.database, self.moment = database, moment
        with database.transaction() as session:
            make_portal(session)
            self.network = Network(session)
            editor = make_person(session)
            make_membership(session, editor, self.network.hanoi, Role.EDITOR)
            self.people = {
                "editor": editor.id,
                "secretary": make_person(session, is_secretariat=True).id,
                "stranger": make_person(session).id,
            }
            self.statement_id = self.network.draft(session).id

    def actor(self, session: Session, role: str) -> Actor:
        if role == "no second factor":
            return self.network.actor(session, self.network.seoul, second_factor=False)
        if role in self.people:
            found = actor_for(session, self.people[role], second_factor=True)
            assert found is not None
            return found
        return self.network.actor(session, getattr(self.network, role))

    def try_it(self, act: str, role: str, choice: Choice) -> None:
        """One act in a transaction of its own; a refusal changes nothing."""
        try:
            with self.database.transaction() as session:
                ACTS[act](self, session, self.actor(session, role), choice)
        except PortalError:
            pass

    def statement(self, session: Session) -> Statement:
        return session.get_one(Statement, self.statement_id)

    def check(self) -> None:
        with self.database.reading() as session:
            statement = self.statement(session)
            steps = session.scalars(
                select(AuditEntry)
                .where(AuditEntry.act == "StageReached")
                .order_by(AuditEntry.at, AuditEntry.id)
            ).all()
            stage = Stage.DRAFT
            for step in steps:
                assert Stage(step.details["before"]) is stage
                assert Stage(step.details["stage"]) in STAGE_CHANGES[stage]
                stage = Stage(step.details["stage"])
            assert statement.stage is stage
            for release in statement.releases:
                decision = decision_of(session, release)
                assert decision is not None
                result = decide(
                    Rule(**decision.rule),
                    casts_of(session, decision.id),
                    round_of(session, decision),
                )
                assert result.adopted
                assert decision.outcome is Outcome.ADOPTED
            if statement.stage in PUBLIC:
                assert statement.released is not None
            adoptions = sum(
                each.outcome is Outcome.ADOPTED for each in session.scalars(select(Decision))
            )
            assert len(statement.releases) <= adoptions


Act = Callable[[Walk, Session, Actor, Choice], object]


def _answer(walk: Walk, session: Session, by: Actor, choice: Choice) -> None:
    decision = latest_decision(session, walk.statement_id)
    if decision is not None:
        block = read_text(session, walk.statement(session).text_id, []).blocks[0]
        commands.answer(
            session,
            decision.id,
            choice=choice,
            words="" if choice is Choice.CONSENT else "Words.",
            language="en",
            block_id=block.id,
            by=by,
        )


def _lift(_walk: Walk, session: Session, by: Actor, _choice: Choice) -> None:
    for given_id in session.scalars(select(Answer.id)):
        commands.resolve_block(session, given_id, by=by)


def _close(walk: Walk, session: Session, by: Actor, _choice: Choice) -> None:
    decision = latest_decision(session, walk.statement_id)
    if decision is not None:
        commands.close_decision(session, decision.id, by=by)


def _propose(walk: Walk, session: Session, by: Actor, _choice: Choice) -> None:
    commands.propose_revision(
        session,
        walk.statement_id,
        reason="Why not.",
        language="en",
        deadline=clock.now() + timedelta(days=3),
        zone="Asia/Seoul",
        by=by,
    )


def _confirm(_walk: Walk, session: Session, by: Actor, _choice: Choice) -> None:
    for reopening_id in session.scalars(select(Reopening.id)):
        commands.confirm_revision(session, reopening_id, by=by)


def _erratum(_walk: Walk, session: Session, by: Actor, _choice: Choice) -> None:
    for erratum_id in session.scalars(select(Erratum.id)):
        commands.confirm_erratum(session, erratum_id, by=by)


def _submit(walk: Walk, session: Session, by: Actor, _choice: Choice) -> None:
    commands.record_submission(
        session,
        walk.statement_id,
        addressee="A committee",
        submitted_on=clock.today(),
        reference="",
        by=by,
    )


ACTS: dict[str, Act] = {
    "consult": lambda walk, session, by, _: commands.open_consultation(
        session, walk.statement_id, deadline=clock.now() + timedelta(days=3), by=by
    ),
    "close": lambda walk, session, by, _: commands.close_amendments(
        session, walk.statement_id, by=by
    ),
    "review": lambda walk, session, by, _: commands.begin_merge_review(
        session, walk.statement_id, by=by
    ),
    "decide": lambda walk, session, by, _: commands.open_decision(
        session, walk.statement_id, ends_at=clock.now() + timedelta(days=8), by=by
    ),
    "answer": _answer,
    "lift": _lift,
    "count": _close,
    "due": lambda _walk, session, _by, _: commands.close_due_decisions(session),
    "release": lambda walk, session, by, _: commands.release(session, walk.statement_id, by=by),
    "open": lambda walk, session, by, _: commands.open_signing(
        session, walk.statement_id, deadline=None, by=by
    ),
    "publish": lambda walk, session, by, _: commands.publish(session, walk.statement_id, by=by),
    "submit": _submit,
    "follow": lambda walk, session, by, _: commands.begin_follow_up(
        session, walk.statement_id, by=by
    ),
    "propose": _propose,
    "confirm": _confirm,
    "erratum": _erratum,
    "stand": lambda walk, session, by, _: commands.stand_by_release(
        session, walk.statement_id, reason="It is good.", by=by
    ),
    "lapse": lambda walk, session, by, _: commands.let_lapse(
        session, walk.statement_id, reason="No more.", by=by
    ),
    "supersede": lambda walk, session, by, _: commands.supersede(
        session, walk.statement_id, successor_id=walk.statement_id, by=by
    ),
    "edit": lambda walk, session, _by, choice: walk.network.edit(
        session, walk.statement(session), f"Words of {choice.value} at {clock.now()}."
    ),
    "wait": lambda walk, _session, _by, _: walk.moment.shift(timedelta(days=4)),
}
FORWARD: dict[Stage, tuple[str, ...]] = {
    Stage.DRAFT: ("consult",),
    Stage.CONSULTATION: ("wait", "close"),
    Stage.AMENDMENTS_CLOSED: ("review",),
    Stage.MERGE_REVIEW: ("edit", "decide"),
    Stage.DECISION: ("answers", "wait", "wait", "wait", "due"),
    Stage.RETURNED: ("consult",),
    Stage.ADOPTED: ("release",),
    Stage.TRANSLATIONS_CHECKED: ("open",),
    Stage.OPEN: ("publish",),
    Stage.PUBLISHED: ("propose", "agree"),
    Stage.SUBMITTED: ("propose", "agree"),
    Stage.FOLLOW_UP: ("propose", "agree"),
}
"""What gets a statement on, so that random walks come as far as its later life."""

STEPS = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(sorted(ACTS)),
        st.sampled_from(ROLES),
        st.lists(st.sampled_from([Choice.CONSENT, *Choice]), min_size=4, max_size=4),
    ),
    min_size=10,
    max_size=25,
)


def go_on(walk: Walk, choices: list[Choice]) -> None:
    """Take the statement on by one stage, each organisation with an answer of its own."""
    with walk.database.reading() as session:
        stage = walk.statement(session).stage
    for act in FORWARD.get(stage, ()):
        if act == "answers":
            for role, choice in zip(ROLES, choices, strict=False):
                walk.try_it("answer", role, choice)
        else:
            name, role = ("confirm", "hanoi") if act == "agree" else (act, "seoul")
            walk.try_it(name, role, choices[0])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(steps=STEPS)
def test_no_order_of_acts_leads_past_the_decision(
    sqlite_template: Path, steps: list[tuple[bool, str, str, list[Choice]]]
) -> None:
    with (
        TemporaryDirectory() as folder,
        time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=True) as moment,
    ):
        path = shutil.copyfile(sqlite_template, Path(folder) / "portal.db")
        database = Database(f"sqlite:///{path}", REACTIONS, address="http://portal.test")
        try:
            walk = Walk(database, moment)
            for forward, act, role, choices in steps:
                if forward:
                    go_on(walk, choices)
                else:
                    walk.try_it(act, role, choices[0])
                walk.check()
        finally:
            database.dispose()


def test_the_walk_itself_comes_to_a_second_release(database: Database, moment: Traveller) -> None:
    """Else the test above would hold for want of anything that happens."""
    walk = Walk(database, moment)
    for _ in range(24):
        go_on(walk, [Choice.CONSENT] * 4)
        walk.check()
    with database.reading() as session:
        assert len(walk.statement(session).releases) >= 2
