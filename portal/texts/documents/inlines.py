"""Pandoc's inlines as pieces of text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.core.markdown import Piece
from portal.texts.documents.prepared import Prepared
from portal.texts.documents.read import ChangeKind, Remark, TrackedChange
from portal.texts.documents.tracked import Paragraph
from portal.texts.documents.word import MOVED
from portal.texts.documents.xml import START, STOP

_MARK = re.compile(f"{START}([iesdc])([0-9]+){STOP}")
_CODE_MARK = re.compile(f"{START}c([0-9]){STOP}")
_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SPACES = frozenset({"Space", "SoftBreak"})
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_CHANGES = {
    "insertion": ChangeKind.INSERTION,
    "deletion": ChangeKind.DELETION,
    "paragraph-insertion": ChangeKind.INSERTION,
    "paragraph-deletion": ChangeKind.DELETION,
}
_MOVES = {
    ChangeKind.INSERTION: ChangeKind.MOVED_HERE,
    ChangeKind.DELETION: ChangeKind.MOVED_AWAY,
}
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def superscript(text: str) -> str:
    raised = text.translate(_SUPERSCRIPT)
    return raised if not set(raised) & set(text) else text


def _subscript(text: str) -> str:
    lowered = text.translate(_SUBSCRIPT)
    return lowered if not set(lowered) & set(text) else text


@dataclass(frozen=True)
class _State:
    """What holds for the inlines being read: their marks, and the changes that they stand in."""

    marks: Piece = field(default_factory=lambda: Piece(""))
    inserted: bool = False
    deleted: bool = False


@dataclass
class InlineReader:
    """Reads paragraph after paragraph; insertions may begin in one and end in another."""

    prepared: Prepared
    remarks: set[Remark] = field(default_factory=set)
    notes: list[list[Any]] = field(default_factory=list)
    style: str = ""
    """The style that the paragraph read last had named by a mark."""
    _open: dict[int, int] = field(default_factory=dict)
    """Insertions of an OpenDocument text that are not yet closed, and the piece they begin with."""

    def read(self, inlines: list[Any], prefix: str = "") -> Paragraph:
        paragraph = Paragraph()
        paragraph.add(Piece(prefix))
        self.style = ""
        self._open = dict.fromkeys(self._open, len(paragraph.pieces))
        self._read(inlines, _State(), paragraph)
        for number in self._open:
            self._end_insertion(number, paragraph)
        return paragraph

    def _read(self, inlines: list[Any], state: _State, paragraph: Paragraph) -> None:
        words: list[str] = []
        for inline in inlines:
            kind = inline["t"]
            if kind == "Str":
                words.append(inline["c"])
            elif kind in _SPACES:
                words.append(" ")
            else:
                self._text("".join(words), state, paragraph)
                words.clear()
                self._read_one(kind, inline.get("c"), state, paragraph)
        self._text("".join(words), state, paragraph)

    def _read_one(  # noqa: C901, PLR0912 -- one arm for each kind of inline
        self, kind: str, content: Any, state: _State, paragraph: Paragraph
    ) -> None:
        marks = state.marks
        match kind:
            case "LineBreak":
                self._add("\n", state, paragraph)
            case "Emph":
                self._read(content, replace(state, marks=replace(marks, emphasis=True)), paragraph)
            case "Strong":
                self._read(content, replace(state, marks=replace(marks, strong=True)), paragraph)
            case "Superscript" | "Subscript":
                self._raised(kind, content, state, paragraph)
            case "Underline" | "Strikeout" | "SmallCaps":
                self.remarks.add(Remark.FORMATTING_LEFT_OUT)
                self._read(content, state, paragraph)
            case "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                self._add(opening, state, paragraph)
                self._read(content[1], state, paragraph)
                self._add(closing, state, paragraph)
            case "Cite":
                self._read(content[1], state, paragraph)
            case "Code":
                self._code(content[1], state, paragraph)
            case "Math":
                self.remarks.add(Remark.FORMULAS_AS_CODE)
                self._add(content[1], replace(state, marks=replace(marks, code=True)), paragraph)
            case "Link":
                linked = replace(marks, address=self._address(content[2][0]))
                self._read(content[1], replace(state, marks=linked), paragraph)
            case "Image":
                self.remarks.add(Remark.PICTURES_LEFT_OUT)
            case "Note":
                self.notes.append(content)
                self._add(superscript(str(len(self.notes))), state, paragraph)
            case "Span":
                self._span(content[0], content[1], state, paragraph)
            case "RawInline":
                self._raw(content[1], state, paragraph)

    def _add(self, text: str, state: _State, paragraph: Paragraph) -> None:
        if not text:
            return
        paragraph.add(
            replace(state.marks, text=text),
            inserted=state.inserted or bool(self._open),
            deleted=state.deleted,
        )

    def _address(self, address: str) -> str:
        """Where a link leads, if it leads out of the document."""
        inside = address.startswith("#") or (
            address.startswith("/") and not self.prepared.own_links
        )
        return "" if inside else address

    def _code(self, text: str, state: _State, paragraph: Paragraph) -> None:
        marks = replace(state.marks, code=True)
        position = 0
        for found in _CODE_MARK.finditer(text):
            self._add(text[position : found.start()], replace(state, marks=marks), paragraph)
            position = found.end()
            bits = int(found.group(1))
            marks = replace(marks, emphasis=bool(bits & 1), strong=bool(bits & 2))
        self._add(text[position:], replace(state, marks=marks), paragraph)

    def _raised(self, kind: str, content: Any, state: _State, paragraph: Paragraph) -> None:
        start = len(paragraph.pieces)
        self._read(content, state, paragraph)
        text = paragraph.text_since(start)
        shown = superscript(text) if kind == "Superscript" else _subscript(text)
        if shown == text:
            self.remarks.add(Remark.FORMATTING_LEFT_OUT)
        else:
            del paragraph.pieces[start:]
            self._add(shown, state, paragraph)

    def _raw(self, text: str, state: _State, paragraph: Paragraph) -> None:
        if _BREAK.fullmatch(text):
            self._add("\n", state, paragraph)
        else:
            self.remarks.add(Remark.FORMATTING_LEFT_OUT)

    # -- changes -------------------------------------------------------------------------------------

    def _span(
        self, attributes: Any, content: list[Any], state: _State, paragraph: Paragraph
    ) -> None:
        _, classes, pairs = attributes
        values = dict(pairs)
        if "comment-start" in classes:
            aside = Paragraph()
            self._read(content, _State(), aside)
            paragraph.note(
                _change(ChangeKind.COMMENT, values, aside.text_since(0).strip()), start=-1
            )
            return
        if "comment-end" in classes:
            return
        named = next((name for name in classes if name in _CHANGES), None)
        if named is None:
            self._read(content, state, paragraph)
            return
        kind = _CHANGES[named]
        start = len(paragraph.pieces)
        inside = replace(
            state,
            inserted=state.inserted or kind is ChangeKind.INSERTION,
            deleted=state.deleted or kind is ChangeKind.DELETION,
        )
        self._read(content, inside, paragraph)
        text = "\n" if named.startswith("paragraph") else paragraph.text_since(start)
        if text:
            paragraph.note(_change(kind, values, text), start=start)

    def _text(self, text: str, state: _State, paragraph: Paragraph) -> None:
        position = 0
        for found in _MARK.finditer(text):
            self._add(text[position : found.start()], state, paragraph)
            position = found.end()
            self._mark(found.group(1), int(found.group(2)), state, paragraph)
        self._add(text[position:], state, paragraph)

    def _mark(self, letter: str, number: int, state: _State, paragraph: Paragraph) -> None:
        start = len(paragraph.pieces)
        match letter:
            case "s":
                self.style = self.prepared.styles.get(number, "")
            case "i":
                self._open[number] = start
            case "e" if number in self._open:
                self._end_insertion(number, paragraph)
                del self._open[number]
            case "d" if number in self.prepared.changes:
                change = self.prepared.changes[number]
                self._add(change.text, replace(state, deleted=True), paragraph)
                paragraph.note(change, start=start)

    def _end_insertion(self, number: int, paragraph: Paragraph) -> None:
        start = self._open[number]
        if text := paragraph.text_since(start):
            paragraph.note(replace(self.prepared.changes[number], text=text), start=start)


def _change(kind: ChangeKind, values: Mapping[str, str], text: str) -> TrackedChange:
    author = values.get("author", "")
    if author.startswith(MOVED):
        author, kind = author.removeprefix(MOVED), _MOVES[kind]
    return TrackedChange(kind, author, values.get("date", ""), text)
