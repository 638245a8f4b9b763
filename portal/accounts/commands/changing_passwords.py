"""Passwords set for the first time, changed, and forgotten."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts import queries
from portal.accounts.facts import PasswordChanged
from portal.accounts.models import Credential, PasswordReset, SignInSession
from portal.accounts.passwords import Kept
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.facts import announce
from portal.core.ids import digest, new_token
from portal.core.links import absolute
from portal.core.sentences import say
from portal.mail.commands import queue_mail
from portal.network.actors import Actor
from portal.network.models import Person

RESET_LASTS = timedelta(hours=1)


def request_reset(session: Session, email: str) -> None:
    """Send a link to whoever has this address; nothing tells the asker whether anyone does."""
    person = queries.person_by_email(session, email)
    token, now = new_token(), clock.now()
    reset = PasswordReset(
        digest=digest(token),
        person_id=person.id if person else None,
        created_at=now,
        ends_at=now + RESET_LASTS,
    )
    session.add(reset)
    session.flush()
    if person is None:
        return
    queue_mail(
        session,
        key=f"password-reset:{reset.id}",
        to=person.email,
        locale=person.locale,
        subject=say("A link that you asked for"),
        paragraphs=[
            say("Hello,"),
            say("With this link you can choose a new password. It works once, for one hour:"),
            absolute(session, f"/reset/{token}", person.locale),
            say("If you did not ask for it, you need not do anything: nothing has changed."),
        ],
    )


def reset_password(session: Session, token: str, kept: Kept) -> Person:
    """Set a new password by a link, and end every session. Raises NotFound for a spent link."""
    reset = queries.open_reset(session, token)
    person = session.get(Person, reset.person_id) if reset else None
    if reset is None or person is None or person.left_at is not None:
        raise NotFound
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.person_id == person.id, PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
    )
    set_password(session, person.id, kept, way="reset")
    _end_sessions(session, person.id)
    _tell(session, person)
    return person


def change_password(session: Session, kept: Kept, *, by: Actor) -> None:
    """Set another password and end her other sessions; the old one was asked for before."""
    person = session.get(Person, by.person_id) if by.person_id else None
    if person is None:
        raise NotFound
    set_password(session, person.id, kept, way="settings")
    _end_sessions(session, person.id, but=by.session_id)
    _tell(session, person)


def set_password(session: Session, person_id: str, kept: Kept, *, way: str) -> None:
    """Keep a password; `way` says how it came about."""
    credential = session.get(Credential, person_id)
    if credential is None:
        session.add(Credential(person_id=person_id, password_hash=kept))
    else:
        credential.password_hash = kept
        credential.changed_at = clock.now()
    session.flush()
    announce(session, PasswordChanged(subject=person_id, by=person_id, way=way))


def _end_sessions(session: Session, person_id: str, *, but: str | None = None) -> None:
    session.execute(
        update(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.id != (but or ""),
            SignInSession.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )


def _tell(session: Session, person: Person) -> None:
    """Let her know, in case it was not she."""
    queue_mail(
        session,
        key=f"password-changed:{person.id}:{clock.now().isoformat()}",
        to=person.email,
        locale=person.locale,
        subject=say("A change in your settings"),
        paragraphs=[
            say("Hello,"),
            say(
                "The password of your account was changed just now, and your other devices were signed out."
            ),
            say("If it was not you, choose a new password at once, and tell the secretariat:"),
            absolute(session, "/forgotten", person.locale),
        ],
    )
