"""A block as pieces of equally marked text, and pieces written as a block: the door to other formats."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from xml.etree.ElementTree import Element

from portal.core.markdown.cleaning import BIDI, MAX_BLOCK, NEWLINES, UNWANTED, TextTooLong, clean
from portal.core.markdown.grammar import inline_tree
from portal.core.markdown.tokens import escape, is_allowed, is_bare_address


@dataclass(frozen=True)
class Piece:
    """Text with one set of marks; a new line in it is a line break."""

    text: str
    emphasis: bool = False
    strong: bool = False
    code: bool = False
    address: str = ""


_PLAIN = Piece("")


def pieces_of(body: str) -> list[Piece]:
    """The block's text in order, cut where the marks change."""
    found: list[Piece] = []
    _collect(inline_tree(clean(body)), Piece(""), found)
    return _joined(found)


def write_pieces(pieces: Iterable[Piece]) -> str:
    """One block of Markdown that reads back as these pieces. Raises TextTooLong.

    White space at the edges of emphasis and of lines moves out or goes, as the grammar needs. Should
    some combination of marks not read back as it was, marks are given up before any word is.
    """
    given = list(pieces)
    length = sum(len(piece.text) for piece in given)
    if length > 2 * MAX_BLOCK:
        raise TextTooLong(length)
    if all(_marks(piece) == _PLAIN for piece in given):
        # Most paragraphs, and much quicker.
        text = clean("".join(piece.text for piece in given))
        body = clean(escape(text))
        if _text_of(pieces_of(body)) == text:
            return body
    wanted = _settled(given)
    for simpler, bare in (
        (_as_it_is, True),
        (_as_it_is, False),
        (_without_emphasis, False),
    ):
        tried = _joined(map(simpler, wanted))
        body = clean(_Writer(bare=bare).write(tried))
        if _reads_as(body, tried):
            return body
    return clean(escape(_text_of(wanted)))


def canonical(body: str) -> str:
    """The one spelling of a body among those that read alike: `_a_` and `*a*` give the same."""
    return write_pieces(pieces_of(body))


def reads_alike(one: str, other: str) -> bool:
    """Whether two bodies say the same with the same marks, however these are typed."""
    return one == other or canonical(one) == canonical(other)


def _text_of(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _as_it_is(piece: Piece) -> Piece:
    return piece


def _without_emphasis(piece: Piece) -> Piece:
    return replace(piece, emphasis=False, strong=False)


def _collect(element: Element, marks: Piece, found: list[Piece]) -> None:
    found.append(replace(marks, text=element.text or ""))
    for child in element:
        match child.tag:
            case "br":
                found.append(replace(marks, text="\n"))
            case "em":
                _collect(child, replace(marks, emphasis=True), found)
            case "strong":
                _collect(child, replace(marks, strong=True), found)
            case "code":
                found.append(replace(marks, text=child.text or "", code=True))
            case _:
                _collect(child, replace(marks, address=child.get("href", "")), found)
        found.append(replace(marks, text=child.tail or ""))


def _marks(piece: Piece) -> Piece:
    return replace(piece, text="")


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours with the same marks put together."""
    told = (piece for piece in pieces if piece.text)
    return [
        replace(marks, text="".join(piece.text for piece in group))
        for marks, group in groupby(told, key=_marks)
    ]


# -- settling: what the grammar could not write is put right first ------------------------------------------


def _settled(pieces: Iterable[Piece]) -> list[Piece]:
    letters = [
        (letter, _marks(piece))
        for given in pieces
        for piece in (_allowed(given),)
        for letter in piece.text
    ]
    letters = _without(letters, r"^ +| +$|(?<= ) +")
    letters = _without(letters, r"\A\n+|\n+\Z|(?<=\n\n)\n+")
    letters = _with_space_outside(letters, "address", "")
    for mark in ("emphasis", "strong"):
        letters = _with_space_outside(letters, mark, False)
        letters = _with_space_inside(letters, mark)
        letters = _not_across_links(letters, mark)
        letters = _with_space_outside(letters, mark, False)
    return _joined(replace(marks, text=letter) for letter, marks in letters)


_Letters = list[tuple[str, Piece]]


def _allowed(piece: Piece) -> Piece:
    text = UNWANTED.sub("", NEWLINES.sub("\n", piece.text).replace("\t", " "))
    if piece.code:
        text = text.replace("\n", " ")
    address = piece.address.replace("<", "%3C").replace(">", "%3E")
    return replace(
        piece,
        text=unicodedata.normalize("NFC", text),
        address=address if is_allowed(address) else "",
    )


def _without(letters: _Letters, pattern: str) -> _Letters:
    text = "".join(letter for letter, _ in letters)
    kept: _Letters = []
    position = 0
    for found in re.finditer(pattern, text, re.MULTILINE):
        kept += letters[position : found.start()]
        position = found.end()
    return kept + letters[position:]


def _with_space_outside(letters: _Letters, mark: str, absent: str | bool) -> _Letters:  # noqa: FBT001
    """Take one mark off the white space at the edges of each stretch that has it."""
    settled: _Letters = []
    for value, group in groupby(letters, key=lambda pair: getattr(pair[1], mark)):
        stretch = list(group)
        solid = [
            place
            for place, (letter, marks) in enumerate(stretch)
            if marks.code or not letter.isspace()
        ]
        if value == absent or (solid and solid[0] == 0 and solid[-1] == len(stretch) - 1):
            settled += stretch
            continue
        first, last = (solid[0], solid[-1]) if solid else (len(stretch), len(stretch))
        settled += [
            (letter, marks if first <= place <= last else replace(marks, **{mark: absent}))  # type: ignore[arg-type]
            for place, (letter, marks) in enumerate(stretch)
        ]
    return settled


def _not_across_links(letters: _Letters, mark: str) -> _Letters:
    """A mark that covers the end of a link and something beside it, but not the whole link, leaves the link."""
    settled: _Letters = []
    place = 0
    for address, group in groupby(letters, key=lambda pair: pair[1].address):
        stretch = list(group)
        end = place + len(stretch)
        has = [bool(getattr(marks, mark)) for _, marks in stretch]
        before = place > 0 and bool(getattr(letters[place - 1][1], mark))
        after = end < len(letters) and bool(getattr(letters[end][1], mark))
        if address and not all(has) and ((before and has[0]) or (after and has[-1])):
            stretch = [
                (letter, replace(marks, **{mark: False}))  # type: ignore[arg-type]
                for letter, marks in stretch
            ]
        settled += stretch
        place = end
    return settled


def _with_space_inside(letters: _Letters, mark: str) -> _Letters:
    """Give one mark to the white space between two letters that have it: one emphasis, not two."""
    settled = list(letters)
    last: int | None = None
    for place, (letter, marks) in enumerate(letters):
        if letter.isspace() and not marks.code:
            continue
        if last is not None and getattr(marks, mark) and getattr(letters[last][1], mark):
            for between in range(last + 1, place):
                space, own = settled[between]
                settled[between] = (space, replace(own, **{mark: True}))  # type: ignore[arg-type]
        last = place
    return settled


def _reads_as(body: str, pieces: Sequence[Piece]) -> bool:
    """Whether the body reads as these pieces, but for plain addresses, which become links, and bidi controls."""
    found = pieces_of(body)
    if found == list(pieces):
        return True
    read = [(letter, _marks(p)) for p in found for letter in BIDI.sub("", p.text)]
    meant = [(letter, _marks(p)) for p in pieces for letter in BIDI.sub("", p.text)]
    return len(read) == len(meant) and all(
        one == other or (one[0] == other[0] and replace(one[1], address="") == other[1])
        for one, other in zip(read, meant, strict=True)
    )


# -- writing -----------------------------------------------------------------------------------------------


class _Writer:
    """Opens and closes marks so that they nest: at each place the mark that lasts longest opens first."""

    def __init__(self, *, bare: bool) -> None:
        self.bare = bare
        self.parts: list[str] = []
        # Open marks: their name and, for a link, its address.
        self.open: list[tuple[str, str]] = []

    def write(self, pieces: Sequence[Piece]) -> str:
        for place, piece in enumerate(pieces):
            wanted = _names(piece)
            while any(mark not in wanted for mark in self.open):
                self._close()
            new = [mark for mark in wanted if mark not in self.open]
            for mark in sorted(
                new, key=lambda mark: (-_lasts(mark, pieces, place), mark[0] == "link")
            ):
                self._start(mark)
            self._text(piece, pieces, place)
        while self.open:
            self._close()
        return "".join(self.parts)

    def _text(self, piece: Piece, pieces: Sequence[Piece], place: int) -> None:
        if piece.code:
            self.parts.append(_code(piece.text))
        elif piece.address and _is_whole_link(pieces, place) and (short := self._short(piece)):
            # The link's own opening bracket is the last thing written.
            self.parts.pop()
            self.open.remove(("link", piece.address))
            self.parts.append(short)
        else:
            before = self.parts[-1][-1:] if self.parts else ""
            after = self._after(pieces, place)
            in_link = bool(piece.address)
            self.parts.append(escape(piece.text, in_link=in_link, before=before, after=after))

    def _after(self, pieces: Sequence[Piece], place: int) -> str:
        """The character that will follow a piece's text: most often the sign of a mark that ends or begins."""
        if place + 1 == len(pieces):
            return "*" if self.open else ""
        piece, later = pieces[place], pieces[place + 1]
        opens_nothing = all(mark in self.open for mark in _names(later))
        closes_nothing = all(mark in _names(later) for mark in self.open)
        if later.code and opens_nothing and closes_nothing:
            return "`"
        is_bare = self.bare and later.text == later.address and is_bare_address(later.text)
        if is_bare and _is_whole_link(pieces, place + 1) and _names(piece) == _names(later)[1:]:
            return later.text[0]
        if opens_nothing and self.open and self.open[-1] not in _names(later):
            return "]" if self.open[-1][0] == "link" else "*"
        return "["

    def _short(self, piece: Piece) -> str:
        """`<address>`, or the address alone, for a link that shows where it leads."""
        if self.open[-1] != ("link", piece.address):
            return ""
        if piece.text == piece.address and is_bare_address(piece.text) and self.bare:
            return piece.text
        if piece.text == piece.address and re.match("https?://", piece.text, re.IGNORECASE):
            return f"<{piece.text}>"
        if piece.address == f"tel:{piece.text}":
            return f"<{piece.address}>"
        if piece.address == f"mailto:{piece.text}" and piece.text.count("@") == 1:
            return f"<{piece.text}>"
        return ""

    def _start(self, mark: tuple[str, str]) -> None:
        self.open.append(mark)
        self.parts.append({"strong": "**", "emphasis": "*", "link": "["}[mark[0]])

    def _close(self) -> None:
        name, address = self.open.pop()
        if name != "link":
            self.parts.append("**" if name == "strong" else "*")
        elif re.search(r"[()]", address):
            self.parts.append(f"](<{address}>)")
        else:
            self.parts.append(f"]({address})")


def _names(piece: Piece) -> list[tuple[str, str]]:
    named = [("link", piece.address)] if piece.address else []
    named += [("strong", "")] if piece.strong else []
    return named + ([("emphasis", "")] if piece.emphasis else [])


def _lasts(mark: tuple[str, str], pieces: Sequence[Piece], place: int) -> int:
    end = place
    while end < len(pieces) and mark in _names(pieces[end]):
        end += 1
    return end


def _is_whole_link(pieces: Sequence[Piece], place: int) -> bool:
    around = [*pieces[max(place - 1, 0) : place], *pieces[place + 1 : place + 2]]
    return all(piece.address != pieces[place].address for piece in around)


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    edges = text[0] + text[-1]
    padded = f" {text} " if "`" in edges or (edges == "  " and text.strip(" ")) else text
    return f"{fence}{padded}{fence}"
