"""What both acts ask of what was sent, each refusal beside its field."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound
from portal.core.policy import Verdict
from portal.core.sentences import Sentence, say
from portal.statements.models import Statement
from portal.texts.commands.revisions import checked_body, checked_language


def held(session: Session, text_id: str) -> Statement:
    """The statement whose text it is, held until the transaction ends."""
    statement = session.scalars(
        select(Statement)
        .where(Statement.text_id == text_id)
        .with_for_update(of=Statement)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if statement is None:
        raise NotFound
    return statement


def words_of(body: str, field: str = "body") -> str:
    words = checked_body(body)
    if not words:
        raise Invalid(say("There are no words in it."), {field: say("This is needed.")})
    return words


def language_of(tag: str) -> str:
    try:
        return checked_language(tag)
    except Invalid as error:
        raise Invalid(error.sentence, {"language": error.sentence}) from None


def allow(verdict: Verdict, field: str) -> None:
    if not verdict:
        reason: Sentence | None = verdict.reason
        assert reason is not None  # noqa: S101 - `no` always gives one
        raise Invalid(reason, {field: reason})
