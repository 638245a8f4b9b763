"""Time zones to choose from: one for each place that IANA's `zone.tab` names, and UTC."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from portal.core import languages, locales

_AREAS = {
    "Asia": "142",
    "Australia": "009",
    "Pacific": "009",
    "Africa": "002",
    "Europe": "150",
    "America": "019",
}
"""The part of the world (UN M49) under which a zone is listed; the few others under the world."""


@cache
def zones() -> Mapping[str, str]:
    """Zone -> the country that it lies in."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and line[0] != "#"]
    known = available_timezones()
    return {"UTC": ""} | {row[2]: row[0] for row in rows if row[2] in known and row[0] != "AQ"}


def zone_of_country(code: str) -> str:
    """The first zone of a country, UTC where it has none: a first guess for who lives there."""
    return next((zone for zone, country in zones().items() if country == code), "UTC")


def zone_choices(held: str = "") -> dict[str, list[tuple[str, str]]]:
    """Zones under their parts of the world, by city, in the reader's language and order.

    `held` is a zone that stays among them, even if it has a newer name.
    """
    named = locales.current().babel.territories
    groups: dict[str, list[tuple[str, str]]] = {named[code]: [] for code in _AREAS.values()}
    for zone in dict.fromkeys((*zones(), *([held] if held in available_timezones() else []))):
        area = named[_AREAS.get(zone.partition("/")[0], "001")]
        groups.setdefault(area, []).append(
            (zone, locales.zone_label(zone) if "/" in zone else zone)
        )
    key = languages.collation_key(locales.current().tag)
    return {area: sorted(pairs, key=lambda pair: key(pair[1])) for area, pairs in groups.items()}
