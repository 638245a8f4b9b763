"""The demo's forums: editions held, missed, cancelled and renumbered, and the next programme."""

from collections.abc import Mapping
from datetime import time

from sqlalchemy import select

from portal.demo.making.people import People
from portal.demo.making.story import Story
from portal.demo.reading import Content
from portal.demo.reading.forums import Edition, Programme, Series, Session
from portal.forums import models
from portal.forums.commands import (
    EditionDetails,
    Host,
    Part,
    SessionDetails,
    Slot,
    add_edition,
    add_room,
    add_session,
    found_series,
    publish_programme,
    set_status,
)
from portal.network.actors import Actor
from portal.network.models import Side

_RECORDED = -1000
"""The day on which the editions before it were written down."""
_PREPARED = 600
"""Days from the first plan of an edition to its first day."""
_PROGRAMME = -10
_PUBLISHED = -4


def lay_forums(story: Story, content: Content) -> None:
    people = People(story, content.people)
    group = content.groups[0]
    secretariat = next(one.key for one in content.people if "secretariat" in one.duties)
    for series in content.series:
        laid = _Forums(story, people, series, (group.key, group.coordinators[0], secretariat))
        laid.lay(content.programmes)


class _Forums:
    """A series of the content, and what became of it."""

    def __init__(
        self, story: Story, people: People, series: Series, who: tuple[str, str, str]
    ) -> None:
        self.story = story
        self.people = people
        self.content = series
        self.group, self.coordinator, self.secretariat = who
        self.id = ""

    def lead(self) -> Actor:
        return self.people.actor(self.coordinator)

    def lay(self, programmes: Mapping[str, Programme]) -> None:
        story = self.story
        story.on(story.moment(_RECORDED, "09:00"), self.found)
        for edition in self.content.editions:
            planned = max(_RECORDED, min(edition.start_days - _PREPARED, _PROGRAMME - 80))
            story.on(story.moment(planned, "09:30"), self.add, edition, planned)
            over = edition.start_days + edition.days
            if planned < over < 0:
                story.on(story.moment(over, "12:00"), self.close, edition)
            if edition.programme is not None:
                programme = programmes[edition.programme]
                story.on(story.moment(_PROGRAMME, "10:00"), self.plan, edition, programme)
                story.on(story.moment(_PUBLISHED, "10:00"), self.publish, edition)

    def found(self) -> None:
        self.id = found_series(
            self.story.session,
            names=self.content.names,
            by=self.people.actor(self.secretariat),
            group_id=self.story.groups[self.group],
            organisation_id=self.story.organisations[self.content.organisation],
            every_years=self.content.every_years,
            slug=self.content.slug,
        ).id

    def key(self, edition: Edition) -> str:
        return f"{self.content.key}:{edition.number or f'-{edition.start_days}'}"

    def add(self, edition: Edition, planned: int) -> None:
        story = self.story
        first, last = (
            story.date(edition.start_days),
            story.date(edition.start_days + edition.days - 1),
        )
        words = edition.titles or edition.reason or {}
        written = edition.dates_as_published
        status = models.EditionStatus(edition.state)
        is_past = edition.start_days + edition.days <= planned
        made = add_edition(
            story.session,
            story.session.get_one(models.Series, self.id),
            EditionDetails(
                year=first.year,
                number=edition.number,
                renumbered_from=edition.announced_number,
                theme=edition.titles or {},
                hosts=[Host(organisation_id=story.organisations[key]) for key in edition.hosts],
                country=edition.country,
                city={"en" if edition.city.isascii() else next(iter(words)): edition.city},
                zone=edition.zone or self.zone(edition),
                languages=edition.languages,
                host_language=edition.host_language or "und",
                dates_published=[
                    {
                        "text": written.text,
                        "language": written.language,
                        "precision": models.Precision.DAY.value,
                        "source": "",
                        "source_url": "",
                    }
                ]
                if written
                else [],
                first_day=first,
                last_day=last,
                preliminary_days=edition.preliminary_days,
            ),
            by=self.lead(),
            status=status if is_past else models.EditionStatus.PLANNED,
            reason=edition.reason if is_past else None,
        )
        story.editions[self.key(edition)] = made.id

    def zone(self, edition: Edition) -> str:
        """The zone of somebody at its host's."""
        return next(
            person.zone
            for person in self.people.all
            if any(one.organisation in edition.hosts for one in person.memberships)
        )

    def close(self, edition: Edition) -> None:
        set_status(
            self.story.session,
            self.story.editions[self.key(edition)],
            models.EditionStatus(edition.state),
            by=self.lead(),
            reason=edition.reason,
        )

    # --- its programme -----------------------------------------------------------------------------

    def plan(self, edition: Edition, programme: Programme) -> None:
        session, made = self.story.session, self.story.editions[self.key(edition)]
        days = {
            day.number: day.id
            for day in session.scalars(select(models.Day).where(models.Day.edition_id == made))
        }
        rooms = {
            room.key: add_room(
                session,
                made,
                names=room.names,
                by=self.lead(),
                capacity=room.capacity,
                booths=room.booths,
            ).id
            for room in programme.rooms
        }
        put: dict[str, str] = {}
        for entry in sorted(programme.sessions, key=lambda one: one.parent is not None):
            in_all = "all" in entry.rooms
            put[entry.key] = add_session(
                session,
                made,
                self.details(entry, put),
                Slot(
                    day_id=days[entry.day],
                    start=time.fromisoformat(entry.start),
                    end=time.fromisoformat(entry.end),
                    rooms=[] if in_all else [rooms[key] for key in entry.rooms],
                    all_rooms=in_all,
                ),
                by=self.lead(),
            ).id

    def details(self, entry: Session, put: Mapping[str, str]) -> SessionDetails:
        story = self.story
        return SessionDetails(
            titles=entry.titles,
            kind=models.SessionKind(entry.kind),
            floor_language=entry.floor,
            interpretation=entry.interpretation,
            parent_id=put[entry.parent] if entry.parent else None,
            people=[
                Part(
                    role=models.PersonRole(part.role),
                    person_id=story.people[part.person],
                    organisation_id=story.organisations[self.people.home(part.person)],
                    side=Side(part.side),
                )
                for part in entry.people
            ],
            to_be_confirmed=entry.to_be_confirmed,
            topic=entry.topic or "",
            country=entry.country or "",
            subject=f"statement:{story.statements[entry.statement]}" if entry.statement else None,
            statement_id=story.statements[entry.statement]
            if entry.statement and entry.in_room
            else None,
        )

    def publish(self, edition: Edition) -> None:
        publish_programme(
            self.story.session, self.story.editions[self.key(edition)], by=self.lead()
        )
