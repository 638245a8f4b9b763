"""Finds what a text states in figures: addresses, placeholders, dates, telephones and numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import regex

from portal.texts.engine import dates


class FigureKind(StrEnum):
    URL = "url"
    EMAIL = "email"
    PLACEHOLDER = "placeholder"
    DATE = "date"
    PHONE = "phone"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """`raw` as it is written; `meaning` is equal for two ways to write one thing."""

    kind: FigureKind
    raw: str
    meaning: str
    date: dates.Date | None = None


_URL = regex.compile(r"(?i)(?:https?://|www\.)[!-~]*[\w/&=\#+~-]", regex.ASCII)
_EMAIL = regex.compile(
    r"(?i)(?<![a-z0-9._%+-])[a-z0-9._%+-]++@[a-z0-9-]++(?:\.[a-z0-9-]++)++",
)
_PLACEHOLDER = regex.compile(r"%\(\w++\)[sd]|\{\{\s*+\w++\s*+\}\}|\{\w*+\}|(?<!\d)%[sd]\b")
_PHONE = regex.compile(
    r"""
    (?<![\d.,])
    (?!(?:1[89]|20)\d\d-(?:1[89]|20)\d\d(?!\d))          # not a span of years
    (?: \+\d++(?:[\ .()-]{1,2}\d++)*+                    # +82 2 3672 8988
      | \(?0\d*+(?:[\ .()-]{1,2}\d++)++                  # (02) 3672-8988
      | \d++(?:-\d++)++                                  # 1577-1366
    )
    """,
    regex.VERBOSE,
)
_NUMBER = regex.compile(
    r"""
    (?<!\d)
    (?: \d{1,2}:\d\d(?!\d)                               # 17:00
      | \d{1,3}(?:\ \d{3})++(?!\d)(?:[.,]\d++)?          # 10 000,5
      | \d++(?:[.,']\d++)*+
    )
    """,
    regex.VERBOSE,
)
_FEWEST_DIGITS = 7
"""From here on digits in groups are a telephone number, below they are numbers."""

_UNSEEN = regex.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")


class _Plain(dict[int, str]):
    """One plain sign for each: the digits of every script, full width, hyphens, separators."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        digit = unicodedata.decimal(sign, None)
        if digit is not None:
            sign = str(digit)
        elif 0xFF01 <= code <= 0xFF5E:
            sign = chr(code - 0xFEE0)
        elif unicodedata.category(sign) == "Pd" or sign == "\u2212":
            sign = "-"
        elif unicodedata.category(sign) == "Zs":
            sign = " "
        else:
            sign = {"٫": ".", "٬": ",", "’": "'"}.get(sign, sign)
        self[code] = sign
        return sign


_PLAIN = _Plain()


def figures(body: str, language: str = "") -> list[Figure]:
    """All figures of the text in the order of their kinds, each character used for one of them.

    The digits of every script are read alike. With the language given, months written as words are
    read, and years of the Buddhist era in Thai.
    """
    shown = _UNSEEN.sub("", body)
    text = shown.translate(_PLAIN)
    found: list[Figure] = []
    for pattern, read in _readers(text, language):

        def take(match: regex.Match[str], read: _Reader = read) -> str:
            figure = read(match, shown[match.start() : match.end()])
            if figure is None:
                return match[0]
            found.append(figure)
            return "\0" * len(match[0])

        text = pattern.sub(take, text)
    return found


_Reader = Callable[[regex.Match[str], str], Figure | None]


def _readers(text: str, language: str) -> Iterator[tuple[regex.Pattern[str], _Reader]]:
    yield _URL, lambda match, raw: Figure(FigureKind.URL, raw, _address(match[0]))
    yield _EMAIL, lambda match, raw: Figure(FigureKind.EMAIL, raw, match[0].casefold())
    yield _PLACEHOLDER, lambda match, raw: Figure(FigureKind.PLACEHOLDER, raw, match[0])
    for pattern in dates.patterns(text, language):
        yield pattern, lambda match, raw: _date(match, raw, language)
    yield _PHONE, _phone
    yield _NUMBER, lambda match, raw: Figure(FigureKind.NUMBER, raw, number(match[0]))


def _address(url: str) -> str:
    scheme, slashes, rest = url.rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.casefold()}{slashes}{host.casefold()}{slash}{path}".rstrip("/")


def _date(match: regex.Match[str], raw: str, language: str) -> Figure | None:
    date = dates.read(match, language)
    return Figure(FigureKind.DATE, raw, str(date), date) if date else None


def _phone(match: regex.Match[str], raw: str) -> Figure | None:
    digits = regex.sub(r"\D", "", match[0])
    if len(digits) < _FEWEST_DIGITS:
        return None
    return Figure(FigureKind.PHONE, raw, ("+" if match[0].startswith("+") else "") + digits)


def number(written: str) -> str:
    """One way to write the number: without separators of thousands, with a decimal point.

    Of three digits after a single separator it cannot be known what they are; they are taken for
    thousands on both sides of a comparison, which hides no wrong digit. Zeros before a longer number
    stay, for it may be a short number to call.
    """
    if ":" in written:
        return ":".join(str(int(part)) for part in written.split(":"))
    groups = regex.split(r"[ .,']", written)
    marks = regex.findall(r"[ .,']", written)
    decimals = ""
    if marks and (len(groups[-1]) != 3 or (marks[-1] not in marks[:-1] and len(marks) > 1)):
        decimals = "." + groups.pop()
        marks.pop()
    if len(set(marks)) > 1 or not all(len(group) in {2, 3} for group in groups[1:]):
        return ".".join(groups) + decimals
    whole = "".join(groups)
    return (str(int(whole)) if len(whole) < 3 else whole) + decimals
