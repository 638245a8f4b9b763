"""A network whose statements are led from stage to stage, for tests of their later life."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Side
from portal.statements import commands
from portal.statements.models import Choice, Decision, Signature, Statement
from portal.statements.queries.deciding import latest_decision
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.queries import read_text
from tests.factories import make_organisation, make_representative
from tests.harness.time import Traveller


class Network:
    """Two organisations on each side, a representative each; more on demand."""

    def __init__(self, session: Session) -> None:
        self.seoul = make_organisation(
            session, "Across the sea", side=Side.RECEIVING, countries=("KR",)
        )
        self.tokyo = make_organisation(session, "Harbour", side=Side.RECEIVING, countries=("JP",))
        self.hanoi = make_organisation(session, "Bến Về", language="vi", countries=("VN",))
        self.khmer = make_organisation(session, "ផ្ទះសង្ឃឹម", language="km", countries=("KH",))
        self.all = [self.seoul, self.tokyo, self.hanoi, self.khmer]
        self.people = {each.id: make_representative(session, each).id for each in self.all}
        session.flush()

    def actor(
        self, session: Session, organisation: Organisation, *, second_factor: bool = True
    ) -> Actor:
        found = actor_for(session, self.people[organisation.id], second_factor=second_factor)
        assert found is not None
        return found

    def join(self, session: Session, number: int) -> list[Organisation]:
        """That many more member organisations of the sending side, with a representative each."""
        more = [make_organisation(session, countries=("NP",)) for _ in range(number)]
        self.people |= {each.id: make_representative(session, each).id for each in more}
        return more

    def draft(self, session: Session, *, slug: str = "") -> Statement:
        return commands.draft_statement(
            session,
            title=NewBlock("The right to report", "en"),
            blocks=[
                NewBlock("Every woman can report in safety.", "en"),
                NewBlock("Nobody is sent away.", "en"),
            ],
            drafters=[self.hanoi.id],
            zone="Asia/Seoul",
            slug=slug or None,
            by=self.actor(session, self.seoul),
        )

    def consult(self, session: Session, statement: Statement, moment: Traveller) -> None:
        """Consultation, to the merge review after it."""
        lead = self.actor(session, self.seoul)
        commands.open_consultation(
            session, statement.id, deadline=clock.now() + timedelta(days=3), by=lead
        )
        self.review(session, statement, moment)

    def review(self, session: Session, statement: Statement, moment: Traveller) -> None:
        lead = self.actor(session, self.seoul)
        moment.shift(timedelta(days=4))
        commands.close_amendments(session, statement.id, by=lead)
        commands.begin_merge_review(session, statement.id, by=lead)

    def ask(self, session: Session, statement: Statement) -> Decision:
        return commands.open_decision(
            session,
            statement.id,
            ends_at=clock.now() + timedelta(days=8),
            by=self.actor(session, self.seoul),
        )

    def adopt(self, session: Session, statement: Statement) -> Decision:
        decision = self.ask(session, statement)
        for organisation in self.all:
            self.answer(session, decision, organisation, Choice.CONSENT)
        commands.close_decision(session, decision.id, by=self.actor(session, self.seoul))
        return decision

    def answer(
        self,
        session: Session,
        decision: Decision,
        organisation: Organisation,
        choice: Choice,
        **values: object,
    ) -> None:
        commands.answer(
            session,
            decision.id,
            choice=choice,
            by=self.actor(session, organisation),
            **values,  # type: ignore[arg-type]
        )

    def open(self, session: Session, statement: Statement) -> None:
        lead = self.actor(session, self.seoul)
        commands.release(session, statement.id, by=lead)
        commands.open_signing(session, statement.id, deadline=None, by=lead)

    def opened(self, session: Session, moment: Traveller) -> Statement:
        """A statement that is open for signature."""
        statement = self.draft(session)
        self.consult(session, statement, moment)
        self.adopt(session, statement)
        self.open(session, statement)
        return statement

    def sign(
        self,
        session: Session,
        statement: Statement,
        organisation: Organisation,
        **values: object,
    ) -> Signature:
        release = statement.released
        assert release is not None
        read = release.languages[0]
        commands.sign(
            session,
            statement.id,
            release_id=release.id,
            text_root=release.text_root,
            language=read.language,
            language_root=read.language_root,
            by=self.actor(session, organisation),
            **values,  # type: ignore[arg-type]
        )
        return session.scalars(
            select(Signature)
            .where(Signature.release_id == release.id)
            .order_by(Signature.id.desc())
            .limit(1)
        ).one()

    def take_up(self, session: Session, statement: Statement) -> None:
        """Both sides agree to change the released text."""
        proposal = commands.propose_revision(
            session,
            statement.id,
            reason="The law has changed.",
            language="en",
            deadline=clock.now() + timedelta(days=3),
            zone="Asia/Seoul",
            by=self.actor(session, self.seoul),
        )
        commands.confirm_revision(session, proposal.id, by=self.actor(session, self.hanoi))

    def edit(self, session: Session, statement: Statement, words: str) -> None:
        """Write the first paragraph anew."""
        block = read_text(session, statement.text_id, [], as_written=True).blocks[0]
        texts.edit_block(
            session,
            block.id,
            body=words,
            base_revision_id=block.revision_id,
            by=self.actor(session, self.seoul),
        )

    def latest(self, session: Session, statement: Statement) -> Decision:
        found = latest_decision(session, statement.id)
        assert found is not None
        return found
