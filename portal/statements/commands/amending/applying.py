"""Taking an amendment into the text with the text's own acts, so that its history names it."""

from sqlalchemy.orm import Session

from portal.network.actors import Actor
from portal.statements.models import Amendment, AmendmentKind
from portal.statements.rebasing import Clean, Now
from portal.texts.commands import (
    NewBlock,
    delete_block,
    edit_block,
    insert_block,
    make_source,
    merge_blocks,
    move_block,
    split_block,
)
from portal.texts.commands.revisions import version_of
from portal.texts.models import Block, BlockKind, Revision, Version

HEADING_LEVEL = 2


def apply_amendment(
    session: Session, amendment: Amendment, at: Clean, now: Now, text_id: str, *, by: Actor
) -> Revision | None:
    """Do what it asks for at `at`; the revision that came of it, if there is one."""
    note = f"amendment:{amendment.number}"
    if at.done:
        return _head(session, at.block) if amendment.kind is AmendmentKind.REPLACE else None
    match amendment.kind:
        case AmendmentKind.REPLACE:
            return _reword(session, amendment, at.block, at.body, now, note, by)
        case AmendmentKind.INSERT:
            kind = BlockKind(amendment.block_kind)
            level = HEADING_LEVEL if kind is BlockKind.HEADING else 0
            new = NewBlock(at.body, amendment.language, kind, level)
            place = at.place or at.block
            return _head(
                session, insert_block(session, text_id, new, after=place, by=by, note=note).id
            )
        case AmendmentKind.DELETE:
            delete_block(session, at.block, by=by)
        case AmendmentKind.MOVE:
            move_block(session, at.block, after=at.place or at.block, by=by)
        case AmendmentKind.SPLIT:
            _split(session, amendment, at, now, note, by)
            return _head(session, at.block)
        case AmendmentKind.MERGE:
            assert at.joined is not None  # noqa: S101 - a joining names what is joined
            if now.order.index(at.joined) != now.order.index(at.block) + 1:
                move_block(session, at.joined, after=at.block, by=by)
            merge_blocks(session, at.block, by=by, note=note)
            return _head(session, at.block)
    return None


def _reword(
    session: Session,
    amendment: Amendment,
    block_id: str,
    body: str,
    now: Now,
    note: str,
    by: Actor,
) -> Revision:
    """New words; in another language than the paragraph's, that language becomes its source."""
    paragraph = now.paragraphs[block_id]
    current = paragraph.wordings[paragraph.source]
    if amendment.language == paragraph.source:
        return edit_block(
            session, block_id, body=body, base_revision_id=current.revision, by=by, note=note
        )
    base = session.get_one(Revision, amendment.base_revision_id)
    return make_source(
        session,
        block_id,
        language=amendment.language,
        body=body,
        based_on_id=base.id if base.block_id == block_id else current.revision,
        by=by,
        note=note,
    )


def _split(
    session: Session, amendment: Amendment, at: Clean, now: Now, note: str, by: Actor
) -> None:
    paragraph = now.paragraphs[at.block]
    if amendment.language != paragraph.source:
        whole = paragraph.wordings[amendment.language].body
        _reword(session, amendment, at.block, whole, now, note, by)
    split_block(
        session,
        at.block,
        parts=(at.body, at.second),
        base_revision_id=_head(session, at.block).id,
        by=by,
        note=note,
    )


def _head(session: Session, block_id: str) -> Revision:
    block = session.get_one(Block, block_id)
    version = version_of(session, block, block.source_language)
    assert isinstance(version, Version)  # noqa: S101 - a block has its source
    return session.get_one(Revision, version.revision_id)
