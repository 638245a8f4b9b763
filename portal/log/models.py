"""The transparency log: leaves without names, checkpoints, witnesses (RFC 6962, C2SP)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.orm import Base, Id, append_only, moment_column
from portal.network.models import Organisation


class LogLeaf(Base):
    """One leaf of the log, at its place for ever."""

    __tablename__ = "log_leaves"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 0, without a gap."""
    leaf: Mapped[str]
    """Canonical JSON: what happened, on which day, and a hash; never a name."""
    leaf_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """RFC 6962, 2.1, hex."""


append_only(LogLeaf.__table__)  # type: ignore[arg-type]


class LogPending(Base):
    """A leaf that waits for the next batch, written in the transaction of the act itself."""

    __tablename__ = "log_pending"

    id: Mapped[Id]
    subject_id: Mapped[str] = mapped_column(String(26))
    act: Mapped[str] = mapped_column(String(20))
    leaf: Mapped[str]
    queued_at: Mapped[datetime] = moment_column(index=True)


class LogPlace(Base):
    """Where the leaf of an act stands.

    Two acts that make the same leaf (a text released anew unchanged, on the same day) share it.
    It names nobody, so it stays when a signer is erased.
    """

    __tablename__ = "log_places"

    subject_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    act: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(ForeignKey("log_leaves.position"))


class LogCheckpoint(Base):
    """A signed statement of the log's size and root, as C2SP tlog-checkpoint writes it."""

    __tablename__ = "log_checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(String(64))
    note: Mapped[str]
    """The signed note, with the log's own signature line."""
    made_on: Mapped[date] = mapped_column(default=clock.today)


append_only(LogCheckpoint.__table__)  # type: ignore[arg-type]


class LogWitness(Base):
    """An organisation that cosigns checkpoints after checking that the log only grew."""

    __tablename__ = "log_witnesses"
    __table_args__ = (
        Index("ix_log_witnesses_organisation_id", "organisation_id"),
        UniqueConstraint("name"),
        UniqueConstraint("public_key"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(200))
    """The key name in its signature lines: no spaces, no plus sign."""
    public_key: Mapped[str] = mapped_column(String(44))
    added_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime] = moment_column()
    retired_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()


class LogCosignature(Base):
    """A witness's signature line under a checkpoint (C2SP tlog-cosignature)."""

    __tablename__ = "log_cosignatures"

    size: Mapped[int] = mapped_column(ForeignKey("log_checkpoints.size"), primary_key=True)
    witness_id: Mapped[str] = mapped_column(ForeignKey("log_witnesses.id"), primary_key=True)
    signed_at: Mapped[datetime]
    line: Mapped[str]

    witness: Mapped[LogWitness] = relationship()


append_only(LogCosignature.__table__)  # type: ignore[arg-type]
