"""Mail about the later life of a statement: decided, taken up again, released anew, corrected."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.links import absolute
from portal.core.orm import Reactions
from portal.core.sentences import Sentence, say
from portal.mail.commands import queue_mail
from portal.network.models import Person, Power, Role
from portal.notifications.asking import to_sign
from portal.notifications.telling import ends, people, tell
from portal.statements.commands.errata import objection_token
from portal.statements.facts import (
    DecisionClosed,
    ErratumConfirmed,
    ErratumObjected,
    ErratumProposed,
    ErratumStopped,
    RevisionBegun,
    RevisionDeclined,
    RevisionProposed,
    StageReached,
)
from portal.statements.models import Drafter, Erratum, Release, Reopening, Stage, Statement
from portal.statements.queries.addressing import Addressee, one_for_each_signature
from portal.statements.queries.reading import read_release

SIGNED = say("You get this mail because your signature stands under this statement.")


def opened_anew(session: Session, fact: StageReached) -> None:
    """A new release starts at 0: whoever signed the one before is asked anew, once a signature."""
    statement = session.get_one(Statement, fact.subject)
    if fact.stage is not Stage.OPEN or (statement.public_release or 1) < 2:
        return
    releases = {
        each.number: each
        for each in session.scalars(select(Release).where(Release.statement_id == statement.id))
    }
    new = releases[statement.public_release or 1]
    before = releases[new.number - 1]
    asked: set[str | None] = set()
    for addressee in one_for_each_signature(session, before.id):
        asked.add(addressee.person_id)
        lines: list[Sentence | str] = [
            say(
                "The text that you signed has been changed. Your signature stands under release "
                "%(before)s and is not carried over. Read release %(new)s, and sign it if you "
                "agree with it:",
                before=before.number,
                new=new.number,
            ),
            _title(session, new, addressee),
            absolute(session, f"/statements/{statement.slug}/sign"),
            say("What you signed stays readable here:"),
            absolute(session, f"/statements/{statement.slug}/releases/{before.number}"),
        ]
        if statement.deadline:
            lines.append(ends(statement.deadline, statement.zone))
        queue_mail(
            session,
            key=f"anew:{new.id}:{addressee.signature_id}",
            to=addressee.email,
            locale=addressee.locale,
            subject=say("A text that you signed has changed"),
            paragraphs=[*lines, SIGNED],
        )
    to_sign(
        session,
        statement,
        [each for each in people(session, power=Power.SIGN) if each.id not in asked],
    )


def decision_closed(session: Session, fact: DecisionClosed) -> None:
    """The drafting group hears what came of it."""
    statement = session.get_one(Statement, fact.subject)
    tell(
        session,
        statement,
        _leads(session, statement),
        key=f"decided:{fact.decision}",
        words=say("The decision on this text has ended. The page says what came of it:"),
        page="decision",
        with_deadline=False,
    )


def revision_proposed(session: Session, fact: RevisionProposed) -> None:
    statement = session.get_one(Statement, fact.subject)
    tell(
        session,
        statement,
        _leads(session, statement, without=fact.organisation),
        key=f"revision:{fact.reopening}",
        words=say("The other side proposes to change this released text. Your side has to answer:"),
        page="revise",
        with_deadline=False,
    )


def revision_answered(session: Session, fact: RevisionBegun | RevisionDeclined) -> None:
    statement = session.get_one(Statement, fact.subject)
    proposal = session.get_one(Reopening, fact.reopening)
    begun = isinstance(fact, RevisionBegun)
    tell(
        session,
        statement,
        [session.get_one(Person, proposal.by_id)],
        key=f"revision-answered:{fact.reopening}",
        words=say("Your proposal to change this text is accepted, and consultation is open:")
        if begun
        else say("Your proposal to change this text was not taken up. The reason is here:"),
        page="revise",
        with_deadline=begun,
    )


def erratum_proposed(session: Session, fact: ErratumProposed) -> None:
    statement = session.get_one(Statement, fact.subject)
    tell(
        session,
        statement,
        _leads(session, statement, without=fact.organisation),
        key=f"erratum:{fact.erratum}",
        words=say(
            "An erratum is proposed for this text. Your side has to say whether it is editorial:"
        ),
        page=f"errata/{fact.erratum}",
        with_deadline=False,
    )


def erratum_confirmed(session: Session, fact: ErratumConfirmed) -> None:
    """Everyone who signed is told, with the time to object; outsiders get a link of their own."""
    statement = session.get_one(Statement, fact.subject)
    erratum = session.get_one(Erratum, fact.erratum)
    release = session.get_one(Release, erratum.release_id)
    assert erratum.objections_until is not None  # noqa: S101 - it is confirmed
    for addressee in one_for_each_signature(session, release.id):
        person = session.get(Person, addressee.person_id) if addressee.person_id else None
        page = (
            f"/statements/{statement.slug}/errata/{erratum.id}"
            if person
            else f"/statements/errata/{objection_token(session, erratum.id, addressee.signature_id)}"
        )
        queue_mail(
            session,
            key=f"erratum-told:{erratum.id}:{addressee.signature_id}",
            to=addressee.email,
            locale=addressee.locale,
            subject=say("A correction in a text that you signed"),
            paragraphs=[
                say(
                    "Both sides say that a paragraph of the text that you signed contains a "
                    "mistake of writing. Your signature stands. If the correction changes what "
                    "you signed, object here, and it is not made:"
                ),
                _title(session, release, addressee),
                absolute(session, page),
                ends(
                    erratum.objections_until,
                    person.time_zone if person else statement.zone,
                ),
                SIGNED,
            ],
        )


def erratum_stopped(session: Session, fact: ErratumStopped | ErratumObjected) -> None:
    """Whoever proposed it, and whoever confirmed it, hears that it is not made."""
    statement = session.get_one(Statement, fact.subject)
    erratum = session.get_one(Erratum, fact.erratum)
    concerned = {erratum.by_id, erratum.confirmed_by_id} - {None, fact.by}
    tell(
        session,
        statement,
        [session.get_one(Person, each) for each in sorted(filter(None, concerned))],
        key=f"erratum-stopped:{erratum.id}",
        words=say("An erratum of this text is not made. The reason is here:"),
        page=f"errata/{erratum.id}",
        with_deadline=False,
    )


def _leads(session: Session, statement: Statement, without: str | None = None) -> list[Person]:
    """Representatives in the drafting group; with `without`, of its other organisations."""
    drafting: Sequence[str] = session.scalars(
        select(Drafter.organisation_id).where(
            Drafter.statement_id == statement.id, Drafter.organisation_id != (without or "")
        )
    ).all()
    return people(session, roles=(Role.REPRESENTATIVE,), organisations=drafting)


def _title(session: Session, release: Release, addressee: Addressee) -> str:
    return read_release(session, release, addressee.languages).title.body


REACTIONS: Reactions = {
    StageReached: (opened_anew,),
    DecisionClosed: (decision_closed,),
    RevisionProposed: (revision_proposed,),
    RevisionBegun: (revision_answered,),
    RevisionDeclined: (revision_answered,),
    ErratumProposed: (erratum_proposed,),
    ErratumConfirmed: (erratum_confirmed,),
    ErratumStopped: (erratum_stopped,),
    ErratumObjected: (erratum_stopped,),
}
