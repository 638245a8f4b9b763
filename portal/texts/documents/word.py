"""Word documents (ECMA-376) made ready for pandoc: moves told from other changes, ruby kept, languages counted."""

from collections import Counter
from posixpath import dirname, join, normpath
from typing import Any

from portal.texts.documents.archives import Archive, pack
from portal.texts.documents.prepared import Prepared
from portal.texts.documents.read import Reason, UnreadableDocument
from portal.texts.documents.xml import START, mark, parse, safe_parts, serialise

MOVED = START
"""Stands before the author of a move: pandoc gives moves as plain insertions and deletions."""

_WRAPPERS = ("dir", "bdo", "smartTag", "customXml")
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_USUAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def prepare_word(archive: Archive) -> Prepared:
    """Raises UnreadableDocument."""
    parts = safe_parts(archive.parts(_is_wanted))
    main = _main_part(parts)
    folder = dirname(main)
    languages: Counter[str] = Counter()
    for name in (main, join(folder, "footnotes.xml"), join(folder, "endnotes.xml")):
        if name in parts:
            root = parse(parts[name])
            space = _STRICT if root.tag.startswith(_STRICT) else _USUAL
            _unwrap(root, space)
            _mark_moves(root, space)
            _write_ruby_out(root, space)
            _mark_code(root, space)
            _count_languages(root, space, languages)
            parts[name] = serialise(root)
    styles = join(folder, "styles.xml")
    if styles in parts:
        root = parse(parts[styles])
        for space in (_USUAL, _STRICT):
            for element in root.iter(f"{space}lang"):
                _count(element, space, languages, 0)
    return Prepared(pack(parts), tuple(tag for tag, _ in languages.most_common()))


def _is_wanted(name: str) -> bool:
    """Text and styles; no pictures, macros, embedded files."""
    return name.endswith((".xml", ".rels")) and not name.startswith("customXml/")


def _main_part(parts: dict[str, bytes]) -> str:
    for relation in parse(parts.get("_rels/.rels", b"")).iter(_RELATIONS):
        if relation.get("Type", "").endswith("/officeDocument"):
            name = normpath(str(relation.get("Target", "")).lstrip("/"))
            if name in parts:
                return name
    raise UnreadableDocument(Reason.DAMAGED, "docx")


def _unwrap(root: Any, space: str) -> None:
    """Take runs out of wrappers that pandoc would drop with all their words (right-to-left spans, smart tags)."""
    for wrapper in list(root.iter(*(f"{space}{name}" for name in _WRAPPERS))):
        around = wrapper.getparent()
        place = around.index(wrapper)
        for offset, child in enumerate(list(wrapper)):
            around.insert(place + offset, child)
        around.remove(wrapper)


def _mark_moves(root: Any, space: str) -> None:
    for element in root.iter(f"{space}moveFrom", f"{space}moveTo"):
        author = f"{space}author"
        element.set(author, MOVED + element.get(author, ""))


def _write_ruby_out(root: Any, space: str) -> None:
    """Readings beside Chinese characters, which pandoc drops with the characters: 漢字（かんじ）."""
    for ruby in list(root.iter(f"{space}ruby")):
        run = ruby.getparent()
        around = run.getparent()
        if run.tag != f"{space}r" or around is None:
            continue
        base = ruby.find(f"{space}rubyBase")
        reading = "".join(
            text.text or "" for text in ruby.iter(f"{space}t") if _is_reading(text, space)
        )
        place = around.index(run)
        new = list(base.iterchildren(f"{space}r")) if base is not None else []
        if reading:
            said = run.makeelement(f"{space}r")
            said.append(said.makeelement(f"{space}t"))
            said[0].text = f"（{reading}）"
            new.append(said)
        run.remove(ruby)
        for offset, element in enumerate(new, start=1):
            around.insert(place + offset, element)


def _is_reading(text: Any, space: str) -> bool:
    return any(above.tag == f"{space}rt" for above in text.iterancestors())


def _mark_code(root: Any, space: str) -> None:
    """Begin each run of code with how it is emphasised, which pandoc does not tell of code."""
    for run in root.iter(f"{space}r"):
        style = run.find(f"{space}rPr/{space}rStyle")
        text = run.find(f"{space}t")
        if style is None or text is None or style.get(f"{space}val") != "VerbatimChar":
            continue
        bits = sum(
            bit
            for bit, name in ((1, "i"), (2, "b"))
            if (found := run.find(f"{space}rPr/{space}{name}")) is not None
            and found.get(f"{space}val", "true") not in {"0", "false"}
        )
        text.text = mark("c", bits) + (text.text or "")


def _count_languages(root: Any, space: str, languages: Counter[str]) -> None:
    """How many letters each run says are in which language."""
    for run in root.iter(f"{space}r"):
        said = run.find(f"{space}rPr/{space}lang")
        if said is not None:
            length = sum(len(text.text or "") for text in run.iter(f"{space}t"))
            _count(said, space, languages, length)


def _count(element: Any, space: str, languages: Counter[str], length: int) -> None:
    for attribute in ("val", "eastAsia", "bidi"):
        if tag := element.get(f"{space}{attribute}"):
            languages[tag] += length
