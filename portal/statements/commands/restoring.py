"""Giving a text the order and the words of a release again, as edits like any other."""

from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.network.actors import Actor
from portal.statements.models import Release, ReleaseBlock, Statement
from portal.statements.proof import SOURCE
from portal.texts.commands import (
    delete_block,
    edit_block,
    make_source,
    move_block,
    restore_block,
)
from portal.texts.models import Block, BlockKind, Revision, Text, Version


def restore_released(
    session: Session, statement: Statement, release: Release, *, by: Actor
) -> None:
    """Everything written since stays in the text's history."""
    rows = session.execute(
        select(ReleaseBlock.block_id, Revision)
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .where(ReleaseBlock.release_id == release.id, ReleaseBlock.language == SOURCE)
        .order_by(ReleaseBlock.position)
    ).all()
    wanted = [block_id for block_id, _ in rows]
    for block_id, revision in rows:
        restore_block(session, block_id, by=by)
        _give_words(session, session.get_one(Block, block_id), revision, by)
    for block_id in list(session.get_one(Text, statement.text_id).order):
        block = session.get_one(Block, block_id)
        if block_id not in wanted and block.kind is not BlockKind.TITLE:
            delete_block(session, block_id, by=by)
    for before, block_id in pairwise(wanted):
        move_block(session, block_id, after=before, by=by)


def _give_words(session: Session, block: Block, revision: Revision, by: Actor) -> None:
    newest = session.get(Version, (block.id, block.source_language))
    assert newest is not None  # noqa: S101 - a block is written in its source language
    if block.source_language != revision.language:
        make_source(
            session,
            block.id,
            language=revision.language,
            body=revision.body,
            based_on_id=newest.revision_id,
            by=by,
            note=f"revert:{revision.seq}",
        )
    elif newest.revision_id != revision.id:
        edit_block(
            session,
            block.id,
            body=revision.body,
            base_revision_id=newest.revision_id,
            by=by,
            note=f"revert:{revision.seq}",
        )
