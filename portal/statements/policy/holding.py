"""A statement's rules, as its text asks for them."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core.policy import Verdict
from portal.network.actors import Actor
from portal.statements.models import (
    Statement,
)
from portal.statements.policy.drafting import may_translate, may_write
from portal.statements.policy.seeing import may_see_working
from portal.texts.models import Text


class StatementTexts:
    """The rules of a statement, as its text asks for them."""

    def may_read(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_see_working(actor, _of(session, text))

    def may_write(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_write(actor, _of(session, text))

    def may_translate(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_translate(actor, _of(session, text))

    def may_review(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_translate(actor, _of(session, text))

    def bring(self, session: Session, holders: Collection[str]) -> Sequence[object]:
        return session.scalars(
            select(Statement)
            .where(Statement.id.in_(holders))
            .options(selectinload(Statement.drafters))
        ).all()


def _of(session: Session, text: Text) -> Statement:
    return session.get_one(Statement, text.holder_id)
