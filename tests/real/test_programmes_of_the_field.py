"""Real programmes fit the model, untidy as they are, and their pages can be read."""

import json
import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.orm import Database
from portal.forums import commands
from portal.forums.models import Day, EditionStatus, PersonRole, Series, SessionKind
from portal.network.actors import PORTAL
from tests.factories import make_portal
from tests.pages import open_page

pytestmark = pytest.mark.real
FOLDER = Path(__file__).resolve().parents[3] / "shared/data/3_programmes"
FILES = sorted(FOLDER.glob("P*.json"))
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})\s*(a\.m\.|p\.m\.)?")
TONGUES = {"English": "en", "英語": "en", "Mandarin": "zh-Hant", "華語": "zh-Hant"}


def clocks(published: str) -> list[time]:
    """The local times in a range as printed; midday written as 12:00 a.m. is midday all the same."""
    found = []
    for hour, minute, half in CLOCK.findall(published):
        hours = int(hour) + (12 if half == "p.m." and int(hour) < 12 else 0)
        found.append(time(hours, int(minute)))
    return found


def days_of(content: dict[str, Any]) -> tuple[date, date]:
    if "dates" in content:
        first, _, last = content["dates"].partition("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    days = [date.fromisoformat(item["day"]) for item in content["sessions"]]
    return min(days), max(days)


def sessions_of(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every shape of the eight files as one: titles, day, time, room, language, inner sessions."""
    for item in content.get("sessions", ()):
        title = item["title"] if isinstance(item["title"], dict) else {"und": item["title"]}
        day = item.get("day")
        if day is None and "date" in item:
            day = f"2019-09-{re.search(r'[0-9]+', item['date']).group():0>2}"
        parts = item.get("parallel", [])
        yield {
            "titles": title,
            "day": day,
            "time": item.get("time", ""),
            "as_published": item.get("as_published", ""),
            "room": item.get("room") or content.get("rooms", {}).get(day),
            "speakers": item.get("speakers", []),
            "kind": item.get("type", ""),
            "inner": item.get("children", []) + [{"title": one, "time": ""} for one in parts],
        }
    if "schedule" in content:
        yield from two_languages(content["schedule"])


def two_languages(schedule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The Taipei programme: its two languages hold the same slots in the same order."""
    for number, day in ((1, "2016-05-14"), (2, "2016-05-15")):
        pairs = zip(
            schedule["en-US"][f"day{number}"], schedule["zh-TW"][f"day{number}"], strict=True
        )
        for english, chinese in pairs:
            several = english.get("events") or [english["event"]]
            others = chinese.get("events") or [chinese["event"]]
            for one, other in zip(several, others, strict=True):
                one = one if isinstance(one, dict) else {"title": one}  # noqa: PLW2901
                other = other if isinstance(other, dict) else {"title": other}  # noqa: PLW2901
                floor = TONGUES.get(one.get("language", ""))
                yield {
                    "titles": {"en": one["title"], "zh-Hant": other["title"]},
                    "day": day,
                    "time": english["time"],
                    "room": one.get("venue"),
                    "all_rooms": "event" in english,
                    "floor": floor,
                    "inner": [],
                }


def build(session: Session, content: dict[str, Any]) -> tuple[Series, str, int]:
    name = content["event"] if isinstance(content["event"], dict) else {"und": content["event"]}
    series = commands.found_series(session, names=name, slug="real", by=PORTAL)
    first, last = days_of(content)
    printed = content.get("dates_as_published") or content.get("date_as_published") or []
    printed = printed if isinstance(printed, list) else list(printed.values())
    edition = commands.add_edition(
        session,
        series,
        commands.EditionDetails(
            year=first.year,
            number=content.get("edition"),
            names=name,
            zone=content.get("timezone") or content["timezone_of_place"],
            first_day=first,
            last_day=last,
            dates_published=[{"text": text, "language": "und", "source": ""} for text in printed],
        ),
        by=PORTAL,
        status=EditionStatus.HELD,
    )
    days = {
        day.date.isoformat(): day.id
        for day in session.scalars(select(Day).where(Day.edition_id == edition.id))
    }
    rooms: dict[str, str] = {}
    count = 0
    for item in sessions_of(content):
        room = item.get("room")
        if room and room not in rooms:
            rooms[room] = commands.add_room(session, edition.id, names={"und": room}, by=PORTAL).id

        def add(entry: dict[str, Any], outer: str | None, item=item, room=room) -> str:
            times = clocks(entry.get("time", ""))
            end = times[1] if len(times) > 1 and times[1] > times[0] else None
            floor = entry.get("floor")
            made = commands.add_session(
                session,
                edition.id,
                commands.SessionDetails(
                    titles=entry["titles"],
                    kind=SessionKind.KEYNOTE
                    if entry.get("kind") == "keynote"
                    else SessionKind.OTHER,
                    floor_language=floor,
                    interpretation=[tag for tag in ("en", "zh-Hant") if floor and tag != floor],
                    parent_id=outer,
                    people=[
                        commands.Part(
                            role=PersonRole.SPEAKER,
                            organisation=one["organisation"],
                            to_be_confirmed=True,
                        )
                        for one in entry.get("speakers", ())
                    ],
                    time_published=entry.get("as_published") or entry.get("time", ""),
                ),
                commands.Slot(
                    day_id=days[item["day"]] if item["day"] else None,
                    start=times[0] if times else None,
                    end=end,
                    rooms=[rooms[room]] if room and not entry.get("all_rooms") else [],
                    all_rooms=bool(entry.get("all_rooms")),
                ),
                by=PORTAL,
            )
            return made.id

        outer = add(item, None)
        for inner in item["inner"]:
            add({**inner, "titles": {"und": inner["title"]}}, outer)
        count += 1 + len(item["inner"])
    commands.publish_programme(session, edition.id, by=PORTAL)
    return series, edition.address, count


def test_the_programmes_are_there() -> None:
    assert len(FILES) == 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:3])
def test_a_real_programme_is_held_and_read(
    path: Path, database: Database, client: FlaskClient
) -> None:
    content = json.loads(path.read_text())
    with database.transaction() as session:
        make_portal(session)
        series, address, count = build(session, content)
    page = open_page(client, f"/en/forums/{series.slug}/{address}/programme")
    assert page.status == 200
    shown = page.document.xpath("//main//h4 | //main//h5")
    assert len(shown) == count
    text = page.text
    for item in sessions_of(content):
        title = item["titles"].get("en") or next(iter(item["titles"].values()))
        assert " ".join(title.split()) in text
        if item.get("as_published"):
            assert " ".join(item["as_published"].split()) in text
        for inner in item["inner"]:
            assert " ".join(inner["title"].split())[:300] in text
    assert client.get(f"/forums/{series.slug}/{address}/programme.ics").status_code == 200
