"""Feeds as Atom 1.0 (RFC 4287): entries in order, each with its language, its tag and its moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from portal.statements.pack.picture import readable

ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
register_namespace("", ATOM)


@dataclass(frozen=True)
class FeedEntry:
    """One thing that has happened; `tag` is the same for ever, whatever the words are."""

    tag: str
    title: str
    words: str
    language: str
    """Of the title and the words."""
    address: str
    """Of the page; which is in `text_language`."""
    text_language: str
    at: datetime
    kind: str
    label: str


@dataclass(frozen=True)
class Feed:
    tag: str
    title: str
    language: str
    address: str
    own_address: str
    author: str
    begun: datetime
    """When there was nothing in it yet."""
    entries: Sequence[FeedEntry]

    @property
    def updated(self) -> datetime:
        return max((entry.at for entry in self.entries), default=self.begun)


def atom(feed: Feed) -> bytes:
    """The feed as a file."""
    root = Element(f"{{{ATOM}}}feed", {_LANGUAGE: feed.language})
    _text(root, "id", feed.tag)
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated.isoformat())
    _link(root, "self", feed.own_address, "application/atom+xml")
    _link(root, "alternate", feed.address, "text/html")
    _text(_part(root, "author"), "name", feed.author)
    for entry in feed.entries:
        item = _part(root, "entry")
        item.set(_LANGUAGE, entry.language)
        _text(item, "id", entry.tag)
        _text(item, "title", entry.title)
        _text(item, "updated", entry.at.isoformat())
        _text(item, "published", entry.at.isoformat())
        _link(item, "alternate", entry.address, "text/html").set("hreflang", entry.text_language)
        _part(item, "category").attrib.update(term=entry.kind, label=readable(entry.label))
        _text(item, "summary", entry.words)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _part(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{ATOM}}}{name}")


def _text(parent: Element, name: str, words: str) -> None:
    _part(parent, name).text = readable(words)


def _link(parent: Element, relation: str, address: str, media_type: str) -> Element:
    link = _part(parent, "link")
    link.attrib.update(rel=relation, href=readable(address), type=media_type)
    return link
