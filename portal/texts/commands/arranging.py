"""The order of a text's blocks: every change of it is a recorded act."""

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.facts import announce
from portal.core.ids import new_id
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.texts.commands.creating import NewBlock
from portal.texts.commands.editing import current_revision, refuse_if_gone
from portal.texts.commands.revisions import (
    checked_body,
    checked_language,
    locked_block,
    locked_text,
    write_revision,
)
from portal.texts.engine import (
    Act,
    Delete,
    Insert,
    Merge,
    Move,
    Restore,
    Split,
    apply,
    as_plain,
)
from portal.texts.facts import TextArranged
from portal.texts.models import ArrangementAct, Block, BlockKind, Significance, Text
from portal.texts.policy import may_write


def insert_block(
    session: Session, text_id: str, new: NewBlock, *, after: str, by: Actor, note: str = ""
) -> Block:
    """Put a new block behind `after` (a block's id; the title's for the beginning)."""
    text = _opened(session, text_id, by)
    _refuse_gone_place(text, after)
    body = checked_body(new.body)
    if not body:
        raise Invalid(say("The paragraph is empty. Write something first."))
    block = _new_block(session, text, new.kind, new.level, checked_language(new.language))
    write_revision(
        session,
        block,
        language=block.source_language,
        body=body,
        significance=Significance.MEANING,
        by=by,
        note=note,
    )
    _record(session, text, Insert(block.id, after), by)
    return block


def move_block(session: Session, block_id: str, *, after: str, by: Actor) -> None:
    """Move a block behind another."""
    block, text = _block_in_text(session, block_id, by)
    if after == block_id:
        return
    if after not in text.order:
        raise NotFound
    act = Move(block.id, after)
    if apply(text.order, act) != tuple(text.order):
        _record(session, text, act, by)


def delete_block(session: Session, block_id: str, *, by: Actor) -> None:
    """Take a block out. Its wordings and translations stay in the history and can come back."""
    block, text = _block_in_text(session, block_id, by)
    block.gone_at = clock.now()
    _record(session, text, Delete(block.id), by)


def restore_block(session: Session, block_id: str, *, after: str | None = None, by: Actor) -> None:
    """Bring a deleted block back, behind `after` or at the end."""
    block = locked_block(session, block_id)
    text = _opened(session, block.text_id, by)
    if block.gone_at is None:
        return
    block.gone_at = None
    block.merged_into_id = None
    place = after if after in text.order else text.order[-1]
    _record(session, text, Restore(block.id, place), by)


def split_block(
    session: Session,
    block_id: str,
    *,
    parts: tuple[str, str],
    base_revision_id: str,
    by: Actor,
    note: str = "",
) -> Block:
    """Make two blocks of one: the first part keeps the id, the second is new.

    `base_revision_id` is the wording that was cut; `Conflict` shows both where it is not the
    newest any more. Translations of the old block are stale from now on, because its source changed.
    """
    block, text = _block_in_text(session, block_id, by)
    first, second = (checked_body(part) for part in parts)
    if not first or not second:
        raise Invalid(say("Both parts need words. Put the cut inside the paragraph."))
    current = current_revision(session, block, block.source_language)
    if current.id != base_revision_id:
        raise Conflict(
            say(
                "Someone else changed this paragraph while you split it. Nothing was overwritten; "
                "both wordings are below, so that you can put them together."
            ),
            mine=f"{first}\n{second}",
            theirs=current.body,
            language=block.source_language,
            details={"revision": current.id, "block": block.id},
        )
    new = _new_block(session, text, block.kind, block.level, block.source_language)
    write_revision(
        session,
        new,
        language=new.source_language,
        body=second,
        significance=Significance.MEANING,
        by=by,
        note=note or f"split:{block.id}",
    )
    write_revision(
        session,
        block,
        language=block.source_language,
        body=first,
        significance=Significance.MEANING,
        by=by,
        note=note or "split",
    )
    _record(session, text, Split(block.id, new.id), by)
    return new


def merge_blocks(session: Session, block_id: str, *, by: Actor, note: str = "") -> Block:
    """Join a block with the one behind it: the first keeps its id, the second points to it."""
    block, text = _block_in_text(session, block_id, by)
    at = text.order.index(block.id)
    if at + 1 >= len(text.order):
        raise Invalid(say("There is no paragraph after this one to join it with."))
    second = locked_block(session, text.order[at + 1])
    if second.source_language != block.source_language:
        raise Invalid(
            say(
                "These two paragraphs are written in different languages. Write one of them in the other's language first."
            )
        )
    joined = (
        current_revision(session, block, block.source_language).body
        + "\n"
        + current_revision(session, second, second.source_language).body
    )
    write_revision(
        session,
        block,
        language=block.source_language,
        body=checked_body(joined),
        significance=Significance.MEANING,
        by=by,
        note=note or f"merge:{second.id}",
    )
    second.gone_at = clock.now()
    second.merged_into_id = block.id
    _record(session, text, Merge(block.id, second.id), by)
    return block


def _opened(session: Session, text_id: str, by: Actor) -> Text:
    text = locked_text(session, text_id)
    require(may_write(session, by, text))
    return text


def _block_in_text(session: Session, block_id: str, by: Actor) -> tuple[Block, Text]:
    block = locked_block(session, block_id)
    text = _opened(session, block.text_id, by)
    refuse_if_gone(block)
    if block.kind is BlockKind.TITLE:
        raise Invalid(say("The title stays at the top; edit its words instead."))
    return block, text


def _refuse_gone_place(text: Text, after: str) -> None:
    if after not in text.order:
        raise Invalid(
            say(
                "The paragraph before this place was taken out in the meantime. What you typed is kept below; choose another place."
            )
        )


def _new_block(session: Session, text: Text, kind: BlockKind, level: int, language: str) -> Block:
    block = Block(
        id=new_id(),
        text_id=text.id,
        kind=kind,
        level=level,
        source_language=language,
        source_since=1,
        last_seq=0,
    )
    session.add(block)
    session.flush()
    return block


def _record(session: Session, text: Text, act: Act, by: Actor) -> None:
    text.order = list(apply(text.order, act))
    text.acts += 1
    text.changed_at = clock.now()
    name, details = as_plain(act)
    session.add(
        ArrangementAct(
            text_id=text.id,
            number=text.acts,
            act=name,
            details=details,
            order_after=text.order,
            author_id=by.person_id,
        )
    )
    announce(
        session,
        TextArranged(
            subject=text.id,
            act=name,
            number=text.acts,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
