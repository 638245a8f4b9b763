"""Reads dates as people of different languages write them, to tell whether two are the same day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from babel import Locale, UnknownLocaleError

BUDDHIST_ERA = 543
"""Years by which the calendar in use in Thailand is ahead."""

_NUMERIC = regex.compile(
    r"""
    (?<![\d.-]) (?:
        (?P<y>[12]\d{3})\ ?[-/.年년]\ ?(?P<m>\d{1,2})\ ?[-/.月월]\ ?(?P<d>\d{1,2})(?!\d|[-/]\d)(?:\ ?[日일])?
      | (?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<y>[12]\d{3})(?!\d|[-/]\d)
      | (?P<m>\d{1,2})\ ?[月월]\ ?(?P<d>\d{1,2})\ ?[日일]
    )
    """,
    regex.VERBOSE,
)
_THAI_YEAR = regex.compile(r"(?:พ\.ศ\.|ปี)\ ?(?P<y>2[45]\d\d)(?!\d)")


_SPACED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Arabic}]")
"""How the name of a month starts where words stand apart."""


@dataclass(frozen=True, slots=True)
class Date:
    """What is stated of a day; `sure` is false where day and month may be exchanged."""

    year: int | None
    month: int | None
    day: int | None
    sure: bool = True

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def is_a_word(self, raw: str) -> bool:
        """Whether only a month is named, and in letters, which may be any word: "may"."""
        return self.year is None and self.day is None and not any(each.isdigit() for each in raw)


def patterns(text: str, language: str) -> Iterator[regex.Pattern[str]]:
    """What to look for, in this order, in a text with plain digits; each match goes to `read`."""
    yield _NUMERIC
    primary = _primary(language)
    if any(name in text for name in _months(primary)):
        yield _in_words(primary)
    if primary == "th":
        yield _THAI_YEAR


def read(match: regex.Match[str], language: str) -> Date | None:
    """The date in a match of one of the `patterns`, or none if it is not one after all."""
    parts = {name: value for name, value in match.groupdict().items() if value}
    primary = _primary(language)
    year = int(parts["y"]) if "y" in parts else None
    if year and primary == "th" and year > 2400:
        year -= BUDDHIST_ERA
    if "one" in parts:
        first, second = int(parts["one"]), int(parts["two"])
        if second > 12:
            first, second = second, first
        found = Date(year, second, first, sure=first > 12 or first == second)
    else:
        month = parts.get("m")
        named = (
            None if month is None else int(month) if month.isdigit() else _months(primary)[month]
        )
        found = Date(year, named, int(parts["d"]) if "d" in parts else None)
    fits = (found.month is None or 1 <= found.month <= 12) and (
        found.day is None or 1 <= found.day <= 31
    )
    return found if fits else None


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


@lru_cache(maxsize=64)
def _months(primary: str) -> dict[str, int]:
    """Names of the months in the language, by CLDR, as they stand in a sentence or begin one."""
    try:
        months = Locale.parse(primary).months
    except (UnknownLocaleError, ValueError):
        return {}
    names = {
        variant: number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
        for variant in (name, name[:1].upper() + name[1:])
        if len(name.strip(".")) >= 3 or any(each.isdigit() for each in name)
    }
    return {name: number for name, number in names.items() if not name.isdigit()}


@lru_cache(maxsize=64)
def _in_words(primary: str) -> regex.Pattern[str]:
    names = list(_months(primary))
    spaced = [name for name in names if _SPACED.match(name)]
    joined = [name for name in names if not _SPACED.match(name)]
    starts = [r"(?<![\p{L}\d])\L<spaced>"] * bool(spaced) + [r"(?<!\d)\L<joined>"] * bool(joined)
    month = rf"(?P<m>(?:{'|'.join(starts)})(?![\d\p{{Latin}}]))"
    day, year = r"(?<!\d)(?P<d>\d{1,2})(?!\d)", r"(?<!\d)(?P<y>[12]\d{3})(?!\d)"
    gap = r"\.?(?:[^\d\n.!?;:。។။।\0]|[พค]\.ศ\.){0,14}"
    return regex.compile(
        f"{year}{gap}{month}{gap}{day}|{day}{gap}{month}{gap}{year}|{year}{gap}{month}|{day}{gap}{month}"
        f"|{month}(?:{gap}{day}{gap}{year}|{gap}{year}|{gap}{day})?",
        ignore_unused=True,
        spaced=spaced,
        joined=joined,
    )
