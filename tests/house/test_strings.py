"""A pseudo-locale finds words that no catalogue can reach.

Every message comes out between brackets while `pseudo` is set; what a page then says in plain
letters, and is neither somebody's own words nor a name, was never given to gettext.
"""

import gettext as stdlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import lxml.html
import pytest

from portal.core import locales
from portal.core.languages import COMMON_LANGUAGES, autonym
from tests.house.addresses import VISITS
from tests.house.conftest import House
from tests.house.walking import address_of, is_page

OPEN, CLOSE = "⟦", "⟧"
pseudo: ContextVar[bool] = ContextVar("pseudo", default=False)
SKIPPED = ("script", "style", "code", "kbd", "bdi", "option", "svg", "q", "blockquote", "textarea")
"""Names, codes and people's own words; the names of languages, countries and zones in lists."""
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-confirm", "data-copied")
"""Attributes that are read out or shown."""


class Pseudo(stdlib.NullTranslations):
    """Every message between brackets, its placeholders left alone."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{OPEN}{msgid1 if n == 1 else msgid2}{CLOSE}"

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext's own shape
        return f"{OPEN}{message}{CLOSE}"

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return self.ngettext(msgid1, msgid2, n)


@pytest.fixture
def speaking_pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """English through the pseudo catalogue, for who asks while `pseudo` is set."""
    real = locales.catalogue
    monkeypatch.setattr(
        locales,
        "catalogue",
        lambda tag: Pseudo() if pseudo.get() and tag == "en" else real(tag),
    )


@contextmanager
def brackets() -> Iterator[None]:
    token = pseudo.set(True)
    try:
        yield
    finally:
        pseudo.reset(token)


def outside(text: str) -> str:
    """What stands outside all brackets; inside, a message may hold another."""
    depth, kept = 0, []
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE:
            depth -= 1
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def own_words(element: Any) -> bool:
    """Whether this is somebody's wording, marked by its language or as a name."""
    for each in (element, *element.iterancestors()):
        if each.tag in SKIPPED or (each.get("lang") and each.tag != "html"):
            return True
    return False


def unmarked(page: str, allowed: set[str]) -> set[str]:
    """Plain English on a page that came through no catalogue."""
    document = lxml.html.document_fromstring(page)
    flat: list[tuple[Any, str]] = []
    for element in document.body.iter():
        if not isinstance(element.tag, str) or own_words(element):
            continue
        # The words of one element with those of the children between: a message may hold markup.
        flat.append((element, "".join(_direct(element))))
        flat += [(element, element.get(name)) for name in SPOKEN if element.get(name)]
    found = set()
    for _, text in flat:
        for words in re.findall(r"[A-Za-zÀ-ỹ]{3,}(?:[ ,'’-]+[A-Za-zÀ-ỹ]+)*", outside(text)):
            if words not in allowed:
                found.add(words)
    return found


def _direct(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield " "
        yield child.tail or ""


NAMES = {
    "Solidarity Portal",
    "Word",
    "PDF",
    "EPUB",
    "ODT",
    "OpenDocument",
    "Markdown",
    "HTML",
    "TXT",
    "iCalendar",
    "UTC",
    "GMT",
    "Esc",
}
"""Proper names, the same in every language."""
DATA = re.compile(
    r"^(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*|[ ,])+$"
)
"""What CLDR says, in its own catalogue."""


def known(house: House) -> set[str]:
    """Words that CLDR or the seed brought."""
    names = {str(name) for name in locales.ENGLISH.babel.territories.values()}
    names |= {str(name) for name in locales.ENGLISH.babel.languages.values()}
    names |= {autonym(tag) for tag in COMMON_LANGUAGES}
    parts = {
        part
        for name in names
        for part in re.findall(r"[A-Za-zÀ-ỹ]{3,}(?:[ ,'’-]+[A-Za-zÀ-ỹ]+)*", name)
    }
    return names | parts | NAMES


def is_list(words: str, allowed: set[str]) -> bool:
    """Whether CLDR has joined nothing but such names: "Korean, Khmer, and Urdu"."""
    return all(name in allowed for name in re.split(r",? and |, ", words))


def public_pages() -> list[str]:
    return [
        endpoint
        for endpoint, several in VISITS.items()
        if any("anonymous" in visit.opens for visit in several)
    ]


@pytest.mark.parametrize("endpoint", public_pages())
def test_every_word_of_a_public_page_comes_from_a_catalogue(
    house: House, speaking_pseudo: None, endpoint: str
) -> None:
    allowed, found = known(house), set()
    store = house.app.extensions["portal_pages"]
    for visit in VISITS[endpoint]:
        if "anonymous" not in visit.opens:
            continue
        address = f"/en{address_of(house, endpoint, visit)}"
        store.clear()
        with brackets():
            answer = house.app.test_client().get(address)
        store.clear()
        if is_page(answer):
            words = unmarked(answer.get_data(as_text=True), allowed)
            found |= {each for each in words if not DATA.match(each) and not is_list(each, allowed)}
    assert found == set()


def test_the_pseudo_catalogue_reaches_pages_and_finds_what_is_unmarked(
    house: House, speaking_pseudo: None
) -> None:
    with brackets():
        page = house.app.test_client().get("/en/about").get_data(as_text=True)
    house.app.extensions["portal_pages"].clear()
    assert f"{OPEN}Skip to the text{CLOSE}" in page
    assert unmarked("<html><body><p>Nobody marked this</p></body></html>", set()) == {
        "Nobody marked this"
    }
    assert unmarked(f"<html><body><p>{OPEN}marked{CLOSE}</p></body></html>", set()) == set()
