"""People hear of what waits for them, once, in their own language, in neutral words."""

from datetime import timedelta

from sqlalchemy import select

from portal.core import clock
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.actors import actor_for
from portal.network.models import Power, Side
from portal.statements import commands
from portal.texts.commands import NewBlock
from tests.factories import make_organisation, make_representative


def test_an_opened_consultation_and_an_answer_are_told_by_mail(database: Database) -> None:
    with database.transaction() as session:
        here = make_organisation(session, "Here", side=Side.RECEIVING)
        there = make_organisation(session, "There", side=Side.SENDING)
        lead = make_representative(session, here, locale="ko", languages=["ko"])
        other = make_representative(session, there, Power.DECIDE, locale="vi", languages=["vi"])
        by = actor_for(session, lead.id, second_factor=True)
        answering = actor_for(session, other.id, second_factor=True)
        assert by is not None
        assert answering is not None
        statement = commands.draft_statement(
            session, title=NewBlock("A secret matter", "en"), blocks=[], drafters=[there.id], by=by
        )
        commands.open_consultation(
            session, statement.id, deadline=clock.now() + timedelta(days=3), by=by
        )
        mails = session.scalars(select(OutboxMessage)).all()
        assert {mail.to for mail in mails} == {lead.email, other.email}
        assert {mail.locale for mail in mails} == {"ko", "vi"}
        assert all("secret" not in mail.subject for mail in mails)
        assert all(f"/statements/{statement.slug}/comments" in mail.body for mail in mails)
        made = commands.comment(
            session,
            statement.id,
            block_id=statement.text.order[0],
            revision_id=statement.text.blocks[0].versions[0].revision_id,
            body="Một câu hỏi.",
            language="vi",
            by=answering,
        )
        commands.answer_comment(session, made.id, answer="Yes.", language="en", by=by)
        answered = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.startswith("answer:"))
        ).one()
        assert answered.to == other.email
