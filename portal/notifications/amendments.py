"""Every proposer hears that her amendment, or her objection, was answered; the drafters of objections."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.links import absolute
from portal.core.orm import Reactions
from portal.core.sentences import Sentence, say
from portal.mail.commands import queue_mail
from portal.network.models import Person
from portal.notifications.telling import people
from portal.statements.facts import AmendmentAnswered, AmendmentObjected, ObjectionAnswered
from portal.statements.models import Amendment, AmendmentState, Drafter, Statement
from portal.texts.queries import read_texts_titles

_ANSWERS: dict[AmendmentState, Sentence] = {
    AmendmentState.ACCEPTED: say("The drafting group has accepted your amendment to this text:"),
    AmendmentState.ACCEPTED_WITH_CHANGES: say(
        "The drafting group has accepted your amendment to this text with changes. If they miss "
        "what you meant, you can object once before the decision:"
    ),
    AmendmentState.DECLINED: say(
        "The drafting group has declined your amendment to this text, and says why:"
    ),
}


def amendment_answered(session: Session, fact: AmendmentAnswered) -> None:
    amendment = session.get_one(Amendment, fact.amendment)
    at = amendment.answered_at.isoformat() if amendment.answered_at else ""
    _tell(
        session,
        amendment,
        [session.get_one(Person, amendment.author_id)],
        key=f"amendment:{amendment.id}:{at}",
        subject=say("Your amendment was answered"),
        words=_ANSWERS[fact.answer],
    )


def amendment_objected(session: Session, fact: AmendmentObjected) -> None:
    """Representatives of the drafting group hear that a proposer objects."""
    amendment = session.get_one(Amendment, fact.amendment)
    drafters = session.scalars(
        select(Drafter.organisation_id).where(Drafter.statement_id == fact.subject)
    ).all()
    _tell(
        session,
        amendment,
        people(session, organisations=drafters),
        key=f"amendment-objection:{amendment.id}",
        subject=say("A proposer objects to changes"),
        words=say("The proposer of an amendment objects to the changes it was accepted with:"),
    )


def objection_answered(session: Session, fact: ObjectionAnswered) -> None:
    amendment = session.get_one(Amendment, fact.amendment)
    _tell(
        session,
        amendment,
        [session.get_one(Person, amendment.author_id)],
        key=f"amendment-objection-answer:{amendment.id}",
        subject=say("Your objection was answered"),
        words=say("The drafting group has answered your objection on this text:"),
    )


def _tell(
    session: Session,
    amendment: Amendment,
    addressed: Iterable[Person],
    *,
    key: str,
    subject: Sentence,
    words: Sentence,
) -> None:
    statement = session.get_one(Statement, amendment.statement_id)
    for person in addressed:
        if person.left_at is not None:
            continue
        title = read_texts_titles(session, [statement.text_id], person.languages)
        queue_mail(
            session,
            key=f"{key}:{person.id}",
            to=person.email,
            locale=person.locale,
            subject=subject,
            paragraphs=[
                words,
                title[statement.text_id].title,
                say("Amendment %(number)s", number=amendment.number),
                absolute(session, f"/statements/{statement.slug}/amendments/{amendment.number}"),
            ],
        )


REACTIONS: Reactions = {
    AmendmentAnswered: (amendment_answered,),
    AmendmentObjected: (amendment_objected,),
    ObjectionAnswered: (objection_answered,),
}
