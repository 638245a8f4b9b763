"""Where a text lives: its holder's page and title, for the way back from the text's own pages.

Holders hand in a function each, in `portal/blueprints.py`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.texts.models import Text
from portal.texts.queries import read_texts_titles
from portal.texts.queries.reading import ReadTitle


@dataclass(frozen=True)
class Place:
    """The page of whatever holds a text. `shelf` and `shelf_url` are the list that it stands in."""

    title: str
    language: str
    url: str
    shelf: str
    shelf_url: str
    sensitive: bool = False


PlaceOf = Callable[[Session, Text, Sequence[str], Mapping[str, ReadTitle]], Place]
"""Takes the titles too, as far as they can be read, so that a list asks for all of them at once."""
_PLACES: dict[str, PlaceOf] = {}


def register_place(holder_type: str, place_of: PlaceOf) -> None:
    _PLACES[holder_type] = place_of


def place_of(session: Session, text: Text, languages: Sequence[str]) -> Place:
    """The place of one text, titled in the reader's languages."""
    return places_of(session, [text], languages)[text.id]


def places_of(
    session: Session, texts: Collection[Text], languages: Sequence[str]
) -> dict[str, Place]:
    """The places of several texts by their ids, in three statements beside those for their holders."""
    titles = read_texts_titles(session, [text.id for text in texts], languages)
    return {text.id: _PLACES[text.holder_type](session, text, languages, titles) for text in texts}
