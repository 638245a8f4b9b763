"""Writing a text as a Word, OpenDocument, EPUB, PDF, Markdown, HTML or plain text file."""

import uuid
from dataclasses import replace
from pathlib import Path

from portal.core.markdown import plain_text
from portal.texts.documents.composing import Manner, alternating_tree, parallel_tree, tree_of
from portal.texts.documents.finishing import finish
from portal.texts.documents.pandoc import write_tree
from portal.texts.documents.pdf import write_pdf
from portal.texts.documents.written import Format, SideBySide, WrittenBlock, WrittenDocument

_MANNERS = {
    Format.WORD: Manner(shift=-1, mark_all=True, changes="tracked"),
    Format.OPEN_DOCUMENT: Manner(shift=-1, mark_all=True),
    Format.EPUB: Manner(shift=-1, numbers_in_words=True, changes="html"),
    Format.MARKDOWN: Manner(title_as_heading=True),
    Format.HTML: Manner(numbers_in_words=True, changes="html"),
}
TEMPLATES = Path(__file__).parent / "templates"
_NAMESPACE = uuid.UUID("5f3d6f1e-5d7e-5c1b-9d3c-0d6a3b1f7c55")


def write_document(document: WrittenDocument, form: Format) -> bytes:
    """The text in one language as a file. Raises MissingFont for a PDF that cannot be set."""
    if form is Format.PDF:
        return write_pdf(document)
    if form is Format.PLAIN:
        return _plain(document).encode()
    tree = tree_of(document, _MANNERS[form])
    return finish(write_tree(tree, _arguments(form, document)), form, document)


def write_side_by_side(pair: SideBySide, form: Format) -> bytes:
    """The text in two languages, side by side where the format has columns, else one below the other."""
    if form is Format.PDF:
        return write_pdf(pair)
    if form is Format.PLAIN:
        return _plain_pair(pair).encode()
    manner = replace(_MANNERS[form], title_as_heading=form is not Format.EPUB)
    tree = (alternating_tree if form is Format.MARKDOWN else parallel_tree)(pair, manner)
    return finish(write_tree(tree, _arguments(form, pair.left)), form, pair.left)


def _arguments(form: Format, document: WrittenDocument) -> list[str]:
    match form:
        case Format.MARKDOWN:
            return ["-t", "commonmark_x-smart", "-s", "--wrap=none"]
        case Format.HTML:
            return [
                "-t",
                "html5",
                "-s",
                "--wrap=none",
                "--template",
                str(TEMPLATES / "document.html"),
            ]
        case Format.EPUB:
            return [
                *("-t", "epub3", "--split-level=1"),
                *("-M", f"identifier=urn:uuid:{_identifier(document)}"),
                *("-M", f"page-progression-direction={document.direction}"),
            ]
        case _:
            return ["-t", form.value]


def _identifier(document: WrittenDocument) -> uuid.UUID:
    """The same text has the same identifier, so that a reading app replaces and does not double it."""
    words = "\n".join(
        [document.language, document.title, *(block.body for block in document.blocks)]
    )
    return uuid.uuid5(_NAMESPACE, words)


def _plain(document: WrittenDocument) -> str:
    parts = [plain_text(document.title), *_credits(document), *map(_plain_block, document.blocks)]
    return _paragraphs(parts)


def _plain_pair(pair: SideBySide) -> str:
    parts = [plain_text(pair.left.title), plain_text(pair.right.title)]
    parts += [*_credits(pair.left), *_credits(pair.right)]
    parts += [_plain_block(block) for row in pair.rows for block in row if block is not None]
    return _paragraphs(parts)


def _credits(document: WrittenDocument) -> list[str]:
    lines = "\n".join(plain_text(line) for line in document.credits if line)
    return [lines] if lines else []


def _plain_block(block: WrittenBlock) -> str:
    text = plain_text(block.body)
    return f"{'  ' * block.level}• {text}" if block.kind == "list_item" and text else text


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
