"""A document on its way to pandoc: repacked, with what pandoc would not tell kept beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.texts.documents.read import TrackedChange


@dataclass(frozen=True)
class Prepared:
    """`languages` are the tags that the file names, the most used first."""

    data: bytes
    languages: tuple[str, ...]
    own_links: bool = True
    """Whether an address without a host leads to this portal; on a page from elsewhere it does not."""
    changes: Mapping[int, TrackedChange] = field(default_factory=dict)
    """For marks in the text: what they stand for."""
    styles: Mapping[int, str] = field(default_factory=dict)
    """For marks at the beginning of a paragraph: its style."""
