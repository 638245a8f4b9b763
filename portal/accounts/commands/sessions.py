"""Sessions: begun after a password, ended by the person, from afar, or by time."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import policy
from portal.accounts.facts import SessionsRevoked, SignedIn, SignedOut
from portal.accounts.models import SignInSession
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.facts import announce
from portal.core.ids import digest, new_token
from portal.network.actors import Actor
from portal.network.models import Person


@dataclass(frozen=True)
class Started:
    """A session that began, and the secret that its cookie carries."""

    secret: str
    sign_in: SignInSession


def start_session(session: Session, person_id: str, *, device: str = "") -> Started:
    """Begin a session for a person whose password (or demo role) was right."""
    person = session.get(Person, person_id)
    if person is None or person.left_at is not None:
        raise NotFound
    secret, now = new_token(), clock.now()
    sign_in = SignInSession(
        digest=digest(secret),
        person_id=person_id,
        created_at=now,
        seen_at=now,
        confirmed_at=now,
        ends_at=now + policy.LONGEST,
        device=device[:120],
    )
    session.add(sign_in)
    session.flush()
    announce(session, SignedIn(subject=person_id, by=person_id))
    return Started(secret, sign_in)


def sign_out(session: Session, session_id: str, *, person_id: str) -> None:
    """End the session that the person is in."""
    _end(session, [session_id], person_id)
    announce(session, SignedOut(subject=person_id, by=person_id))


def revoke_session(session: Session, session_id: str, *, by: Actor) -> None:
    """End one of her own sessions from another; `NotFound` for anyone else's."""
    if _end(session, [session_id], by.person_id) == 0:
        raise NotFound
    announce(session, SessionsRevoked(subject=by.person_id or "", by=by.person_id))


def revoke_all(session: Session, *, by: Actor, but: str | None = None) -> int:
    """End all her sessions ("I lost my phone"), but perhaps the one that she is in; how many."""
    mine = session.scalars(
        select(SignInSession.id).where(
            SignInSession.person_id == by.person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.id != (but or ""),
        )
    ).all()
    ended = _end(session, list(mine), by.person_id)
    announce(session, SessionsRevoked(subject=by.person_id or "", by=by.person_id))
    return ended


def _end(session: Session, ids: list[str], person_id: str | None) -> int:
    rows = session.scalars(
        select(SignInSession).where(
            SignInSession.id.in_(ids),
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
        )
    ).all()
    for row in rows:
        row.revoked_at = clock.now()
    return len(rows)


def confirm_again(session: Session, session_id: str) -> None:
    """Note that the password was just given again, for a grave act."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(confirmed_at=clock.now())
    )


def touch(session: Session, session_id: str) -> None:
    """Note that the session is in use, for the list of sessions."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(seen_at=clock.now())
    )


def choose_acting_for(
    session: Session, session_id: str, organisation_id: str, *, by: Actor
) -> None:
    """Act for another of her organisations from now on, in this session."""
    if not by.belongs_to(organisation_id):
        raise NotFound
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.person_id == by.person_id)
        .values(acting_for_id=organisation_id)
    )
