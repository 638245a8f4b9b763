"""The words of a file as parts that can be laid beside those of another language, never shifted.

Translations are laid paragraph by paragraph within sections that agree. Where a section does not
agree, nobody can tell which paragraph is which without reading both: its paragraphs stay missing
and the report says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.sentences import Sentence, say
from portal.texts.documents.decoding import decode
from portal.texts.documents.reading import read_document
from portal.texts.models import BlockKind

MISSING = "<!-- missing -->"
_MARK = re.compile(r"^(\\*)(#{1,3} |[-*+] |> |<!--|\d{1,3}[.)] |```|~~~|\||={3,}\s*$|-{3,}\s*$)")
_PREFIXES = (
    ("# ", BlockKind.TITLE, 0),
    ("## ", BlockKind.HEADING, 2),
    ("### ", BlockKind.HEADING, 3),
    ("> ", BlockKind.QUOTATION, 0),
)
_ITEM = re.compile(r"^((?:  ){0,4})- ")


@dataclass(frozen=True)
class Part:
    """One block of a file; `body` is None where the file says that it is missing."""

    kind: BlockKind
    level: int
    body: str | None


@dataclass(frozen=True)
class Words:
    title: str
    parts: tuple[Part, ...]


def read_words(data: bytes, filename: str) -> Words:
    """A file as its title and parts. Raises UnreadableDocument."""
    if filename.lower().endswith((".md", ".markdown")):
        plain = _read_aligned(decode(data).text)
        if plain is not None:
            return plain
    document = read_document(data, filename)
    return Words(
        document.title or "",
        tuple(
            Part(BlockKind(block.kind), block.level, block.body)
            for block in document.blocks
            if block.body
        ),
    )


def _read_aligned(text: str) -> Words | None:
    """Markdown with one block a paragraph, as `write_words` writes it; None for any other."""
    title, parts = "", []
    text = re.sub(r"\r\n?", "\n", text)
    for chunk in re.split(r"\n[ \t]*\n", text.strip("\n")):
        if not chunk.strip():
            continue
        if chunk.strip() == MISSING:
            parts.append(Part(BlockKind.PARAGRAPH, 0, None))
            continue
        kind, level, rest = _kind(chunk)
        lines = rest.split("\n")
        if any(_is_mark(line) for line in (lines if kind is BlockKind.PARAGRAPH else lines[1:])):
            return None
        first = lines[0] if kind is not BlockKind.PARAGRAPH else _unescaped(lines[0])
        others = ["" if line == "\\" else _unescaped(line) for line in lines[1:]]
        body = "\n".join([first, *others]).strip()
        if kind is BlockKind.TITLE:
            if title or parts:
                return None
            title = body
        else:
            parts.append(Part(kind, level, body))
    return Words(title, tuple(parts))


def _kind(chunk: str) -> tuple[BlockKind, int, str]:
    for prefix, kind, level in _PREFIXES:
        if chunk.startswith(prefix):
            return kind, level, chunk.removeprefix(prefix)
    if item := _ITEM.match(chunk):
        return BlockKind.LIST_ITEM, len(item[1]) // 2, chunk[item.end() :]
    return BlockKind.PARAGRAPH, 0, chunk


def _is_mark(line: str) -> bool:
    found = _MARK.match(line.lstrip(" "))
    return found is not None and not found[1]


def _unescaped(line: str) -> str:
    found = _MARK.match(line)
    return line[1:] if found and found[1] else line


def _escaped(line: str) -> str:
    return "\\" if not line else "\\" + line if _MARK.match(line) else line


def write_words(words: Words) -> str:
    """Markdown that `read_words` reads back as it was."""
    chunks = [f"# {words.title}"] if words.title else []
    for part in words.parts:
        if part.body is None:
            chunks.append(MISSING)
            continue
        first, *others = part.body.split("\n")
        prefix = {
            BlockKind.HEADING: "### " if part.level == 3 else "## ",
            BlockKind.QUOTATION: "> ",
            BlockKind.LIST_ITEM: "  " * part.level + "- ",
        }.get(part.kind, "")
        lines = [prefix + (first if prefix else _escaped(first)), *map(_escaped, others)]
        chunks.append("\n".join(lines))
    return "\n\n".join(chunks) + "\n"


@dataclass(frozen=True)
class Aligned:
    """For each block of the original its words in the other language, or None; and what did not fit."""

    bodies: tuple[str | None, ...]
    remarks: tuple[Sentence, ...]


def align(originals: Sequence[tuple[BlockKind, str]], parts: Sequence[Part]) -> Aligned:
    """Lay a file's parts beside the blocks (kind, words) of the original."""
    kinds = [kind for kind, _ in originals]
    if _fit(kinds, parts) or (
        len(kinds) == len(parts) and all(part.kind is BlockKind.PARAGRAPH for part in parts)
    ):
        return Aligned(tuple(part.body for part in parts), ())
    theirs = _sections([part.kind for part in parts])
    mine = _sections(kinds)
    if len(mine) != len(theirs):
        return Aligned(
            (None,) * len(kinds),
            (
                say(
                    "The original has %(mine)s sections and this file %(theirs)s, so only the title "
                    "was taken. Give both the same headings.",
                    mine=len(mine),
                    theirs=len(theirs),
                ),
            ),
        )
    bodies: list[str | None] = []
    remarks = []
    for ours, other in zip(mine, theirs, strict=True):
        wanted, given = kinds[ours], parts[other]
        if _fit(wanted, given):
            bodies += [part.body for part in given]
            continue
        headed = bool(wanted) and wanted[0] is BlockKind.HEADING
        heading = [given[0].body] if headed else []
        bodies += [*heading, *([None] * (len(wanted) - len(heading)))]
        remarks.append(
            say(
                "Section “%(name)s”: %(theirs)s paragraphs where the original has %(mine)s. "
                "They are left for a translator, who can tell which is which.",
                name=(originals[ours.start][1] if headed else "")[:60],
                theirs=len(given) - len(heading),
                mine=len(wanted) - len(heading),
            )
        )
    return Aligned(tuple(bodies), tuple(remarks))


def _fit(kinds: Sequence[BlockKind], parts: Sequence[Part]) -> bool:
    """As many, and each of the kind that it stands beside."""
    return len(kinds) == len(parts) and all(
        part.body is None or _alike(kind, part.kind)
        for kind, part in zip(kinds, parts, strict=True)
    )


def _alike(kind: BlockKind, other: BlockKind) -> bool:
    return kind is other or {kind, other} == {BlockKind.CAPTION, BlockKind.PARAGRAPH}


def _sections(kinds: Sequence[BlockKind]) -> list[slice]:
    """From each heading to the next; what stands before the first is a section too, even if empty."""
    starts = [0, *(at for at, kind in enumerate(kinds) if kind is BlockKind.HEADING)]
    return [slice(at, end) for at, end in zip(starts, [*starts[1:], len(kinds)], strict=True)]
