"""Which of an organisation's names to show to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


def display_name(
    organisation: Organisation, languages: Sequence[str] = (), on: date | None = None
) -> Shown:
    """The organisation's name in the first of `languages` that it has, else its own first name.

    Names that were not valid on the day, and former or transliterated ones, are shown only
    where there is nothing else.
    """
    valid = organisation.name_on(on or clock.today()) or organisation.names
    good = [name for name in valid if name.kind is NameKind.OFFICIAL] or list(valid)
    if not good:
        return Shown(organisation.slug, "und")
    by_language = {name.language: name.text for name in reversed(good)}
    language = choose(languages, list(by_language)) or good[0].language
    return Shown(by_language[language], language)


def pick(words: Mapping[str, str], languages: Sequence[str] = ()) -> Shown:
    """One short text of several, in the reader's best language, else in the original (the first)."""
    if not words:
        return Shown("", "und")
    language = choose(languages, list(words)) or next(iter(words))
    return Shown(words[language], language)
