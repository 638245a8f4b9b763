"""Texts as pandoc's tree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal
from xml.etree.ElementTree import Element

from portal.core.languages import direction as direction_of
from portal.core.markdown import clean, inline_tree, plain_text
from portal.texts.documents.numbering import Numbered, follows, number_of
from portal.texts.documents.tree import CREDITS_STYLE
from portal.texts.documents.written import (
    Direction,
    SideBySide,
    WrittenBlock,
    WrittenDocument,
    marked_changes,
)

API_VERSION = [1, 23, 1]

_Node = dict[str, Any]


@dataclass(frozen=True)
class Manner:
    """What a format needs: `shift` is added to heading levels."""

    shift: int = 0
    title_as_heading: bool = False
    """The title is the first heading, else metadata."""
    mark_all: bool = False
    """Each block says its language, since office programs do not inherit it."""
    numbers_in_words: bool = False
    """The numbers of items are part of their text, since HTML cannot write "(a)"."""
    changes: Literal["tracked", "html", "accepted"] = "accepted"
    """How words that went and came are marked."""


def tree_of(document: WrittenDocument, how: Manner) -> _Node:
    """The tree of a text in one language."""
    blocks = credits_of(document)
    if how.title_as_heading:
        blocks = [_header(1, inlines_of(document.title)), *blocks]
    around = None if how.mark_all else (document.language, document.direction)
    blocks += compose(document.blocks, how, around)
    return _tree(document, blocks, titled=not how.title_as_heading)


def parallel_tree(pair: SideBySide, how: Manner) -> _Node:
    """The tree of a text in two languages: a table whose rows are the blocks, the titles on top."""
    titles = (_title_block(pair.left), _title_block(pair.right))
    rows = [tuple(compose([block], how) if block else [] for block in row) for row in pair.rows]
    blocks = [*credits_of(pair.left), *credits_of(pair.right), _table([titles, *rows])]
    return _tree(pair.left, blocks, titled=not how.title_as_heading)


def alternating_tree(pair: SideBySide, how: Manner) -> _Node:
    """The same for formats without tables: each block is followed by its other language."""
    blocks = [*_title_block(pair.left), *_title_block(pair.right)]
    blocks += [*credits_of(pair.left), *credits_of(pair.right)]
    for row in pair.rows:
        for block in row:
            blocks += compose([block], how) if block else []
    return _tree(pair.left, blocks, titled=False)


def credits_of(document: WrittenDocument) -> list[_Node]:
    language = document.credits_language or document.language
    attributes = [
        ["lang", language],
        ["dir", direction_of(language)],
        ["custom-style", CREDITS_STYLE],
    ]
    lines = [_node("Para", inlines_of(line)) for line in document.credits if line]
    return [_node("Div", [["", ["credits"], attributes], lines])] if lines else []


def compose(
    blocks: Iterable[WrittenBlock], how: Manner, around: tuple[str, Direction] | None = None
) -> list[_Node]:
    """Blocks in order; those in another language than the one `around` them say so."""
    composed: list[_Node] = []
    for (language, direction, is_list), group in groupby(
        (block for block in blocks if block.body),
        key=lambda block: (block.language, block.direction, block.kind == "list_item"),
    ):
        together = list(group)
        nodes = _lists(together, how) if is_list else [_block(block, how) for block in together]
        if (language, direction) == around:
            composed += nodes
        else:
            attributes = [["lang", language], ["dir", direction]]
            composed.append(_node("Div", [["", [], attributes], nodes]))
    return composed


def inlines_of(body: str) -> list[_Node]:
    return _inlines(inline_tree(clean(body)))


def _tree(document: WrittenDocument, blocks: list[_Node], *, titled: bool) -> _Node:
    meta: dict[str, Any] = {
        "lang": {"t": "MetaString", "c": document.language},
        "dir": {"t": "MetaString", "c": document.direction},
        "pagetitle": {"t": "MetaString", "c": plain_text(document.title).replace("\n", " ")},
    }
    if titled:
        meta["title"] = {"t": "MetaInlines", "c": inlines_of(document.title)}
    return {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}


def _title_block(document: WrittenDocument) -> list[_Node]:
    attributes = [["lang", document.language], ["dir", document.direction]]
    return [_node("Div", [["", [], attributes], [_header(1, inlines_of(document.title))]])]


def _node(kind: str, content: Any = None) -> _Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _header(level: int, inlines: list[_Node]) -> _Node:
    return _node("Header", [level, ["", [], []], inlines])


def _block(block: WrittenBlock, how: Manner) -> _Node:
    inlines = _block_inlines(block, how)
    match block.kind:
        case "heading":
            return _header(max(1, (block.level or 2) + how.shift), inlines)
        case "quotation":
            return _node("BlockQuote", [_node("Para", inlines)])
        case "caption":
            return _node(
                "Div", [["", ["caption"], [["custom-style", "Caption"]]], [_node("Para", inlines)]]
            )
        case _:
            return _node("Para", inlines)


# -- lists -------------------------------------------------------------------------------------------------


def _lists(items: Sequence[WrittenBlock], how: Manner, depth: int = 0) -> list[_Node]:
    """Items of one depth and one numbering as one list; deeper ones inside the item before them.

    Numbers stay in the words of formats that cannot write all of them, and of items that were edited.
    """
    nodes: list[_Node] = []
    before: Numbered | None = None
    place = 0
    while place < len(items):
        end = place + 1
        while end < len(items) and items[end].level > depth:
            end += 1
        body = clean(items[place].body)
        edited = how.changes != "accepted" and items[place].edited is not None
        number = None if edited else number_of(body, after=before)
        words = how.numbers_in_words or number is None
        shown = (
            items[place]
            if number is None or words
            else replace(items[place], body=body[number.end :])
        )
        inside: list[_Node] = [_node("Plain", _block_inlines(shown, how))]
        if items[place].level > depth:
            inside = _lists(items[place:end], how, depth + 1)
        elif end > place + 1:
            inside += _lists(items[place + 1 : end], how, depth + 1)
        goes_on = follows(number, before) if number is not None else before is None
        if nodes and goes_on:
            _items_of(nodes[-1]).append(inside)
        else:
            nodes.append(_new_list(number, inside, how.numbers_in_words))
        before = number
        place = end
    return nodes


def _items_of(node: _Node) -> list[list[_Node]]:
    content = node["c"]
    if node["t"] == "BulletList":
        items: list[list[_Node]] = content
    else:
        items = content[1][0]["c"] if node["t"] == "Div" else content[1]
    return items


def _new_list(number: Numbered | None, item: list[_Node], words: bool) -> _Node:  # noqa: FBT001
    if number is None:
        return _node("BulletList", [item])
    if words:
        return _node("Div", [["", ["numbered"], []], [_node("BulletList", [item])]])
    form = [number.number, _node(number.style), _node(number.delimiter)]
    return _node("OrderedList", [form, [item]])


# -- tables ------------------------------------------------------------------------------------------------


def _table(rows: Sequence[Sequence[list[_Node]]]) -> _Node:
    """Two columns of the same width without a head."""
    bare = ["", [], []]
    widths = [[_node("AlignDefault"), _node("ColWidth", 0.5)]] * 2
    body = [[bare, [[bare, _node("AlignDefault"), 1, 1, cell] for cell in row]] for row in rows]
    return _node(
        "Table",
        [["", ["parallel"], []], [None, []], widths, [bare, []], [[bare, 0, [], body]], [bare, []]],
    )


# -- inlines -----------------------------------------------------------------------------------------------


def _block_inlines(block: WrittenBlock, how: Manner) -> list[_Node]:
    if block.edited is None or how.changes == "accepted":
        return inlines_of(block.body)
    nodes: list[_Node] = []
    for change in marked_changes(block):
        if change.kind == "equal":
            nodes += _lines(change.new)
            continue
        for text, tag, name in ((change.old, "del", "deletion"), (change.new, "ins", "insertion")):
            if text and how.changes == "tracked":
                who = [["author", block.edited.author], ["date", block.edited.date]]
                nodes.append(_node("Span", [["", [name], who], _lines(text)]))
            elif text:
                nodes.append(_node("RawInline", ["html", f"<{tag}>"]))
                nodes += [*_lines(text), _node("RawInline", ["html", f"</{tag}>"])]
    return nodes


def _lines(text: str) -> list[_Node]:
    nodes: list[_Node] = []
    for place, line in enumerate(text.split("\n")):
        nodes += [_node("LineBreak")] if place else []
        nodes += _words(line)
    return nodes


def _inlines(element: Element) -> list[_Node]:
    nodes = _words(element.text or "")
    for child in element:
        match child.tag:
            case "br":
                nodes.append(_node("LineBreak"))
            case "em":
                nodes.append(_node("Emph", _inlines(child)))
            case "strong":
                nodes.append(_node("Strong", _inlines(child)))
            case "code":
                nodes.append(_node("Code", [["", [], []], child.text or ""]))
            case _:
                target = [child.get("href", ""), ""]
                nodes.append(_node("Link", [["", [], []], _inlines(child), target]))
        nodes += _words(child.tail or "")
    return nodes


def _words(text: str) -> list[_Node]:
    nodes: list[_Node] = []
    for place, word in enumerate(text.split(" ")):
        nodes += [_node("Space")] if place else []
        nodes += [_node("Str", word)] if word else []
    return nodes
