"""Texts in several languages: Markdown files whose blocks align one to one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from portal.demo.reading.structure import Misshapen, read_text

BlockKind = Literal["heading", "paragraph", "list_item", "quotation"]
TranslationState = Literal["machine_draft", "draft", "submitted", "reviewed", "approved"]

MISSING = "<!-- missing -->"
_PREFIXES: Mapping[str, BlockKind] = {"## ": "heading", "- ": "list_item", "> ": "quotation"}


@dataclass(frozen=True, kw_only=True)
class Translation:
    """How far one language has come; `blocks` names the blocks (from 1) that stand elsewhere."""

    language: str
    state: TranslationState
    translator: str | None = None
    reviewer: str | None = None
    blocks: Mapping[int, TranslationState] | None = None


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A source block that was changed `days` from now after some languages had translated `previous`.

    Only `languages` still stand on `previous`; all others were made from the present source.
    """

    block: int
    significance: Literal["typo", "meaning", "safety"]
    days: int
    languages: tuple[str, ...]
    previous: str


@dataclass(frozen=True)
class Block:
    """One block with its words in each language that has them, the source's own among them."""

    kind: BlockKind
    source: str
    bodies: Mapping[str, str]


@dataclass(frozen=True)
class BlockTranslation:
    """One block in one language other than its source; `block` counts from 1, 0 is the title."""

    block: int
    language: str
    body: str
    state: TranslationState
    translator: str | None
    reviewer: str | None
    stale: Stale | None


@dataclass(frozen=True)
class Text:
    """`source` is the title's language, and that of every block that does not say otherwise."""

    source: str
    titles: Mapping[str, str]
    blocks: tuple[Block, ...]
    states: tuple[Translation, ...]
    stale: tuple[Stale, ...]

    def translations(self) -> Iterator[BlockTranslation]:
        """Every translated block and title, title first, then in the order of the text."""
        states = {state.language: state for state in self.states}
        title = Block("heading", self.source, self.titles)
        for number, block in enumerate((title, *self.blocks)):
            for language, body in block.bodies.items():
                if language == block.source:
                    continue
                state = states[language]
                own = (state.blocks or {}).get(number, state.state)
                reviewed = own in {"reviewed", "approved"}
                yield BlockTranslation(
                    block=number,
                    language=language,
                    body=body,
                    state=own,
                    translator=state.translator,
                    reviewer=state.reviewer if reviewed else None,
                    stale=next(
                        (s for s in self.stale if s.block == number and language in s.languages),
                        None,
                    ),
                )


def split_block(body: str) -> tuple[BlockKind, str]:
    """The kind that a block's Markdown shows, and its words without the mark."""
    for prefix, kind in _PREFIXES.items():
        if body.startswith(prefix):
            return kind, body.removeprefix(prefix).strip()
    return "paragraph", body


def read_blocks(
    folder: Path, source: str, sources: Mapping[int, str] | None = None
) -> tuple[Block, ...]:
    """Aligns the `<language>.md` files of a folder; raises Misshapen where they do not align."""
    columns = {path.stem: _column(path) for path in sorted(folder.glob("*.md"))}
    if source not in columns:
        raise Misshapen(f"{folder.name} has no text in its own language, {source}")
    length = len(columns[source])
    for language, column in columns.items():
        if len(column) != length:
            raise Misshapen(
                f"{folder.name}/{language}.md has {len(column)} blocks where {source}.md has {length}"
            )
    return tuple(
        _block(folder.name, number, (sources or {}).get(number, source), columns)
        for number in range(1, length + 1)
    )


def _block(
    name: str, number: int, source: str, columns: Mapping[str, tuple[str | None, ...]]
) -> Block:
    found = {
        language: split_block(body)
        for language, column in columns.items()
        if (body := column[number - 1]) is not None
    }
    if source not in found:
        raise Misshapen(f"{name} block {number} has no words in its source language, {source}")
    kind = found[source][0]
    differing = [language for language, (other, _) in found.items() if other != kind]
    if differing:
        raise Misshapen(f"{name} block {number} is a {kind}, but not in {differing}")
    return Block(kind, source, {language: words for language, (_, words) in found.items()})


def _column(path: Path) -> tuple[str | None, ...]:
    bodies = (body.strip() for body in read_text(path).split("\n\n"))
    return tuple(None if body == MISSING else body for body in bodies if body)
