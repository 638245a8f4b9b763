"""A series of forums, its editions (missed, cancelled and renumbered ones too) and their hosts."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, moment_column
from portal.network.models import Organisation, WorkingGroup


class EditionStatus(enum.Enum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    RENUMBERED = "renumbered"
    """Announced under this number and held under another; the other edition says so."""


STATUS_CHANGES: dict[EditionStatus, frozenset[EditionStatus]] = {
    EditionStatus.PLANNED: frozenset(
        {
            EditionStatus.CONFIRMED,
            EditionStatus.HELD,
            EditionStatus.MISSED,
            EditionStatus.CANCELLED,
            EditionStatus.RENUMBERED,
        }
    ),
    EditionStatus.CONFIRMED: frozenset(
        {
            EditionStatus.PLANNED,
            EditionStatus.HELD,
            EditionStatus.MISSED,
            EditionStatus.CANCELLED,
            EditionStatus.RENUMBERED,
        }
    ),
    EditionStatus.HELD: frozenset(),
    EditionStatus.MISSED: frozenset({EditionStatus.PLANNED}),
    EditionStatus.CANCELLED: frozenset({EditionStatus.PLANNED}),
    EditionStatus.RENUMBERED: frozenset(),
}


class Precision(enum.Enum):
    """How exact a published date is."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


class Series(Base):
    __tablename__ = "forum_series"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    names: Mapped[dict[str, str]]
    about: Mapped[dict[str, str]] = mapped_column(default=dict)
    every_years: Mapped[int | None]
    group_id: Mapped[str | None] = mapped_column(ForeignKey("working_groups.id"), index=True)
    """The working group whose coordinators lead the series."""
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The network whose forum it is."""
    created_at: Mapped[datetime] = moment_column()
    changed_at: Mapped[datetime] = moment_column()

    group: Mapped[WorkingGroup | None] = relationship()
    editions: Mapped[list["Edition"]] = relationship(
        back_populates="series", order_by="Edition.year, Edition.address"
    )


class Edition(Base):
    """One forum. Dates stand as they were published beside the days that they are taken to mean."""

    __tablename__ = "forum_editions"
    __table_args__ = (
        UniqueConstraint("series_id", "address"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
    )

    id: Mapped[Id]
    series_id: Mapped[str] = mapped_column(ForeignKey("forum_series.id"))
    address: Mapped[str] = mapped_column(String(20))
    """Its place in the address: the year, or the year and a number (`2009-2`)."""
    year: Mapped[int]
    number: Mapped[int | None]
    """Missing where it was missed or cancelled and its number went on to the next."""
    renumbered_from: Mapped[int | None]
    """The number under which it was announced, where that was another."""
    names: Mapped[dict[str, str]] = mapped_column(default=dict)
    theme: Mapped[dict[str, str]] = mapped_column(default=dict)
    status: Mapped[EditionStatus] = mapped_column(default=EditionStatus.PLANNED)
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    """Why it was missed, cancelled or renumbered."""
    country: Mapped[str] = mapped_column(String(2), default="")
    city: Mapped[dict[str, str]] = mapped_column(default=dict)
    venue: Mapped[dict[str, str]] = mapped_column(default=dict)
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    languages: Mapped[list[str]] = mapped_column(default=list)
    host_language: Mapped[str] = mapped_column(String(35), default="und")
    dates_published: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """`{text, language, precision, source, source_url}`: each as it was printed; sources conflict."""
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    precision: Mapped[Precision] = mapped_column(default=Precision.DAY)
    """How exact `first_day` and `last_day` are."""
    budget_minor: Mapped[int | None] = mapped_column(BigInteger)
    """In minor units of the currency."""
    budget_currency: Mapped[str] = mapped_column(String(3), default="")
    funded_percent: Mapped[int | None]
    """Of the budget, in hundredths; this much is public."""
    created_at: Mapped[datetime] = moment_column()
    changed_at: Mapped[datetime] = moment_column()
    programme_changed_at: Mapped[datetime | None]
    """The newest change of the draft programme."""

    series: Mapped[Series] = relationship(back_populates="editions")
    hosts: Mapped[list["EditionHost"]] = relationship(
        order_by="EditionHost.position", cascade="all, delete-orphan"
    )

    @property
    def is_ahead(self) -> bool:
        return self.status in {EditionStatus.PLANNED, EditionStatus.CONFIRMED}


class EditionHost(Base):
    """A host: a member organisation, or a name where it is none (or none any longer)."""

    __tablename__ = "forum_edition_hosts"

    id: Mapped[Id]
    edition_id: Mapped[str] = mapped_column(
        ForeignKey("forum_editions.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    names: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation | None] = relationship()
