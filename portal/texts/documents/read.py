"""What reading a document gives: blocks, the changes tracked in them, warnings, or one clear refusal."""

import enum
from dataclasses import dataclass
from typing import Literal

from portal.core.errors import Invalid
from portal.core.sentences import Sentence, say

BlockKind = Literal["heading", "paragraph", "list_item", "quotation", "caption"]
"""The values of the kinds of blocks; the title stands apart."""


class ChangeKind(enum.StrEnum):
    """What someone did to the document with change tracking on."""

    INSERTION = "insertion"
    DELETION = "deletion"
    MOVED_HERE = "moved_here"
    MOVED_AWAY = "moved_away"
    COMMENT = "comment"


@dataclass(frozen=True)
class TrackedChange:
    """One tracked change or comment, by whom and when as the file says (`date` is ISO 8601, or empty).

    `text` is plain; an inserted or deleted paragraph mark is a new line.
    """

    kind: ChangeKind
    author: str
    date: str
    text: str


@dataclass(frozen=True)
class ReadBlock:
    """One block as it would stand with all changes accepted.

    `body` is inline Markdown, clean; it is empty where a change takes the whole block out. A numbered
    item keeps its number at the front of the body ("2. ", "(b) ").
    """

    kind: BlockKind
    level: int
    """2 or 3 for a heading; depth of a list item, 0 outermost; else 0."""
    body: str
    changes: tuple[TrackedChange, ...] = ()
    before: str | None = None
    """The body with all changes rejected; None where nothing was changed."""


class Remark(enum.StrEnum):
    """What was read differently from how it looked."""

    TABLES_AS_ROWS = "tables_as_rows"
    FOOTNOTES_AT_END = "footnotes_at_end"
    PICTURES_LEFT_OUT = "pictures_left_out"
    FORMATTING_LEFT_OUT = "formatting_left_out"
    FORMULAS_AS_CODE = "formulas_as_code"
    LONG_PARAGRAPHS_SPLIT = "long_paragraphs_split"
    ENCODING_GUESSED = "encoding_guessed"
    CHANGES_TRACKED = "changes_tracked"


REMARKS: dict[Remark, Sentence] = {
    Remark.TABLES_AS_ROWS: say(
        "The document has tables; each of their rows became a paragraph, its cells divided by bars."
    ),
    Remark.FOOTNOTES_AT_END: say("The footnotes now stand at the end, with their numbers."),
    Remark.PICTURES_LEFT_OUT: say("Pictures were left out; add them as files of their own."),
    Remark.FORMATTING_LEFT_OUT: say(
        "Some formatting has no equal here and was left out; no word was."
    ),
    Remark.FORMULAS_AS_CODE: say("Formulas are shown as they are typed."),
    Remark.LONG_PARAGRAPHS_SPLIT: say("Very long paragraphs were split."),
    Remark.ENCODING_GUESSED: say(
        "The file does not say how its letters are stored. Please check that they read well."
    ),
    Remark.CHANGES_TRACKED: say(
        "The document holds changes that people had tracked, or comments. They were kept with their authors."
    ),
}


@dataclass(frozen=True)
class ReadDocument:
    """A document as blocks; `language` is a BCP 47 tag where file and letters agree on one."""

    title: str | None
    language: str | None
    blocks: tuple[ReadBlock, ...]
    warnings: tuple[Remark, ...] = ()
    encoding: str | None = None
    """How the letters of a plain text were stored."""

    @property
    def changes(self) -> tuple[TrackedChange, ...]:
        return tuple(change for block in self.blocks for change in block.changes)


class Reason(enum.StrEnum):
    """Why a document cannot be read."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    TOO_LARGE = "too_large"
    EMPTY = "empty"


REASONS: dict[Reason, Sentence] = {
    Reason.ENCRYPTED: say(
        "This document is protected by a password. Save it without one and send it again. Nothing was kept."
    ),
    Reason.DAMAGED: say(
        "This document is damaged or not what its name says. Open it in its program, save it as a new file "
        "and send that. Nothing was kept."
    ),
    Reason.FOREIGN: say(
        "This kind of file cannot be read as a text. Save it as Word (.docx), OpenDocument (.odt) or plain text "
        "and send that. Nothing was kept."
    ),
    Reason.TOO_LARGE: say(
        "This document is too large. Send it in parts, or without its pictures. Nothing was kept."
    ),
    Reason.EMPTY: say("There is no text in this document. Nothing was kept."),
}


class UnreadableDocument(Invalid):
    """The document cannot be read; `reason` says why, `found` what it was taken for (`hwp`, `xlsx`)."""

    def __init__(self, reason: Reason, found: str = "") -> None:
        super().__init__(REASONS[reason])
        self.reason = reason
        self.found = found
