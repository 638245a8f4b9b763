"""Where a text lives: its holder's page and title, for the way back from the text's own pages.

Holders hand in a function each, in `portal/blueprints.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.texts.models import Text


@dataclass(frozen=True)
class Place:
    """The page of whatever holds a text. `shelf` and `shelf_url` are the list that it stands in."""

    title: str
    language: str
    url: str
    shelf: str
    shelf_url: str
    sensitive: bool = False


PlaceOf = Callable[[Session, Text, Sequence[str]], Place]
_PLACES: dict[str, PlaceOf] = {}


def register_place(holder_type: str, place_of: PlaceOf) -> None:
    _PLACES[holder_type] = place_of


def place_of(session: Session, text: Text, languages: Sequence[str]) -> Place:
    """The place of one text, titled in the reader's languages."""
    return _PLACES[text.holder_type](session, text, languages)
