"""OpenDocument texts (ISO/IEC 26300) made ready for pandoc, which knows neither their changes nor their styles.

Tracked changes become marks in the text, deletions with their words; a paragraph in a style that
matters begins with a mark.
"""

from typing import Any

from portal.texts.documents.archives import Archive, pack
from portal.texts.documents.prepared import Prepared
from portal.texts.documents.read import ChangeKind, TrackedChange
from portal.texts.documents.xml import mark, parse, safe_parts, serialise

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_WANTED = ("mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml", "meta.xml")
_STYLES = {
    "title": "title",
    "quotations": "quotation",
    "block text": "quotation",
    "caption": "caption",
    "illustration": "caption",
    "figure": "caption",
    "table": "caption",
    "image caption": "caption",
    "credits": "credits",
}


def prepare_open_document(archive: Archive) -> Prepared:
    """Raises UnreadableDocument."""
    parts = safe_parts(archive.parts(lambda name: name in _WANTED))
    content = parse(parts.get("content.xml", b""))
    styles = parse(parts["styles.xml"]) if "styles.xml" in parts else None
    languages = _languages(content, styles, parts.get("meta.xml"))
    _write_ruby_out(content)
    changes = _write_changes_out(content)
    marked = _mark_styles(content, styles)
    parts["content.xml"] = serialise(content)
    return Prepared(pack(parts), languages, changes=changes, styles=marked)


def _languages(content: Any, styles: Any, meta: bytes | None) -> tuple[str, ...]:
    found: list[str] = []
    if meta is not None:
        found += [element.text for element in parse(meta).iter(f"{_DC}language") if element.text]
    for root in (content, styles):
        for element in root.iter(f"{_STYLE}text-properties") if root is not None else ():
            for space, suffix in ((_FO, ""), (_STYLE, "-asian"), (_STYLE, "-complex")):
                language = element.get(f"{space}language{suffix}", "none")
                country = element.get(f"{space}country{suffix}", "none")
                if language != "none":
                    found.append(language if country == "none" else f"{language}-{country}")
    return tuple(dict.fromkeys(found))


def _write_ruby_out(root: Any) -> None:
    """Readings beside Chinese characters, as 漢字（かんじ）."""
    for reading in root.iter(f"{_TEXT}ruby-text"):
        if reading.text:
            reading.tag = f"{_TEXT}span"
            reading.text = f"（{reading.text}）"
    for element in root.iter(f"{_TEXT}ruby", f"{_TEXT}ruby-base"):
        element.tag = f"{_TEXT}span"


def _write_changes_out(root: Any) -> dict[int, TrackedChange]:
    regions: dict[str, tuple[TrackedChange, int]] = {}
    changes: dict[int, TrackedChange] = {}
    for region in root.iter(f"{_TEXT}changed-region"):
        for element in region.iterchildren(f"{_TEXT}insertion", f"{_TEXT}deletion"):
            number = len(changes)
            changes[number] = _change(element)
            regions[region.get(f"{_TEXT}id", "")] = (changes[number], number)
    if not changes:
        return changes
    letters = {f"{_TEXT}change-start": "i", f"{_TEXT}change-end": "e", f"{_TEXT}change": "d"}
    for element in list(root.iter(*letters)):
        _, number = regions.get(element.get(f"{_TEXT}change-id", ""), (None, -1))
        if number >= 0:
            _replace_by_text(element, mark(letters[element.tag], number))
    for tracked in list(root.iter(f"{_TEXT}tracked-changes")):
        tracked.getparent().remove(tracked)
    return changes


def _change(element: Any) -> TrackedChange:
    info = element.find(f"{_OFFICE}change-info")
    author = info.findtext(f"{_DC}creator", "") if info is not None else ""
    date = info.findtext(f"{_DC}date", "") if info is not None else ""
    deleted = element.tag == f"{_TEXT}deletion"
    paragraphs = [child for child in element if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}]
    text = "\n".join("".join(_words(paragraph)) for paragraph in paragraphs) if deleted else ""
    return TrackedChange(
        ChangeKind.DELETION if deleted else ChangeKind.INSERTION, author, date, text
    )


def _words(element: Any) -> list[str]:
    words = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            words.append(" " * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}line-break":
            words.append("\n")
        elif child.tag == f"{_TEXT}tab":
            words.append(" ")
        else:
            words += _words(child)
        words.append(child.tail or "")
    return words


def _replace_by_text(element: Any, text: str) -> None:
    """Put text where an empty element is; outside a paragraph it goes to the next one's beginning."""
    around, before = element.getparent(), element.getprevious()
    text += element.tail or ""
    if around.tag not in {f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span", f"{_TEXT}a"}:
        target = element.getnext()
        while target is not None and target.tag not in {f"{_TEXT}p", f"{_TEXT}h"}:
            target = next(target.iter(f"{_TEXT}p", f"{_TEXT}h"), None)
        if target is not None:
            target.text = text.strip() + (target.text or "")
    elif before is not None:
        before.tail = (before.tail or "") + text
    else:
        around.text = (around.text or "") + text
    element.tail = None
    around.remove(element)


def _mark_styles(content: Any, styles: Any) -> dict[int, str]:
    """Begin each paragraph in a style that matters with a mark, the first of its kind giving the number."""
    parents: dict[str, tuple[str, str]] = {}
    for root in (styles, content):
        for style in root.iter(f"{_STYLE}style") if root is not None else ():
            name = style.get(f"{_STYLE}name", "")
            shown = style.get(f"{_STYLE}display-name", name).replace("_20_", " ").lower()
            parents[name] = (shown, style.get(f"{_STYLE}parent-style-name", ""))
    numbers = {style: number for number, style in enumerate(sorted(set(_STYLES.values())))}
    for paragraph in content.iter(f"{_TEXT}p"):
        if (meant := _meaning(paragraph.get(f"{_TEXT}style-name", ""), parents)) is not None:
            paragraph.text = mark("s", numbers[meant]) + (paragraph.text or "")
    return {number: style for style, number in numbers.items()}


def _meaning(name: str, parents: dict[str, tuple[str, str]]) -> str | None:
    for _ in range(8):
        shown, parent = parents.get(name, (name.replace("_20_", " ").lower(), ""))
        if shown in _STYLES:
            return _STYLES[shown]
        if not parent:
            return None
        name = parent
    return None
