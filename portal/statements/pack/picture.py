"""The counter as an SVG picture: a card with a title, one large figure and a few lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

import regex

from portal.texts.engine import clusters, tokenise

WIDTH, MARGIN = 340, 18
_NOT_XML = regex.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE = regex.compile(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\uff00-\uff60]")
_HIGH = frozenset({"km", "my", "lo", "th", "ur"})
"""Languages whose lines need more room."""


@dataclass(frozen=True)
class Picture:
    title: str
    title_language: str
    title_direction: str
    figure: str
    lines: Sequence[str]
    """The first belongs to the figure."""
    language: str
    direction: str
    source: str
    """Whose count it is."""


def draw(picture: Picture) -> bytes:
    """The picture, which says to those who do not see it all that it shows."""
    spoken = ". ".join((picture.title, *picture.lines, picture.source))
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    root.set("aria-label", readable(spoken))
    root.set("lang", picture.language)
    title = SubElement(root, "title")
    title.text = readable(spoken)
    height = float(MARGIN)
    texts: list[Element] = []
    for line in wrapped(picture.title, picture.title_language, 34, 3):
        height += _leading(picture.title_language, 17)
        texts.append(
            _text(line, height, 17, "#25211d", picture.title_language, picture.title_direction)
        )
    height += 10 + _leading(picture.language, 34) * 0.8
    texts.append(_text(picture.figure, height, 34, "#97292f", picture.language, picture.direction))
    height += 6
    for words in picture.lines:
        for line in wrapped(words, picture.language, 42, 2):
            height += _leading(picture.language, 14)
            texts.append(_text(line, height, 14, "#25211d", picture.language, picture.direction))
    height += _leading(picture.language, 12) + 6
    texts.append(_text(picture.source, height, 12, "#5f574c", picture.language, picture.direction))
    height += MARGIN
    root.set("width", str(WIDTH))
    root.set("height", f"{height:.0f}")
    root.set("viewBox", f"0 0 {WIDTH} {height:.0f}")
    card = {"x": "0.5", "y": "0.5", "rx": "4", "fill": "#fdfbf6", "stroke": "#857a69"}
    SubElement(root, "rect", {**card, "width": str(WIDTH - 1), "height": f"{height - 1:.0f}"})
    root.extend(texts)
    drawn: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn


def readable(text: str) -> str:
    """Text without the characters that XML 1.0 does not know."""
    return _NOT_XML.sub("", text)


def wrapped(text: str, language: str, width: float, most: int) -> list[str]:
    """Lines of at most `width` letters, cut between words; the last of `most` says that more follows."""
    lines: list[str] = []
    line = ""
    for token in _pieces(text, language, width):
        if line and _letters(line + token.rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += token
    lines = [each for each in (*lines, line.strip()) if each]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(" ,;:·") + "…"]
    return lines


def _pieces(text: str, language: str, width: float) -> Iterator[str]:
    """Words, and parts of those that are wider than a line; a mark stays with the word before it."""
    held = ""
    for token in tokenise(text, language):
        if regex.match(r"[\p{P}]", token) and held and not held.endswith(" "):
            held += token
            continue
        if held:
            yield held
        held = token
        while _letters(held) > width:
            parts = clusters(held)
            half = max(1, int(width // 2))
            yield "".join(parts[:half])
            held = "".join(parts[half:])
    if held:
        yield held


def _letters(text: str) -> float:
    """About how many Latin letters wide it is."""
    return sum(1.8 if _WIDE.match(each) else 1.0 for each in clusters(text))


def _leading(language: str, size: int) -> float:
    return size * (2.1 if language.partition("-")[0] in _HIGH else 1.35)


def _text(words: str, y: float, size: int, colour: str, language: str, direction: str) -> Element:
    right = direction == "rtl"
    element = Element(
        "text",
        {
            "x": str(WIDTH - MARGIN if right else MARGIN),
            "y": f"{y:.1f}",
            "font-size": str(size),
            "font-family": "Noto Nastaliq Urdu, serif"
            if language == "ur"
            else "system-ui, Noto Sans, sans-serif",
            "fill": colour,
            "xml:lang": language,
            "direction": "rtl" if right else "ltr",
            "aria-hidden": "true",
        },
    )
    if size > 15:
        element.set("font-weight", "600")
    element.text = readable(words)
    return element
