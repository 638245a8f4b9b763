"""Reading a document: Word, OpenDocument, Markdown, HTML or plain text in any common encoding, as blocks."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from portal.core.markdown import Piece, plain_text, write_pieces
from portal.texts.documents.archives import Archive
from portal.texts.documents.decoding import Decoded
from portal.texts.documents.inlines import InlineReader
from portal.texts.documents.languages import language_of
from portal.texts.documents.open_document import prepare_open_document
from portal.texts.documents.pandoc import PandocFailed, read_tree
from portal.texts.documents.plain import read_plain
from portal.texts.documents.prepared import Prepared
from portal.texts.documents.read import (
    ReadBlock,
    ReadDocument,
    Reason,
    Remark,
    UnreadableDocument,
)
from portal.texts.documents.recognising import Form, recognise
from portal.texts.documents.tree import TreeReader
from portal.texts.documents.word import prepare_word

MAX_TEXT = 2_000_000
"""Characters of a text, Markdown or HTML file: some thousand pages."""
MAX_DEPTH = 400
"""Elements inside one another. Word processors nest a dozen; thousands are an attack on the programs that read them."""
_FORMS = {
    Form.WORD: "docx+styles",
    Form.OPEN_DOCUMENT: "odt",
    Form.HTML: "html",
    Form.MARKDOWN: "commonmark_x-smart-attributes-raw_attribute-implicit_figures",
}
_ENCODED_FOR = {
    "cp949": ("ko",),
    "cp932": ("ja",),
    "euc_jp": ("ja",),
    "big5hkscs": ("zh-Hant",),
    "gb18030": ("zh-Hans",),
    "cp1258": ("vi",),
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_OFTEN_UNCLOSED = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "option",
        "br",
        "img",
        "hr",
        "input",
        "meta",
        "link",
        "col",
        "wbr",
        "source",
        "area",
        "base",
    ]
)
_DEEP_LINE = re.compile(
    r"^[ \t]*(?:(?:>[ \t]*){200}|(?:[*+-][ \t]+){200})|^[ ]{1000}", re.MULTILINE
)
# What Word puts between the title and the text, and pandoc takes for facts about the document.
_OPENING = ("subtitle", "author", "date", "abstract")
_HIDDEN = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)


def read_document(data: bytes, filename: str = "") -> ReadDocument:
    """The document as blocks. Raises UnreadableDocument, and nothing else.

    The name only tells Markdown from plain text. Nothing is written to the disk.
    """
    form, source = recognise(data, filename)
    if isinstance(source, Decoded):
        return _read_text(form, source)
    return _read_archive(form, source)


def _check_depth(text: str, form: Form) -> None:
    """Raises UnreadableDocument(DAMAGED) for what nests deeper than anybody writes."""
    depth = 0
    if form is Form.HTML:
        for closing, name in _TAG.findall(text):
            if name.lower() not in _OFTEN_UNCLOSED:
                depth += -1 if closing else 1
                if depth > MAX_DEPTH:
                    raise UnreadableDocument(Reason.DAMAGED, "html")
    elif _DEEP_LINE.search(text):
        raise UnreadableDocument(Reason.DAMAGED, "md")


def read_html(markup: str) -> ReadDocument:
    """What somebody pasted from a page or a word processor."""
    return _read_text(Form.HTML, Decoded(markup, "utf-8", guessed=False))


def _read_archive(form: Form, archive: Archive) -> ReadDocument:
    prepared = prepare_word(archive) if form is Form.WORD else prepare_open_document(archive)
    tree = _tree(prepared.data, form)
    return _document(tree, prepared, form)


def _read_text(form: Form, source: Decoded) -> ReadDocument:
    if len(source.text) > MAX_TEXT:
        raise UnreadableDocument(Reason.TOO_LARGE)
    if form is Form.PLAIN:
        title, blocks = read_plain(source.text)
        read = _told(title, blocks, _ENCODED_FOR.get(source.encoding, ()), set())
    else:
        text = _HIDDEN.sub("", source.text) if form is Form.HTML else source.text
        _check_depth(text, form)
        prepared = Prepared(text.encode("utf-8", "replace"), (), own_links=form is not Form.HTML)
        read = _document(_tree(prepared.data, form), prepared, form)
    remarks = (*read.warnings, *((Remark.ENCODING_GUESSED,) if source.guessed else ()))
    return replace(read, encoding=source.encoding, warnings=remarks)


def _tree(data: bytes, form: Form) -> dict[str, Any]:
    try:
        return read_tree(data, _FORMS[form])
    except RecursionError:
        raise UnreadableDocument(Reason.DAMAGED, form.value) from None
    except PandocFailed as failure:
        reason = Reason.TOO_LARGE if failure.late else Reason.DAMAGED
        raise UnreadableDocument(reason, form.value) from None


def _document(tree: dict[str, Any], prepared: Prepared, form: Form) -> ReadDocument:
    meta = tree["meta"]
    reader = TreeReader(prepared)
    try:
        reader.read([*_opening(meta), *tree["blocks"]])
    except RecursionError:
        raise UnreadableDocument(Reason.DAMAGED, form.value) from None
    blocks = reader.blocks
    title = _words(meta.get("title")) or reader.title
    first_is_title = _is_title(blocks) and (not title or form is Form.HTML)
    if first_is_title or (
        blocks and title and blocks[0].body == title and blocks[0].kind == "heading"
    ):
        title, blocks = blocks[0].body, blocks[1:]
    named = [_words(meta.get("lang")), *prepared.languages]
    return _told(title, _levelled(blocks), named, reader.remarks)


def _opening(meta: dict[str, Any]) -> list[Any]:
    """The lines under the title as paragraphs."""
    paragraphs = []
    for key in _OPENING:
        value = meta.get(key)
        for item in value["c"] if value and value["t"] == "MetaList" else [value]:
            match item:
                case {"t": "MetaInlines", "c": inlines}:
                    paragraphs.append({"t": "Para", "c": inlines})
                case {"t": "MetaBlocks", "c": blocks}:
                    paragraphs += blocks
                case {"t": "MetaString", "c": text}:
                    paragraphs.append({"t": "Para", "c": [{"t": "Str", "c": text}]})
                case _:
                    pass
    return paragraphs


def _words(value: dict[str, Any] | None) -> str:
    """A value of the metadata as one line of Markdown."""
    match value:
        case {"t": "MetaInlines", "c": inlines}:
            pieces = InlineReader(Prepared(b"", ())).read(inlines).after()
            return write_pieces(pieces).replace("\n", " ")
        case {"t": "MetaString", "c": str(text)}:
            return write_pieces([Piece(text)])
        case {"t": "MetaBlocks", "c": [{"t": "Para" | "Plain", "c": inlines}, *_]}:
            return _words({"t": "MetaInlines", "c": inlines})
        case _:
            return ""


def _is_title(blocks: list[ReadBlock]) -> bool:
    """Whether the text begins with its one highest heading."""
    if len(blocks) < 2 or blocks[0].kind != "heading" or not blocks[0].body:
        return False
    levels = [block.level for block in blocks if block.kind == "heading"]
    return levels[0] == min(levels) and levels.count(levels[0]) == 1


def _levelled(blocks: Iterable[ReadBlock]) -> list[ReadBlock]:
    """Headings as levels 2 and 3: the document's highest, and all below."""
    told = list(blocks)
    highest = min((block.level for block in told if block.kind == "heading"), default=1)
    return [
        replace(block, level=2 if block.level == highest else 3)
        if block.kind == "heading"
        else block
        for block in told
    ]


def _told(
    title: str, blocks: list[ReadBlock], named: Iterable[str], remarks: set[Remark]
) -> ReadDocument:
    if not title and not any(block.body or block.changes for block in blocks):
        raise UnreadableDocument(Reason.EMPTY)
    words = "\n".join(plain_text(body) for body in (title, *(block.body for block in blocks)))
    return ReadDocument(
        title=title or None,
        language=language_of(words, named),
        blocks=tuple(blocks),
        warnings=tuple(sorted(remarks)),
    )
