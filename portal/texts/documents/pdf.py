"""Texts as PDF, set by Typst from a fixed template; what people wrote reaches it as data, never as code."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import typst

from portal.core.languages import direction, script
from portal.core.markdown import clean, inline_tree, plain_text
from portal.texts.documents.fonts import families_for
from portal.texts.documents.numbering import number_of, numeral
from portal.texts.documents.written import SideBySide, WrittenBlock, WrittenDocument, marked_changes

_TEMPLATES = Path(__file__).parent / "templates"
# Space between lines in em: scripts that build upwards and downwards need more.
_LEADING = {"Khmr": 1.05, "Mymr": 1.05, "Laoo": 0.95, "Thai": 0.95, "Arab": 0.95, "Tibt": 1.0}
_LEADING |= dict.fromkeys(("Deva", "Beng", "Taml", "Sinh", "Telu", "Knda", "Mlym", "Gujr"), 0.9)
_LEADING |= dict.fromkeys(("Kore", "Jpan", "Hans", "Hant"), 0.85)
_NASTALIQ_LEADING = 1.5
_USUAL_LEADING = 0.72
_REGIONS = {"Hans": "CN", "Hant": "TW"}


def write_pdf(text: WrittenDocument | SideBySide) -> bytes:
    """The text as a tagged PDF. Raises MissingFont."""
    data = _alone(text) if isinstance(text, WrittenDocument) else _beside(text)
    families = families_for("".join(_strings(data)) + "•–", _languages(data))
    data["languages"] = {tag: _setting(tag, fonts) for tag, fonts in families.items()}
    made: bytes = typst.compile(
        str(_TEMPLATES / "document.typ"),
        root=str(_TEMPLATES),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return made


def _alone(document: WrittenDocument) -> dict[str, Any]:
    return {
        "lang": document.language,
        "name": plain_text(document.title).replace("\n", " "),
        "heads": [_head(document)],
        "blocks": [_block(block) for block in document.blocks if block.body],
        "rows": [],
    }


def _beside(pair: SideBySide) -> dict[str, Any]:
    rows = [[_block(block) if block and block.body else None for block in row] for row in pair.rows]
    return {
        "lang": pair.left.language,
        "name": plain_text(pair.left.title).replace("\n", " "),
        "heads": [_head(pair.left), _head(pair.right)],
        "blocks": [],
        "rows": [row for row in rows if any(row)],
    }


def _head(document: WrittenDocument) -> dict[str, Any]:
    return {
        "lang": document.language,
        "title": _inlines(document.title),
        "credits_lang": document.credits_language or document.language,
        "credits": [_inlines(line) for line in document.credits if line],
    }


def _block(block: WrittenBlock) -> dict[str, Any]:
    body = clean(block.body)
    marked = _marked(block)
    number = number_of(body) if block.kind == "list_item" and not marked else None
    marker = numeral(number.number, number.style, number.delimiter) if number else "•"
    return {
        "kind": block.kind,
        "level": block.level,
        "lang": block.language,
        "marker": marker,
        "body": marked or _inlines(body[number.end :] if number else body),
    }


def _marked(block: WrittenBlock) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for change in marked_changes(block):
        if change.kind == "equal":
            nodes.append({"t": "text", "c": change.new})
            continue
        for kind, text in (("del", change.old), ("ins", change.new)):
            if text:
                nodes.append({"t": kind, "c": [{"t": "text", "c": text}]})
    return nodes


def _inlines(body: str) -> list[dict[str, Any]]:
    return _tree(inline_tree(clean(body)))


def _tree(element: Element) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    if element.text:
        nodes.append({"t": "text", "c": element.text})
    for child in element:
        match child.tag:
            case "br":
                nodes.append({"t": "break", "c": ""})
            case "code":
                nodes.append({"t": "code", "c": child.text or ""})
            case "a":
                inner: dict[str, Any] = {
                    "t": "link",
                    "to": child.get("href", ""),
                    "c": _tree(child),
                }
                nodes.append(inner)
            case tag:
                nodes.append({"t": tag, "c": _tree(child)})
        if child.tail:
            nodes.append({"t": "text", "c": child.tail})
    return nodes


def _strings(data: Any) -> Iterable[str]:
    """Everything in the data that is set in type."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "c" and isinstance(value, str):
                yield value
            else:
                yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _languages(data: dict[str, Any]) -> list[str]:
    blocks = [*data["blocks"], *(block for row in data["rows"] for block in row if block)]
    heads = [tag for head in data["heads"] for tag in (head["lang"], head["credits_lang"])]
    return [data["lang"], *heads, *(block["lang"] for block in blocks)]


def _setting(tag: str, families: list[str]) -> dict[str, Any]:
    """How Typst is told to set a language."""
    written = script(tag)
    nastaliq = "Noto Nastaliq Urdu" in families[:1]
    return {
        "lang": tag.partition("-")[0],
        "region": _REGIONS.get(written),
        "dir": direction(tag),
        "fonts": families,
        "latin": "Noto Sans" if nastaliq and "Noto Sans" in families else None,
        "leading": _NASTALIQ_LEADING if nastaliq else _LEADING.get(written, _USUAL_LEADING),
    }
