"""Reads about accounts: who a cookie, a password or a link belongs to, and what she has set up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.models import (
    Authenticator,
    Credential,
    DemoRole,
    Invitation,
    PasswordReset,
    RecoveryCode,
    SignInSession,
)
from portal.core import clock
from portal.core.ids import digest
from portal.network.models import Person, Portal


@dataclass(frozen=True)
class FoundSession:
    """What one cookie opens: the session, whose it is, and what the session still has to show."""

    sign_in: SignInSession
    person: Person
    has_authenticator: bool
    in_demo: bool

    @property
    def waits_for_code(self) -> bool:
        return self.has_authenticator and self.sign_in.second_factor_at is None and not self.in_demo


def session_of(session: Session, secret: str) -> FoundSession | None:
    """The living session behind a cookie's secret, in one statement."""
    row = session.execute(
        select(
            SignInSession,
            Person,
            _has_authenticator(),
            select(Portal.is_demo).limit(1).scalar_subquery(),
        )
        .join(Person, Person.id == SignInSession.person_id)
        .where(
            SignInSession.digest == digest(secret),
            SignInSession.revoked_at.is_(None),
            Person.left_at.is_(None),
        )
    ).first()
    if row is None or row[0].ends_at <= clock.now():
        return None
    return FoundSession(row[0], row[1], bool(row[2]), bool(row[3]))


def _has_authenticator() -> ColumnElement[bool]:
    return exists().where(
        Authenticator.person_id == Person.id, Authenticator.confirmed_at.is_not(None)
    )


def portal_row(session: Session) -> Portal | None:
    """The row that says what this portal is; None before `portal init`."""
    return session.scalar(select(Portal).limit(1))


def plain_email(email: str) -> str:
    """One spelling for each address."""
    return email.strip().lower()


def person_by_email(session: Session, email: str) -> Person | None:
    return session.scalar(
        select(Person).where(Person.email == plain_email(email), Person.left_at.is_(None))
    )


def check_password(session: Session, email: str, password: str) -> str | None:
    """The id of the person with this address and password, else None, in the same time."""
    row = session.execute(
        select(Person.id, Credential.password_hash)
        .join(Credential, Credential.person_id == Person.id)
        .where(Person.email == plain_email(email), Person.left_at.is_(None))
    ).first()
    fits = passwords.fits(row[1] if row else None, password)
    return row[0] if row and fits else None


def check_own_password(session: Session, person_id: str, password: str) -> bool:
    """Whether this is the person's password."""
    kept = session.scalar(select(Credential.password_hash).where(Credential.person_id == person_id))
    return passwords.fits(kept, password)


def sessions_of(session: Session, person_id: str) -> Sequence[SignInSession]:
    """Her living sessions, the newest first."""
    return session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.ends_at > clock.now(),
        )
        .order_by(SignInSession.created_at.desc())
    ).all()


def authenticator_of(
    session: Session, person_id: str, *, confirmed: bool = True
) -> Authenticator | None:
    """Her authenticator in use, or the one that she is setting up."""
    state = (
        Authenticator.confirmed_at.is_not(None)
        if confirmed
        else Authenticator.confirmed_at.is_(None)
    )
    return session.scalar(
        select(Authenticator)
        .where(Authenticator.person_id == person_id, state)
        .order_by(Authenticator.created_at.desc())
        .limit(1)
    )


def unused_recovery_codes(session: Session, person_id: str) -> int:
    return len(
        session.scalars(
            select(RecoveryCode.id).where(
                RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
            )
        ).all()
    )


def open_invitation(session: Session, token: str) -> Invitation | None:
    """The invitation behind a link, while it can be accepted."""
    found = session.scalar(select(Invitation).where(Invitation.digest == digest(token)))
    return found if found and _is_open(found, clock.now()) else None


def _is_open(invitation: Invitation, now: datetime) -> bool:
    return (
        invitation.accepted_at is None
        and invitation.withdrawn_at is None
        and invitation.ends_at > now
    )


def invitations_of(session: Session, organisation_id: str | None) -> Sequence[Invitation]:
    """Open invitations into an organisation, or into the secretariat."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id
            if organisation_id
            else Invitation.organisation_id.is_(None),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.ends_at > clock.now(),
        )
        .order_by(Invitation.created_at.desc())
    ).all()


def open_reset(session: Session, token: str) -> PasswordReset | None:
    """The reset behind a link, while it can be used."""
    found = session.scalar(select(PasswordReset).where(PasswordReset.digest == digest(token)))
    if found is None or found.person_id is None or found.used_at or found.ends_at <= clock.now():
        return None
    return found


def demo_roles(session: Session) -> Sequence[tuple[str, Person]]:
    """The roles that a demo's sign-in page offers, each with its person."""
    return [
        (role, person)
        for role, person in session.execute(
            select(DemoRole.role, Person)
            .join(Person, Person.id == DemoRole.person_id)
            .order_by(DemoRole.position, DemoRole.role)
        ).all()
    ]
