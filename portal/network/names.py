"""Which of an organisation's names to show to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.core import clock
from portal.core.languages import choose
from portal.network.models import NameKind, Organisation


@dataclass(frozen=True)
class Shown:
    """A short text and the language that it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


class Named(Protocol):
    """What is asked of a name, whether it is a row of the database or a copy of one."""

    @property
    def language(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> NameKind: ...
    def valid_on(self, day: date) -> bool: ...


def display_name(
    organisation: Organisation, languages: Sequence[str] = (), on: date | None = None
) -> Shown:
    """The organisation's name in the first of `languages` that it has, else its own first name.

    Names that were not valid on the day, and former or transliterated ones, are shown only
    where there is nothing else.
    """
    names = shown_names(organisation.names, on or clock.today())
    return choose_name(names, languages) if names else Shown(organisation.slug, "und")


def shown_names(names: Sequence[Named], on: date) -> dict[str, str]:
    """One name for each language, in the owner's order: valid and official ones where there are."""
    valid = [name for name in names if name.valid_on(on)] or list(names)
    # A short name in the reader's own language tells her more than a whole one in another's.
    official = [name for name in valid if name.kind is NameKind.OFFICIAL]
    good = [*official, *(name for name in valid if name.kind is NameKind.SHORT)] or valid
    found: dict[str, str] = {}
    for name in good:
        found.setdefault(name.language, name.text)
    return found


def choose_name(names: Mapping[str, str], languages: Sequence[str] = ()) -> Shown:
    """Of names by language, the one for a reader of `languages`, else the first."""
    language = choose(languages, names) or next(iter(names))
    return Shown(names[language], language)


def pick(words: Mapping[str, str], languages: Sequence[str] = ()) -> Shown:
    """One short text of several, in the reader's best language, else in the original (the first)."""
    if not words:
        return Shown("", "und")
    language = choose(languages, list(words)) or next(iter(words))
    return Shown(words[language], language)
