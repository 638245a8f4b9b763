"""Facts: frozen past-tense messages by which domains tell others, and the audit log that keeps them."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.orm import Base, Id, append_only, moment_column


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that has happened.

    `by` is the person's id (None for the portal itself), `organisation` the one she acted for.
    A subclass names its subject with `subject_type` and `subject` (an id). Fields made with
    `private()` reach reactions but never the audit log.
    """

    subject_type: ClassVar[str] = ""
    subject: str = ""
    by: str | None = None
    organisation: str | None = None


def private(**options: Any) -> Any:
    """A field of a fact that the audit log must not hold."""
    return field(metadata={"private": True}, **options)


class AuditEntry(Base):
    """One act of consequence, written in the transaction that did it, never changed."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_type", "subject_id"),)

    id: Mapped[Id]
    at: Mapped[datetime] = moment_column(index=True)
    act: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str | None] = mapped_column(String(26))
    organisation_id: Mapped[str | None] = mapped_column(String(26), index=True)
    details: Mapped[dict[str, Any]]


append_only(AuditEntry.__table__)  # type: ignore[arg-type]


def newest(session: Session) -> str:
    """The id of the newest entry: as long as it stays, nothing that anyone can read has changed."""
    return session.scalar(select(func.max(AuditEntry.id))) or ""


def announce(session: Session, fact: Fact) -> None:
    """Write the fact into the audit log and let every reaction to it run, in this transaction."""
    session.add(
        AuditEntry(
            act=type(fact).__name__,
            subject_type=fact.subject_type,
            subject_id=fact.subject,
            person_id=fact.by,
            organisation_id=fact.organisation,
            details=_details(fact),
        )
    )
    for reaction in session.info.get("reactions", {}).get(type(fact), ()):
        reaction(session, fact)


def _details(fact: Fact) -> dict[str, Any]:
    known = {"subject", "by", "organisation"}
    return {
        item.name: _plain(getattr(fact, item.name))
        for item in fields(fact)
        if item.name not in known and not item.metadata.get("private")
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value
