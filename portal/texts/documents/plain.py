"""Plain text as blocks: paragraphs between blank lines, lists by their bullets and numbers."""

import re

from portal.core.markdown import MAX_BLOCK, Piece, write_pieces
from portal.texts.documents.numbering import number_of
from portal.texts.documents.read import ReadBlock
from portal.texts.documents.tracked import Paragraph
from portal.texts.documents.tree import split_long

_BULLET = re.compile(r"\s*[-*•·‣▪●○◦–]\s+(?=\S)")
_SENTENCE_END = tuple(".。．!?！？؟۔։។៕။།၊;；:：,，،、")
_NO_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]"
)
MAX_TITLE = 150


def read_plain(text: str) -> tuple[str, list[ReadBlock]]:
    """The title, if the text begins with one, and the blocks; line breaks that only wrap are undone."""
    text = re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    paragraphs = [part.strip("\n") for part in re.split(r"\n[ ]*\n", text) if part.strip()]
    if len(paragraphs) == 1:
        # No blank line anywhere: every line is a paragraph.
        lines = paragraphs[0].split("\n")
        paragraphs = lines if len(lines) > 1 and not _is_wrapped(lines) else paragraphs
        title = ""
    else:
        title = paragraphs.pop(0) if len(paragraphs) > 1 and _is_title(paragraphs[0]) else ""
    blocks = [block for paragraph in paragraphs for block in _blocks(paragraph)]
    return write_pieces([Piece(title.strip())]), blocks


def _is_title(paragraph: str) -> bool:
    paragraph = paragraph.strip()
    return (
        "\n" not in paragraph
        and len(paragraph) <= MAX_TITLE
        and not paragraph.endswith(_SENTENCE_END)
        and not _BULLET.match(paragraph)
    )


def _is_wrapped(lines: list[str]) -> bool:
    """Lines that a program broke: all of about one width but the last, and none of them short."""
    widths = [len(line.rstrip()) for line in lines[:-1]]
    return (
        bool(widths) and min(widths) >= 50 and max(widths) <= 100 and len(lines[-1]) <= max(widths)
    )


def _blocks(paragraph: str) -> list[ReadBlock]:
    lines = paragraph.split("\n")
    if all(_BULLET.match(line) or number_of(line.lstrip()) for line in lines) and (
        len(lines) > 1 or _BULLET.match(lines[0])
    ):
        return [_block("list_item", _BULLET.sub("", line, count=1).strip()) for line in lines]
    if _is_wrapped(lines):
        joined = lines[0].strip()
        for line in lines[1:]:
            glue = (
                "" if _NO_SPACES.match(joined[-1:]) and _NO_SPACES.match(line.strip()[:1]) else " "
            )
            joined += glue + line.strip()
        paragraph = joined
    if len(paragraph) > MAX_BLOCK // 2:
        long = Paragraph()
        long.add(Piece(paragraph))
        return split_long("paragraph", 0, long)
    return [block for block in (_block("paragraph", paragraph),) if block.body]


def _block(kind: str, text: str) -> ReadBlock:
    body = write_pieces([Piece(text)])
    return ReadBlock("list_item" if kind == "list_item" else "paragraph", 0, body)
