"""Changing a block's wording in the language that it is written in; nothing is ever overwritten."""

from sqlalchemy.orm import Session

from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.texts.commands.revisions import (
    checked_body,
    checked_language,
    locked_block,
    version_of,
    write_revision,
)
from portal.texts.engine import Merged, merge
from portal.texts.facts import BlockEdited, SourceMoved
from portal.texts.models import Block, Origin, Revision, Significance, Text, TranslationState
from portal.texts.policy import may_write


def edit_block(
    session: Session,
    block_id: str,
    *,
    body: str,
    base_revision_id: str,
    by: Actor,
    significance: Significance = Significance.MEANING,
    note: str = "",
    origin: Origin = Origin.PERSON,
) -> Revision:
    """Save an edit made from `base_revision_id`.

    When someone else has saved since, the two edits are merged word by word; where they meet,
    `Conflict` shows both and nothing is lost. The same edit sent twice is saved once.
    """
    block = locked_block(session, block_id)
    require(may_write(session, by, session.get_one(Text, block.text_id)))
    refuse_if_gone(block)
    language = block.source_language
    current = current_revision(session, block, language)
    body = merged_body(session, block, language, checked_body(body), base_revision_id, current)
    if body == current.body:
        return current
    revision = write_revision(
        session,
        block,
        language=language,
        body=body,
        significance=significance,
        by=by,
        note=note,
        origin=origin,
    )
    announce(
        session,
        BlockEdited(
            subject=block.text_id,
            block=block.id,
            language=language,
            revision=revision.id,
            significance=significance,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return revision


def revert_block(session: Session, revision_id: str, *, by: Actor) -> Revision:
    """Give a block an older wording of its source language again, as a new revision."""
    old = session.get(Revision, revision_id)
    if old is None:
        raise NotFound
    block = locked_block(session, old.block_id)
    if old.language != block.source_language:
        raise Invalid(
            say("This wording is a translation. Open the paragraph's translation to bring it back.")
        )
    current = current_revision(session, block, old.language)
    return edit_block(
        session,
        block.id,
        body=old.body,
        base_revision_id=current.id,
        by=by,
        note=f"revert:{old.seq}",
    )


def make_source(
    session: Session,
    block_id: str,
    *,
    language: str,
    body: str,
    based_on_id: str,
    by: Actor,
    note: str = "",
) -> Revision:
    """Write a block anew in another language, which thereby becomes its source.

    `based_on_id` is the revision that the writer had read. All other languages are then stale
    until someone carries the change over.
    """
    block = locked_block(session, block_id)
    require(may_write(session, by, session.get_one(Text, block.text_id)))
    refuse_if_gone(block)
    language = checked_language(language)
    based_on = session.get(Revision, based_on_id)
    if based_on is None or based_on.block_id != block.id:
        raise NotFound
    moved = language != block.source_language
    former = version_of(session, block, block.source_language)
    if moved and former is not None:
        # It was the original until now: readers keep it, marked as out of date.
        former.state = TranslationState.REVIEWED
    revision = write_revision(
        session,
        block,
        language=language,
        body=checked_body(body),
        significance=Significance.MEANING,
        by=by,
        based_on=based_on if based_on.language != language else None,
        note=note,
    )
    block.source_language = language
    if moved:
        block.source_since = revision.seq
    if moved:
        announce(
            session,
            SourceMoved(
                subject=block.text_id,
                block=block.id,
                language=language,
                by=by.person_id,
                organisation=by.organisation_id,
            ),
        )
    announce(
        session,
        BlockEdited(
            subject=block.text_id,
            block=block.id,
            language=language,
            revision=revision.id,
            significance=Significance.MEANING,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return revision


def refuse_if_gone(block: Block) -> None:
    """A deleted paragraph takes no edits until someone brings it back."""
    if block.gone_at is not None:
        raise Invalid(
            say(
                "This paragraph was taken out of the text while you wrote. "
                "What you typed is kept below; bring the paragraph back from the history, or use it elsewhere."
            )
        )


def current_revision(session: Session, block: Block, language: str) -> Revision:
    version = version_of(session, block, language)
    if version is None:
        raise NotFound
    return session.get_one(Revision, version.revision_id)


def merged_body(
    session: Session,
    block: Block,
    language: str,
    body: str,
    base_revision_id: str,
    current: Revision,
) -> str:
    """`body` itself, or joined with what others saved since its base; `Conflict` where they meet."""
    if base_revision_id == current.id or body == current.body:
        return body
    base = session.get(Revision, base_revision_id)
    if base is None or base.block_id != block.id or base.language != language:
        raise Conflict(
            say(
                "This page was open while the paragraph changed hands. Nothing was saved; "
                "both wordings are below, so that you can put them together."
            ),
            mine=body,
            theirs=current.body,
            language=language,
            details={"revision": current.id},
        )
    merged = merge(base.body, body, current.body, language)
    if isinstance(merged, Merged):
        return merged.text
    raise Conflict(
        say(
            "Someone else changed the same words while you wrote. Nothing was overwritten; "
            "both wordings are below, so that you can put them together."
        ),
        mine=body,
        theirs=current.body,
        base=base.body,
        language=language,
        details={"revision": current.id, "block": block.id},
    )
