"""An objection to the changes with which an amendment was accepted, and its answer."""

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.commands.amending.opening import announce_act, opened
from portal.statements.facts import AmendmentObjected, ObjectionAnswered
from portal.statements.models import Amendment
from portal.statements.policy import may_judge, may_object
from portal.texts.commands.revisions import checked_body


def object_to_changes(session: Session, amendment_id: str, *, words: str, by: Actor) -> Amendment:
    """Say once, while merge review runs, what is wrong with the changes."""
    amendment, statement = opened(session, amendment_id)
    require(may_object(by, statement, amendment))
    if not words.strip():
        raise Invalid(
            say("Say what you object to. Nothing was sent yet."),
            {"words": say("This is needed.")},
        )
    amendment.objection = checked_body(words)
    amendment.objected_at = clock.now()
    announce_act(session, AmendmentObjected, amendment, by)
    return amendment


def answer_objection(session: Session, amendment_id: str, *, answer: str, by: Actor) -> Amendment:
    """The drafting group answers it; the words of the text are changed in the text."""
    amendment, statement = opened(session, amendment_id)
    require(may_judge(by, statement))
    if amendment.objected_at is None or amendment.objection_answered_at is not None:
        raise Invalid(say("There is no objection that waits for an answer."))
    if not answer.strip():
        raise Invalid(
            say("Write an answer that the proposer can understand. Nothing was sent yet."),
            {"answer": say("This is needed.")},
        )
    amendment.objection_answer = checked_body(answer)
    amendment.objection_answered_at = clock.now()
    announce_act(session, ObjectionAnswered, amendment, by)
    return amendment
