"""A series with its working group, for the tests of forums."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.orm import Database
from portal.forums import commands
from portal.forums.models import Day, Edition, ForumSession, Room, Series, SessionKind
from portal.network.actors import PORTAL
from portal.network.models import Organisation, Person, Role
from tests.factories import (
    make_group,
    make_group_membership,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
)

SignIn = Callable[..., FlaskClient]


@dataclass
class Forum:
    series: Series
    edition: Edition
    host: Organisation
    coordinator: Person
    member: Person

    @property
    def address(self) -> str:
        return f"/forums/{self.series.slug}/{self.edition.address}"


@pytest.fixture
def forum(database: Database) -> Forum:
    with database.transaction() as session:
        make_portal(session)
        host = make_organisation(session, "Хөх толгод", language="mn-Cyrl")
        coordinator = make_person(session, "Ok Jinju", time_zone="Asia/Seoul")
        member = make_person(session, "Keo Sopheany", time_zone="Asia/Phnom_Penh")
        for person in (coordinator, member):
            make_membership(session, person, host, Role.MEMBER)
        group = make_group(session, "Gender Task Force")
        make_group_membership(session, group, coordinator, host, coordinates=True)
        series = commands.found_series(
            session,
            names={"ko": "두 강기슭 포럼", "en": "Two Banks Forum"},
            group_id=group.id,
            every_years=2,
            slug="two-banks",
            by=PORTAL,
        )
        edition = commands.add_edition(session, series, details(), by=PORTAL)
        edition.hosts = [*edition.hosts]
        return Forum(series, edition, host, coordinator, member)


def details(**values) -> commands.EditionDetails:
    return commands.EditionDetails(
        **{
            "year": 2028,
            "number": 8,
            "names": {"mn-Cyrl": "Хоёр эрэг, нэг гол", "en": "Two banks, one river"},
            "country": "MN",
            "city": {"mn-Cyrl": "Улаанбаатар", "en": "Ulaanbaatar"},
            "zone": "Asia/Ulaanbaatar",
            "first_day": date(2028, 10, 12),
            "last_day": date(2028, 10, 15),
            "preliminary_days": 1,
            **values,
        }
    )


def add_room(session: Session, edition: Edition, name: str, **values) -> Room:
    return commands.add_room(session, edition.id, names={"en": name}, by=PORTAL, **values)


def add_session(
    session: Session,
    edition: Edition,
    title: str,
    *,
    day: int | None = 1,
    start: str = "09:00",
    end: str = "10:00",
    rooms: tuple[str, ...] = (),
    all_rooms: bool = False,
    **values,
) -> ForumSession:
    found = session.scalar(select(Day).where(Day.edition_id == edition.id, Day.number == day))
    values.setdefault("kind", SessionKind.WORKSHOP)
    return commands.add_session(
        session,
        edition.id,
        commands.SessionDetails(titles={"en": title}, **values),
        commands.Slot(
            day_id=found.id if found else None,
            start=time.fromisoformat(start) if start else None,
            end=time.fromisoformat(end) if end else None,
            rooms=rooms,
            all_rooms=all_rooms,
        ),
        by=PORTAL,
    )
