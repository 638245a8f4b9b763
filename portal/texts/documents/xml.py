"""Reading and writing the XML parts of documents without ever expanding an entity or opening an address."""

import re
from typing import Any

from lxml import etree

from portal.texts.documents.read import Reason, UnreadableDocument

# Marks put into the text on its way through pandoc: START, a letter and a number, STOP. They come from
# the private use of plane 16, and are taken out of whatever a document holds first.
START, STOP = "\U0010fa01", "\U0010fa02"
_MARKS = re.compile(f"[{START}{STOP}]")
_DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_BOM = b"\xef\xbb\xbf"


def parse(part: bytes) -> Any:
    """The part's root element. Raises UnreadableDocument(DAMAGED)."""
    try:
        root = etree.fromstring(
            part.removeprefix(_BOM),
            etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
            ),
        )
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableDocument(Reason.DAMAGED, "xml") from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument(Reason.DAMAGED, "xml")
    return root


def serialise(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def safe_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without byte order marks and our own marks. Raises UnreadableDocument for declarations."""
    for part in parts.values():
        if _DECLARATIONS.search(part):
            raise UnreadableDocument(Reason.DAMAGED, "xml")
    marks = (START.encode(), STOP.encode())
    safe = {}
    for name, part in parts.items():
        cut = part.removeprefix(_BOM)
        for mark in marks:
            cut = cut.replace(mark, b"")
        safe[name] = cut
    return safe


def mark(letter: str, number: int) -> str:
    return f"{START}{letter}{number}{STOP}"
