"""Sign-in: passwords, second factors, sessions, invitations and resets."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.orm import Base, Id, moment_column


class Credential(Base):
    """A person's password, as Argon2id keeps it."""

    __tablename__ = "credentials"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str]
    changed_at: Mapped[datetime] = moment_column()


class Authenticator(Base):
    """A TOTP secret (RFC 6238), encrypted under a key outside the database."""

    __tablename__ = "authenticators"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    secret: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)
    """The last time step used: a code works once."""
    created_at: Mapped[datetime] = moment_column()


class RecoveryCode(Base):
    """One of the codes for a lost phone, stored as a digest, good once."""

    __tablename__ = "recovery_codes"

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class SignInSession(Base):
    """A server-side session; the cookie holds a secret of which only the digest is here."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = moment_column()
    seen_at: Mapped[datetime] = moment_column()
    """Raised by POSTs; between them the signed cookie carries the last visit."""
    ends_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime] = moment_column()
    """When the password was last given, for grave acts."""
    acting_for_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    device: Mapped[str] = mapped_column(String(120), default="")
    """Browser and system in two words, for the session list."""
    revoked_at: Mapped[datetime | None]


class Invitation(Base):
    """An invitation to join an organisation, by mail, good once and for two weeks."""

    __tablename__ = "invitations"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(default="")
    """What the inviting person calls her; she writes it herself when she accepts."""
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """None for an invitation into the secretariat."""
    role: Mapped[str] = mapped_column(String(20))
    """A value of `Role`, or `secretariat`."""
    powers: Mapped[list[str]] = mapped_column(default=list)
    locale: Mapped[str] = mapped_column(String(20), default="en")
    invited_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = moment_column()
    ends_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A link for a forgotten password, good once and for an hour.

    A request for an address that nobody has leaves a row too (without a person), so that both
    take the same time.
    """

    __tablename__ = "password_resets"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = moment_column()
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DemoRole(Base):
    """One role that the demo's sign-in page offers with one press."""

    __tablename__ = "demo_roles"

    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Such as `secretariat`, `representative_sending`, `translator`."""
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    position: Mapped[int] = mapped_column(default=0)
