"""Blocks and what is known of their revisions, without a single word of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.texts.engine import RevisionFact
from portal.texts.models import (
    Block,
    BlockKind,
    Revision,
    Text,
    TranslationState,
    Version,
)
from portal.texts.queries.wording import PUBLIC_STATES


@dataclass(frozen=True)
class Known:
    """What is known of a revision without its wording."""

    fact: RevisionFact
    state: TranslationState | None
    """Set where it is its language's newest."""


@dataclass(frozen=True)
class BlockFacts:
    """A block without its wording."""

    id: str
    kind: BlockKind
    level: int
    source_language: str
    source_since: int


Skeleton = tuple[list[BlockFacts], Mapping[str, Mapping[str, Known]], datetime]


def missing() -> Skeleton:
    raise NotFound


def skeleton(
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

    known: defaultdict[str, dict[str, Known]] = defaultdict(dict)
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
        known[known_row.block_id][known_row.id] = Known(
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
