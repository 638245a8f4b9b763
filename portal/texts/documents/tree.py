"""Pandoc's tree of a document as blocks."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

import nh3

from portal.core.markdown import MAX_BLOCK, Piece, TextTooLong, write_pieces
from portal.texts.documents.inlines import InlineReader, superscript
from portal.texts.documents.numbering import numeral
from portal.texts.documents.prepared import Prepared
from portal.texts.documents.read import BlockKind, ReadBlock, Reason, Remark, UnreadableDocument
from portal.texts.documents.tracked import Paragraph

MAX_BLOCKS = 20_000
CREDITS_STYLE = "Credits"
"""What the portal itself writes under a title: not part of the text when the file comes back."""

_BLOCKS = frozenset(
    [
        "Para",
        "Plain",
        "Header",
        "CodeBlock",
        "LineBlock",
        "BlockQuote",
        "BulletList",
        "OrderedList",
        "DefinitionList",
        "Table",
        "Figure",
        "Div",
    ]
)
_CAPTIONS = frozenset({"caption", "image caption", "table caption", "figure caption"})


@dataclass
class TreeReader:
    """Collects blocks in reading order; heading levels stay as the file has them."""

    prepared: Prepared
    blocks: list[ReadBlock] = field(default_factory=list)
    title: str = ""

    def __post_init__(self) -> None:
        self.inlines = InlineReader(self.prepared)
        self.remarks = self.inlines.remarks

    def read(self, blocks: list[Any]) -> None:
        self._read(blocks, "paragraph", 0)
        done = 0
        while done < len(self.inlines.notes):
            self.remarks.add(Remark.FOOTNOTES_AT_END)
            done += 1
            self._numbered_note(self.inlines.notes[done - 1], superscript(str(done)))

    def _numbered_note(self, note: list[Any], number: str) -> None:
        start = len(self.blocks)
        self._read(note, "paragraph", 0)
        if len(self.blocks) > start:
            first = self.blocks[start]
            before = None if first.before is None else f"{number} {first.before}"
            self.blocks[start] = replace(first, body=f"{number} {first.body}", before=before)

    def _read(self, blocks: list[Any], kind: BlockKind, level: int) -> None:
        for block in blocks:
            self._read_one(block["t"], block.get("c"), kind, level)

    def _read_one(  # noqa: C901, PLR0912 -- one arm for each kind of block
        self, name: str, content: Any, kind: BlockKind, level: int
    ) -> None:
        match name:
            case "Para" | "Plain":
                self._paragraph(content, kind, level)
            case "Header":
                self._paragraph(content[2], "heading", content[0])
            case "LineBlock":
                lines: list[Any] = []
                for line in content:
                    lines += [{"t": "LineBreak"}] if lines else []
                    lines += line
                self._paragraph(lines, kind, level)
            case "CodeBlock":
                self._code(content[1])
            case "BlockQuote":
                self._read(content, "quotation", 0)
            case "BulletList":
                self._list(content, ["" for _ in content], kind, level)
            case "OrderedList":
                (first, style, delimiter), items = content
                numbers = [
                    numeral(first + place, style["t"], delimiter["t"])
                    for place in range(len(items))
                ]
                self._list(items, numbers, kind, level)
            case "DefinitionList":
                for term, definitions in content:
                    self._paragraph([{"t": "Strong", "c": term}], kind, level)
                    for definition in definitions:
                        self._read(definition, kind, level)
            case "Table":
                self._table(content)
            case "Figure":
                self._read(content[2], "paragraph", 0)
                self._read(content[1][1], "caption", 0)
            case "Div":
                self._div(content[0], content[1], kind, level)
            case "RawBlock":
                self._raw(content[1])

    def _div(self, attributes: Any, blocks: list[Any], kind: BlockKind, level: int) -> None:
        style = dict(attributes[2]).get("custom-style", "")
        if style == CREDITS_STYLE:
            return
        self._read(blocks, "caption" if style.lower() in _CAPTIONS else kind, level)

    def _list(self, items: list[Any], numbers: list[str], kind: BlockKind, level: int) -> None:
        depth = level + 1 if kind == "list_item" else 0
        for item, number in zip(items, numbers, strict=True):
            first, rest = item[:1], item[1:]
            if first and first[0]["t"] == "Div":
                # A style around the item's paragraph.
                first = first[0]["c"][1]
                first, rest = first[:1], [*first[1:], *rest]
            if first and first[0]["t"] in {"Para", "Plain"}:
                self._paragraph(first[0]["c"], "list_item", depth, f"{number} " if number else "")
            else:
                rest = [*first, *rest]
            for block in rest:
                nested = block["t"] in {"BulletList", "OrderedList"}
                self._read([block], "list_item" if nested else "paragraph", depth)

    def _table(self, content: Any) -> None:
        _, caption, _, head, bodies, foot = content
        self._read(caption[1], "caption", 0)
        rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
        if all(len(row[1]) == 1 for row in rows):
            # A frame around text is no table.
            for row in rows:
                self._read(row[1][0][4], "paragraph", 0)
            return
        self.remarks.add(Remark.TABLES_AS_ROWS)
        for row in rows:
            inlines: list[Any] = []
            for cell in row[1]:
                inlines += [{"t": "Str", "c": " | "}] if inlines else []
                words = list(_inlines_of(cell[4]))
                while words and words[-1]["t"] in {"Space", "SoftBreak"}:
                    words.pop()
                inlines += words or [{"t": "Str", "c": "–"}]
            if any(inline["t"] != "Str" or inline["c"] not in {" | ", "–"} for inline in inlines):
                self._paragraph(inlines, "paragraph", 0)

    def _code(self, code: str) -> None:
        paragraph = Paragraph()
        for line in code.split("\n"):
            paragraph.add(Piece("\n" if paragraph.pieces else ""))
            paragraph.add(Piece(line, code=True))
        self._add("paragraph", 0, paragraph)

    def _raw(self, markup: str) -> None:
        """HTML inside Markdown: its words stay."""
        self.remarks.add(Remark.FORMATTING_LEFT_OUT)
        paragraph = Paragraph()
        words = nh3.clean(markup[:MAX_BLOCK], tags=set())
        paragraph.add(Piece(unescape(words).strip()))
        self._add("paragraph", 0, paragraph)

    def _paragraph(self, inlines: list[Any], kind: BlockKind, level: int, prefix: str = "") -> None:
        paragraph = self.inlines.read(inlines, prefix)
        match self.inlines.style:
            case "credits":
                return
            case "title" if not self.title:
                self.title = write_pieces(paragraph.after())
                return
            case "quotation" | "caption" as named:
                kind, level = named, 0
            case _:
                pass
        if not paragraph.text_since(0).removeprefix(prefix).strip() and not paragraph.changes:
            return
        self._add(kind, level, paragraph)

    def _add(self, kind: BlockKind, level: int, paragraph: Paragraph) -> None:
        if len(self.blocks) >= MAX_BLOCKS:
            raise UnreadableDocument(Reason.TOO_LARGE)
        if paragraph.changes:
            self.remarks.add(Remark.CHANGES_TRACKED)
        try:
            body = write_pieces(paragraph.after())
            before = write_pieces(paragraph.before()) if paragraph.is_changed else None
        except TextTooLong:
            self.remarks.add(Remark.LONG_PARAGRAPHS_SPLIT)
            self.blocks += split_long(kind, level, paragraph)
            return
        if body or paragraph.changes:
            self.blocks.append(ReadBlock(kind, level, body, tuple(paragraph.changes), before))


def split_long(kind: BlockKind, level: int, paragraph: Paragraph) -> list[ReadBlock]:
    """A paragraph beyond the limit as several without marks, cut at white space where there is any."""
    text = "".join(piece.text for piece in paragraph.after())
    bodies: list[str] = []
    while text:
        # Half the limit, since writing a text down may double it.
        end = len(text)
        if end > MAX_BLOCK // 2:
            end = max(text.rfind(space, 1, MAX_BLOCK // 2) for space in " \n\u200b") + 1
            end = end or MAX_BLOCK // 2
        bodies.append(write_pieces([Piece(text[:end])]))
        text = text[end:]
    blocks = [ReadBlock(kind, level, body) for body in bodies if body]
    return [replace(blocks[0], changes=tuple(paragraph.changes)), *blocks[1:]] if blocks else []


def _inlines_of(blocks: list[Any]) -> Iterable[Any]:
    """The words of a table's cell on one line."""
    for block in blocks:
        match block["t"], block.get("c"):
            case (("Para" | "Plain"), content):
                yield from content
            case "Header", content:
                yield from content[2]
            case "CodeBlock", content:
                yield {"t": "Code", "c": content}
            case "LineBlock", content:
                for line in content:
                    yield from line
            case _, content:
                yield from _inlines_of(list(_blocks_in(content)))
        yield {"t": "Space"}


def _blocks_in(content: Any) -> Iterable[Any]:
    """Whatever blocks stand inside a list, quotation, table or frame, in order."""
    if isinstance(content, dict):
        if content.get("t") in _BLOCKS:
            yield content
    elif isinstance(content, list):
        for part in content:
            yield from _blocks_in(part)
