"""A text as one reader reads it: the best language for her, block by block, with honest badges.

Three statements, whatever the length: the blocks, what is known of their revisions, and the
wording of those that are shown.
"""

import enum
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.languages import choose, direction
from portal.texts.engine import RevisionFact, Significance, staleness
from portal.texts.models import (
    Block,
    BlockKind,
    Revision,
    Text,
    TranslationState,
    Version,
)


class Badge(enum.Enum):
    """What a reader is told of a wording, from the weakest to the strongest."""

    MISSING = "missing"
    MACHINE_DRAFT = "machine_draft"
    DRAFT = "draft"
    OUT_OF_DATE = "stale"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    ORIGINAL = "original"


_OF_STATE = {
    TranslationState.MACHINE_DRAFT: Badge.MACHINE_DRAFT,
    TranslationState.DRAFT: Badge.DRAFT,
    TranslationState.SUBMITTED: Badge.SUBMITTED,
    TranslationState.REVIEWED: Badge.REVIEWED,
    TranslationState.APPROVED: Badge.APPROVED,
}
_STRENGTH = {badge: strength for strength, badge in enumerate(Badge)}
PUBLIC_STATES = frozenset(
    {
        TranslationState.MACHINE_DRAFT,
        TranslationState.SUBMITTED,
        TranslationState.REVIEWED,
        TranslationState.APPROVED,
    }
)
"""A human draft is its translator's desk; everyone else sees it once it is submitted."""


@dataclass(frozen=True)
class ReadBlock:
    """One block as shown: in `language`, which is its source where the wanted one is missing."""

    id: str
    kind: BlockKind
    level: int
    language: str
    source_language: str
    body: str
    html: Markup
    revision_id: str
    badge: Badge
    wanted: str
    """The language that the text is read in."""
    stale: Significance | None = None
    withheld: bool = False
    """Stale by *safety*: the wanted wording is not shown, the original is."""
    newest_source_id: str | None = None
    """Where it is stale: the newest wording of what it was made from …"""
    based_on_id: str | None = None
    """… and the wording that it was made from."""

    @property
    def dir(self) -> Literal["ltr", "rtl"]:
        return direction(self.language)

    @property
    def is_original(self) -> bool:
        return self.language == self.source_language


@dataclass(frozen=True)
class Completeness:
    """How far one language has come: blocks by badge."""

    language: str
    badges: Sequence[Badge]

    @property
    def done(self) -> int:
        """Blocks that can be read in this language and are not out of date."""
        return sum(badge not in {Badge.MISSING, Badge.OUT_OF_DATE} for badge in self.badges)

    @property
    def total(self) -> int:
        return len(self.badges)

    @property
    def weakest(self) -> Badge:
        return min(self.badges, key=_STRENGTH.__getitem__, default=Badge.MISSING)

    @property
    def is_checked(self) -> bool:
        """Every block original, reviewed or approved, and none out of date."""
        return _STRENGTH[self.weakest] >= _STRENGTH[Badge.REVIEWED]


@dataclass(frozen=True)
class ReadText:
    """A whole text in one language."""

    id: str
    language: str
    title: ReadBlock
    blocks: Sequence[ReadBlock]
    changed_at: datetime
    completeness: Mapping[str, Completeness] = field(default_factory=dict)
    wanted: str | None = None
    """What the reader would rather have read, where it is missing."""

    @property
    def badge(self) -> Badge:
        """The weakest block's."""
        return min((block.badge for block in (self.title, *self.blocks)), key=_STRENGTH.__getitem__)

    @property
    def dir(self) -> Literal["ltr", "rtl"]:
        return direction(self.language)

    @property
    def languages(self) -> list[str]:
        """Languages in which at least the title can be read."""
        return list(self.completeness)


@dataclass(frozen=True)
class _Known:
    """What is known of a revision without its wording."""

    fact: RevisionFact
    state: TranslationState | None
    """Set where it is its language's newest."""


def read_text(
    session: Session,
    text_id: str,
    languages: Sequence[str],
    *,
    exactly: str | None = None,
    drafts: bool = False,
    as_written: bool = False,
    insist: bool = False,
) -> ReadText:
    """The text for a reader of `languages`, or in `exactly` one language where she asked for it.

    With `drafts`, unfinished human translations count too (for translators). `as_written` shows
    each block in the language that it is written in. With `insist`, what there is in `exactly`
    that language is shown even where its title is missing. Raises NotFound.
    """
    blocks, known, changed_at = (
        _skeleton(session, [text_id], drafts=drafts, kept=as_written).get(text_id) or _missing()
    )
    if not _heads(known[blocks[0].id]):
        _missing()
    completeness = _completeness(blocks, known)
    language, wanted = _choose(blocks, known, languages, exactly)
    if insist and exactly is not None:
        language = exactly
    shown = [
        _shown(block, known[block.id], block.source_language if as_written else language)
        for block in blocks
    ]
    rows = session.execute(
        select(Revision.id, Revision.body, Revision.html).where(
            Revision.id.in_([each.revision for each in shown])
        )
    ).all()
    wording = {revision: (body, html) for revision, body, html in rows}
    read = [
        ReadBlock(
            id=block.id,
            kind=block.kind,
            level=block.level,
            language=each.language,
            source_language=block.source_language,
            body=wording.get(each.revision, _CLOSED)[0],
            html=Markup(wording.get(each.revision, _CLOSED)[1]),  # noqa: S704 - sanitised when it was written
            revision_id=each.revision,
            badge=each.badge,
            wanted=language,
            stale=each.stale,
            withheld=each.withheld,
            newest_source_id=each.newest_source,
            based_on_id=each.based_on,
        )
        for block, each in zip(blocks, shown, strict=True)
    ]
    return ReadText(
        id=text_id,
        language=language,
        title=read[0],
        blocks=read[1:],
        changed_at=changed_at,
        completeness=completeness,
        wanted=wanted,
    )


_CLOSED = ("", "")
"""The words of a block that this reader may not be shown in any language that she could be given."""


@dataclass(frozen=True)
class ReadTitle:
    """A text's title in the reader's best language, with the badge of its weakest block there."""

    text_id: str
    title: str
    language: str
    badge: Badge
    completeness: Mapping[str, Completeness]

    @property
    def dir(self) -> Literal["ltr", "rtl"]:
        return direction(self.language)


def read_texts_titles(
    session: Session, text_ids: Collection[str], languages: Sequence[str]
) -> dict[str, ReadTitle]:
    """Titles for a list of texts in three statements, with what each language has to offer."""
    skeletons = _skeleton(session, text_ids, drafts=False)
    chosen: dict[str, tuple[_Shown, Mapping[str, Completeness]]] = {}
    for text_id, (blocks, known, _) in skeletons.items():
        if not _heads(known[blocks[0].id]):
            continue
        language, _wanted = _choose(blocks[:1], known, languages, None)
        chosen[text_id] = (
            _shown(blocks[0], known[blocks[0].id], language),
            _completeness(blocks, known),
        )
    rows = session.execute(
        select(Revision.id, Revision.body).where(
            Revision.id.in_([shown.revision for shown, _ in chosen.values()])
        )
    ).all()
    bodies = {row.id: row.body for row in rows}
    return {
        text_id: ReadTitle(
            text_id=text_id,
            title=bodies[shown.revision],
            language=shown.language,
            badge=completeness[shown.language].weakest
            if shown.language in completeness
            else shown.badge,
            completeness=completeness,
        )
        for text_id, (shown, completeness) in chosen.items()
    }


@dataclass(frozen=True)
class BlockFacts:
    """A block without its wording."""

    id: str
    kind: BlockKind
    level: int
    source_language: str
    source_since: int


Skeleton = tuple[list[BlockFacts], Mapping[str, Mapping[str, _Known]], datetime]


def _missing() -> Skeleton:
    raise NotFound


def _skeleton(
    session: Session, text_ids: Collection[str], *, drafts: bool, kept: bool = False
) -> dict[str, Skeleton]:
    """Blocks in order and what is known of their revisions, for several texts in two statements.

    Languages that a text is not open in are left out, but for those who translate it (`drafts`);
    those whose consent was withdrawn too, but for those who keep it (`kept`).
    """
    orders: dict[str, list[str]] = {}
    shown_in: dict[str, list[str] | None] = {}
    withdrawn: dict[str, list[str]] = {}
    changed: dict[str, datetime] = {}
    blocks: dict[str, BlockFacts] = {}
    for row in session.execute(
        select(
            Text.id,
            Text.order,
            Text.changed_at,
            Text.shown_in,
            Text.withdrawn_in,
            Block.id.label("block"),
            Block.kind,
            Block.level,
            Block.source_language,
            Block.source_since,
        )
        .join(Block, Block.text_id == Text.id)
        .where(Text.id.in_(text_ids), Block.gone_at.is_(None))
    ):
        orders[row.id] = row.order
        shown_in[row.id] = None if drafts else row.shown_in
        withdrawn[row.id] = row.withdrawn_in
        changed[row.id] = row.changed_at
        blocks[row.block] = BlockFacts(
            row.block, row.kind, row.level, row.source_language, row.source_since
        )

    def is_closed(text_id: str, language: str) -> bool:
        open_in = shown_in[text_id]
        return not kept and (
            language in withdrawn[text_id] or (open_in is not None and language not in open_in)
        )

    known: defaultdict[str, dict[str, _Known]] = defaultdict(dict)
    for known_row in session.execute(
        select(
            Revision.id,
            Revision.text_id,
            Revision.block_id,
            Revision.language,
            Revision.seq,
            Revision.significance,
            Revision.based_on_id,
            Version.state,
        )
        .outerjoin(Version, Version.revision_id == Revision.id)
        .where(Revision.text_id.in_(text_ids))
    ):
        if known_row.block_id not in blocks:
            continue
        state = known_row.state
        if is_closed(known_row.text_id, known_row.language):
            state = None
        known[known_row.block_id][known_row.id] = _Known(
            RevisionFact(
                id=known_row.id,
                block=known_row.block_id,
                language=known_row.language,
                seq=known_row.seq,
                significance=known_row.significance,
                based_on=known_row.based_on_id,
            ),
            state
            if state is None
            or drafts
            or state in PUBLIC_STATES
            or known_row.language == blocks[known_row.block_id].source_language
            else None,
        )
    return {
        text_id: ([blocks[block_id] for block_id in order], known, changed[text_id])
        for text_id, order in orders.items()
    }


def _heads(known: Mapping[str, _Known]) -> dict[str, _Known]:
    """Each language's newest revision that this reader may see."""
    return {item.fact.language: item for item in known.values() if item.state is not None}


@dataclass(frozen=True)
class _Shown:
    language: str
    revision: str
    badge: Badge
    stale: Significance | None = None
    withheld: bool = False
    newest_source: str | None = None
    based_on: str | None = None


def _shown(block: BlockFacts, known: Mapping[str, _Known], language: str) -> _Shown:
    heads = _heads(known)
    head = heads.get(language)
    if head is not None and language == block.source_language:
        return _Shown(language, head.fact.id, Badge.ORIGINAL)
    source = heads.get(block.source_language)
    original = source.fact.id if source else ""
    if head is None:
        return _Shown(block.source_language, original, Badge.MISSING)
    found = staleness(
        head.fact,
        [item.fact for item in known.values()],
        block.source_language,
        block.source_since,
    )
    significance = found.worst
    if significance is Significance.SAFETY:
        return _Shown(
            block.source_language,
            original,
            Badge.OUT_OF_DATE,
            significance,
            withheld=True,
            newest_source=found.newest or original or None,
            based_on=found.made_from,
        )
    assert head.state is not None  # noqa: S101 - heads have a state
    badge = _OF_STATE[head.state]
    if significance and _STRENGTH[badge] > _STRENGTH[Badge.OUT_OF_DATE]:
        badge = Badge.OUT_OF_DATE
    return _Shown(
        language,
        head.fact.id,
        badge,
        significance,
        newest_source=found.newest,
        based_on=found.made_from,
    )


def _completeness(
    blocks: Sequence[BlockFacts], known: Mapping[str, Mapping[str, _Known]]
) -> dict[str, Completeness]:
    """Every language in which the title can be read, with each block's badge."""
    title = blocks[0]
    return {
        language: Completeness(
            language, [_shown(block, known[block.id], language).badge for block in blocks]
        )
        for language in _heads(known[title.id])
    }


def _choose(
    blocks: Sequence[BlockFacts],
    known: Mapping[str, Mapping[str, _Known]],
    languages: Sequence[str],
    exactly: str | None,
) -> tuple[str, str | None]:
    """The language to read in, and the one that the reader would have liked, where that is missing."""
    title = blocks[0]
    available = list(_heads(known[title.id]))
    otherwise = title.source_language
    if otherwise not in available and available:
        otherwise = (choose(languages, available) if exactly else None) or min(available)
    if exactly is not None:
        found = choose([exactly], available)
        return found or otherwise, None if found else exactly
    found = choose(languages, available)
    return found or otherwise, None if found or not languages else languages[0]
