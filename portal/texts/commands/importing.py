"""A whole text coming back from a plain editor or a file: blocks keep their identities."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.facts import announce
from portal.core.markdown import canonical, reads_alike
from portal.core.policy import require
from portal.network.actors import Actor
from portal.texts.commands.arranging import delete_block, insert_block, move_block
from portal.texts.commands.creating import NewBlock
from portal.texts.commands.editing import edit_block
from portal.texts.commands.revisions import checked_body, locked_text
from portal.texts.engine import carry
from portal.texts.facts import DocumentImported
from portal.texts.models import Block, Origin, Revision, Significance, Version
from portal.texts.policy import may_write


@dataclass(frozen=True)
class Imported:
    """What became of the blocks."""

    kept: int
    changed: int
    added: int
    gone: int


def import_wording(
    session: Session,
    text_id: str,
    *,
    blocks: Sequence[NewBlock],
    by: Actor,
    significance: Significance = Significance.MEANING,
) -> Imported:
    """Replace a text's wording in its source languages by that of a file.

    The first of `blocks` is the title. Identities are carried over by equal wording, then by
    similarity; what is no longer there is taken out, not erased.
    """
    text = locked_text(session, text_id)
    require(may_write(session, by, text))
    old = _wording(session, text.order)
    new = [(block, checked_body(block.body)) for block in blocks]
    new = [pair for pair in new if pair[1]]
    title, rest = new[0], new[1:]
    kept = changed = added = 0
    before = old[0]
    if not reads_alike(title[1], before[2].body):
        edit_block(
            session,
            before[0],
            body=title[1],
            base_revision_id=before[2].id,
            by=by,
            significance=significance,
            origin=Origin.IMPORTED,
        )
        changed += 1
    carried = carry(
        # Files do not tell `_this_` from `*this*`; a body typed the other way is not an edit.
        [(block_id, canonical(revision.body)) for block_id, _, revision in old[1:]],
        [canonical(body) for _, body in rest],
    )
    for block_id in carried.gone:
        delete_block(session, block_id, by=by)
    by_id = {block_id: (block, revision) for block_id, block, revision in old}
    place = before[0]
    for (block, body), identity in zip(rest, carried.ids, strict=True):
        if identity is None:
            place = insert_block(session, text_id, block, after=place, by=by).id
            added += 1
            continue
        revision = by_id[identity][1]
        if reads_alike(revision.body, body):
            kept += 1
        else:
            edit_block(
                session,
                identity,
                body=body,
                base_revision_id=revision.id,
                by=by,
                significance=significance,
                origin=Origin.IMPORTED,
            )
            changed += 1
        if text.order[text.order.index(place) + 1] != identity:
            move_block(session, identity, after=place, by=by)
        place = identity
    result = Imported(kept, changed, added, len(carried.gone))
    announce(
        session,
        DocumentImported(
            subject=text_id,
            language=blocks[0].language,
            kept=kept,
            changed=changed,
            added=added,
            gone=result.gone,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return result


def _wording(session: Session, order: Sequence[str]) -> list[tuple[str, Block, Revision]]:
    rows = session.execute(
        select(Block, Revision)
        .join(Version, (Version.block_id == Block.id) & (Version.language == Block.source_language))
        .join(Revision, Revision.id == Version.revision_id)
        .where(Block.id.in_(order))
    ).all()
    found = {block.id: (block.id, block, revision) for block, revision in rows}
    return [found[block_id] for block_id in order]
