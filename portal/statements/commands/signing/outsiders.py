"""Signing on from outside: nothing counts before the mail was answered and a person has looked."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.commands.details import clean_text
from portal.statements.commands.signing.asking import SignOn, cleaned
from portal.statements.commands.signing.binding import (
    NamedMember,
    Read,
    bind,
    commit,
    refuse_unread,
)
from portal.statements.commands.signing.counting import stop_counting
from portal.statements.commands.signing.mailing import mail_link
from portal.statements.commands.signing.members import LONGEST_REASON, held
from portal.statements.commands.stages import locked
from portal.statements.facts import SignatureWithdrawn, SignOnConfirmed
from portal.statements.models import (
    SIGNATURE_CHANGES,
    Release,
    SignatoryKind,
    Signature,
    SignatureOrigin,
    SignatureState,
    Statement,
)
from portal.statements.policy import signing_is_open
from portal.statements.sealing import (
    Signer,
    address_mark,
    signer_of,
    token_signature,
    write_signer,
)

KEPT_UNANSWERED = timedelta(days=14)
MOST_A_MINUTE = 1_500
"""Sign-ons from outside in a minute, over all statements; more are asked to come back.

A real rush, a thousand organisations in a minute, stays below it.
"""
MOST_AN_HOUR = 10_000
"""In an hour, under one statement."""


def sign_on(session: Session, statement_id: str, asked: SignOn, read: Read) -> None:
    """Take a sign-on down and have its address written to. Tells nothing of whether it is new.

    The same address makes no second row; the mail goes out again at most once an hour.
    Raises Refused, Invalid.
    """
    statement = locked(session, statement_id)
    require(signing_is_open(statement))
    release = statement.released
    assert release is not None  # noqa: S101 - signing is open
    refuse_unread(session, release, read)
    asked = cleaned(asked)
    mark = address_mark(session, asked.email)
    # Before it is looked up: in a rush too, nobody learns which address has signed.
    _refuse_rush(session, release)
    before = session.scalar(
        select(Signature).where(Signature.release_id == release.id, Signature.mark == mark)
    )
    if before is None:
        before = bind(
            session,
            release,
            read,
            Signer(
                name=asked.name,
                language=asked.language,
                side=asked.side,
                countries=tuple(asked.countries),
                affiliation=asked.affiliation,
                people=asked.people,
                contact=asked.contact,
                email=asked.email,
                website=asked.website,
            ),
            kind=asked.kind,
            role=asked.role,
            mark=mark,
            withheld=asked.withheld,
            members=[NamedMember(name) for name in asked.members],
            locale=asked.locale,
        )
        session.flush()
    mail_link(session, statement, release, before, asked.email)


def _refuse_rush(session: Session, release: Release) -> None:
    """A flood waits at the door, so that those who look at sign-ons can still find the others."""
    now = clock.now()
    outside = (
        select(func.count())
        .select_from(Signature)
        .where(Signature.kind != SignatoryKind.MEMBER, Signature.origin == SignatureOrigin.OWN)
    )
    minute = session.scalar(outside.where(Signature.at > now - timedelta(minutes=1))) or 0
    hour = (
        session.scalar(
            outside.where(
                Signature.release_id == release.id, Signature.at > now - timedelta(hours=1)
            )
        )
        or 0
    )
    if minute >= MOST_A_MINUTE or hour >= MOST_AN_HOUR:
        raise Invalid(
            say(
                "Very many people are signing at this moment. Nothing that you wrote is lost: it is still in the form. Please send it again in a few minutes."
            )
        )


def confirm_sign_on(session: Session, token: str) -> Signature:
    """Answer the mail: now it waits for a person of the network. Raises NotFound, Refused, Invalid."""
    statement, signature, in_time = _behind(session, token)
    if signature.state in {SignatureState.DECLINED, SignatureState.WITHDRAWN}:
        raise Invalid(say("This signature does not stand any more."))
    if signature.state is not SignatureState.UNCONFIRMED:
        return signature
    require(signing_is_open(statement))
    if not in_time:
        raise Invalid(
            say(
                "This link is more than a week old. Sign on once more with the same address; you get a new one."
            )
        )
    if statement.released is None or statement.released.id != signature.release_id:
        raise Invalid(
            say(
                "The text was changed since you signed on, and your signature stands under no text that you have not read. Read the present text and sign that."
            )
        )
    signature.state = SignatureState.IN_REVIEW
    signature.confirmed_at = clock.now()
    session.flush()
    announce(
        session,
        SignOnConfirmed(subject=statement.id, release=signature.release_id, signature=signature.id),
    )
    return signature


def withdraw_sign_on(session: Session, token: str, *, reason: str = "") -> None:
    """Take it back by the link in the mail, for ever. Raises NotFound, Invalid."""
    statement, signature, _ = _behind(session, token)
    if SignatureState.WITHDRAWN not in SIGNATURE_CHANGES[signature.state]:
        raise Invalid(say("This signature does not stand any more."))
    counted, key, release = signature.counts, signature.id, signature.release_id
    signature.withdrawn_reason = "" if signature.withheld else clean_text(reason, LONGEST_REASON)
    stop_counting(session, statement, signature)
    if counted:
        announce(session, SignatureWithdrawn(subject=statement.id, release=release, signature=key))


def withhold_sign_on(session: Session, token: str) -> None:
    """Keep the name of a signatory from outside from the public, from now on."""
    statement, signature, _ = _behind(session, token)
    if signature.withheld or signature.state in {
        SignatureState.WITHDRAWN,
        SignatureState.DECLINED,
    }:
        return
    signer = signer_of(session, signature)
    signature.withheld = True
    signature.members = []
    if signature.counts:
        # What the log holds cannot change; that the row names nobody any more can.
        write_signer(session, signature, signer)
    else:
        commit(session, session.get_one(Release, signature.release_id), signature, signer)
    statement.changed_at = clock.now()
    session.flush()


def forget_unanswered(session: Session) -> None:
    """Delete sign-ons whose mail nobody has answered."""
    session.execute(
        delete(Signature).where(
            Signature.state == SignatureState.UNCONFIRMED,
            Signature.at < clock.now() - KEPT_UNANSWERED,
        )
    )


def _behind(session: Session, token: str) -> tuple[Statement, Signature, bool]:
    key, in_time = token_signature(session, token)
    if key is None:
        raise NotFound
    return *held(session, key), in_time
