"""What pandoc leaves out of files: languages of complex scripts, direction of paragraphs, our style."""

import io
import zipfile
from pathlib import Path
from typing import Any

from portal.core.languages import direction, script
from portal.texts.documents.archives import pack
from portal.texts.documents.written import Format, WrittenDocument
from portal.texts.documents.xml import parse, serialise

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

_EAST_ASIAN = frozenset({"Hans", "Hant", "Hani", "Jpan", "Kore"})
_SIMPLE = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Zzzz"})


def finish(made: bytes, form: Format, document: WrittenDocument) -> bytes:
    """The file as readers' programs want it; what needs nothing comes back as it is."""
    match form:
        case Format.WORD:
            return _finish_word(made, document)
        case Format.OPEN_DOCUMENT:
            return _finish_open_document(made, document)
        case Format.EPUB:
            return _finish_epub(made)
        case _:
            return made


def _class(language: str) -> str:
    """Which of a program's three language settings a language belongs to."""
    written = script(language)
    if written in _EAST_ASIAN:
        return "asian"
    return "simple" if written in _SIMPLE else "complex"


def _parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def _finish_epub(made: bytes) -> bytes:
    """Our lines of style behind pandoc's: a file cannot be named to it in its sandbox."""
    parts = _parts(made)
    style = (Path(__file__).parent / "templates" / "epub.css").read_bytes()
    for name in parts:
        if name.endswith(".css"):
            parts[name] += b"\n" + style
    return pack(parts)


def _changed(made: bytes, name: str, change: Any) -> bytes:
    parts = _parts(made)
    root = parse(parts[name])
    change(root)
    parts[name] = serialise(root)
    return pack(parts)


def _finish_word(made: bytes, document: WrittenDocument) -> bytes:
    def change(root: Any) -> None:
        for element in root.iter(f"{_W}lang"):
            language = element.get(f"{_W}val", "")
            kind = _class(language)
            if kind != "simple":
                element.set(f"{_W}{'eastAsia' if kind == 'asian' else 'bidi'}", language)
        for properties in root.iter(f"{_W}pPr"):
            style = properties.find(f"{_W}pStyle")
            named = style is not None and style.get(f"{_W}val") in {"Title", "Subtitle"}
            if named and document.direction == "rtl" and properties.find(f"{_W}bidi") is None:
                style.addnext(properties.makeelement(f"{_W}bidi"))

    return _changed(made, "word/document.xml", change)


def _finish_open_document(made: bytes, document: WrittenDocument) -> bytes:
    def change(root: Any) -> None:
        languages = {}
        for style in root.iter(f"{_STYLE}style"):
            properties = style.find(f"{_STYLE}text-properties")
            language = properties.get(f"{_FO}language") if properties is not None else None
            if language is None:
                continue
            languages[style.get(f"{_STYLE}name")] = language
            kind = _class(language)
            if kind != "simple":
                properties.set(f"{_STYLE}language-{kind}", language)
        styles = root.find(f"{_OFFICE}automatic-styles")
        turned: dict[str, str] = {}
        for paragraph in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
            spans = (
                languages.get(span.get(f"{_TEXT}style-name"))
                for span in paragraph.iter(f"{_TEXT}span")
            )
            first = next((language for language in spans if language), None)
            if first is None and paragraph.get(f"{_TEXT}style-name") == "Title":
                first = document.language
            if first is not None and direction(first) == "rtl":
                _turn(paragraph, styles, turned)

    return _changed(made, "content.xml", change)


def _turn(paragraph: Any, styles: Any, turned: dict[str, str]) -> None:
    """Give a paragraph a style like its own that runs from right to left."""
    name = paragraph.get(f"{_TEXT}style-name", "Standard")
    if name not in turned:
        turned[name] = f"RTL{len(turned) + 1}"
        own = next((s for s in styles if s.get(f"{_STYLE}name") == name), None)
        style = styles.makeelement(f"{_STYLE}style")
        for key, value in own.items() if own is not None else ():
            style.set(key, value)
        style.set(f"{_STYLE}name", turned[name])
        style.set(f"{_STYLE}family", "paragraph")
        if own is None:
            style.set(f"{_STYLE}parent-style-name", name)
        properties = style.makeelement(f"{_STYLE}paragraph-properties")
        found = own.find(f"{_STYLE}paragraph-properties") if own is not None else None
        for key, value in found.items() if found is not None else ():
            properties.set(key, value)
        properties.set(f"{_STYLE}writing-mode", "rl-tb")
        properties.set(f"{_FO}text-align", "start")
        style.append(properties)
        styles.append(style)
    paragraph.set(f"{_TEXT}style-name", turned[name])
