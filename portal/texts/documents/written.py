"""What is written to a file: a text in one language or two, as plain values."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from portal.core.markdown import plain_text
from portal.texts.documents.read import BlockKind
from portal.texts.engine import Change, diff

Direction = Literal["ltr", "rtl"]


class Format(enum.StrEnum):
    """The files that a text can leave as; the value is the file name's ending."""

    WORD = "docx"
    OPEN_DOCUMENT = "odt"
    EPUB = "epub"
    PDF = "pdf"
    MARKDOWN = "md"
    HTML = "html"
    PLAIN = "txt"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.OPEN_DOCUMENT: "application/vnd.oasis.opendocument.text",
    Format.EPUB: "application/epub+zip",
    Format.PDF: "application/pdf",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
    Format.PLAIN: "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Edited:
    """What a block was before, and who changed it when (ISO 8601 with seconds and zone)."""

    before: str
    author: str
    date: str


@dataclass(frozen=True)
class WrittenBlock:
    """One block in the language it is shown in; `level` as in `ReadBlock`.

    With `edited` the words that went and came are marked in Word (as tracked changes), HTML, EPUB and PDF;
    other formats show the block as it is now.
    """

    kind: BlockKind
    body: str
    language: str
    direction: Direction
    level: int = 0
    edited: Edited | None = None


@dataclass(frozen=True)
class WrittenDocument:
    """A text in one language; blocks that are not translated keep their own.

    `credits` are lines under the title (who wrote, translated and reviewed, licence, address, the badge of a
    machine draft). They are not part of the text: a Word file that comes back is read without them.
    """

    title: str
    language: str
    direction: Direction
    blocks: Sequence[WrittenBlock]
    credits: Sequence[str] = ()
    credits_language: str | None = None


def marked_changes(block: WrittenBlock) -> list[Change]:
    """The words of an edited block: what stayed, went and came; marks of emphasis are left out."""
    if block.edited is None:
        return []
    return diff(plain_text(block.edited.before), plain_text(block.body), block.language)


@dataclass(frozen=True)
class SideBySide:
    """A text in two languages: the same blocks in the same order, None where one is missing."""

    left: WrittenDocument
    right: WrittenDocument
    rows: Sequence[tuple[WrittenBlock | None, WrittenBlock | None]]
    """Taken instead of the blocks of the two documents."""
