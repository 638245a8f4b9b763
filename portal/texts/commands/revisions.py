"""Writing one revision down: cleaned, rendered, numbered, and made the newest of its language."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.markdown import MAX_BLOCK, TextTooLong, clean, render_block
from portal.core.orm import hold
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.texts.models import (
    Block,
    BlockKind,
    Origin,
    Revision,
    Significance,
    Text,
    TranslationState,
    Version,
)

_RENDERED_AS = {BlockKind.TITLE: "heading"}


def locked_block(session: Session, block_id: str) -> Block:
    """The block, held until the transaction ends, so that two edits come one after the other.

    Its text is held first, as by whoever changes the order, so that two acts never wait for each
    other.
    """
    session.execute(
        select(Text.id)
        .where(Text.id == select(Block.text_id).where(Block.id == block_id).scalar_subquery())
        .with_for_update()
    )
    return hold(session, Block, block_id)


def locked_text(session: Session, text_id: str) -> Text:
    """The same for a text and its order."""
    return hold(session, Text, text_id)


def version_of(session: Session, block: Block, language: str) -> Version | None:
    return session.get(Version, (block.id, language))


def checked_body(body: str) -> str:
    """The body as it is stored; a sentence when it is too long."""
    try:
        return clean(body)
    except TextTooLong as error:
        raise Invalid(
            say(
                "This paragraph has %(length)s characters; %(limit)s fit into one. "
                "Nothing was saved and nothing is lost: split it into several paragraphs.",
                length=error.length,
                limit=MAX_BLOCK,
            )
        ) from None


def checked_language(tag: str) -> str:
    """The tag as it is stored; a sentence when it names no language."""
    try:
        return normalise(tag)
    except LanguageTagInvalid:
        raise Invalid(
            say("%(tag)s is not a language that this site knows.", tag=tag[:40])
        ) from None


def write_revision(
    session: Session,
    block: Block,
    *,
    language: str,
    body: str,
    significance: Significance,
    by: Actor | None,
    based_on: Revision | None = None,
    state: TranslationState = TranslationState.DRAFT,
    origin: Origin = Origin.PERSON,
    tool: str = "",
    note: str = "",
) -> Revision:
    """Add a revision and point its language's version at it. `body` is already clean."""
    version = version_of(session, block, language)
    block.last_seq += 1
    kind = _RENDERED_AS.get(block.kind, block.kind.value)
    revision = Revision(
        text_id=block.text_id,
        block_id=block.id,
        seq=block.last_seq,
        language=language,
        body=body,
        html=str(render_block(body, kind)),
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        parent_id=version.revision_id if version else None,
        based_on_id=based_on.id if based_on else None,
        significance=significance,
        origin=origin,
        tool=tool,
        author_id=by.person_id if by else None,
        organisation_id=by.organisation_id if by else None,
        note=note,
        at=clock.now(),
    )
    session.add(revision)
    session.flush()
    if version is None:
        version = Version(
            block_id=block.id, language=language, text_id=block.text_id, revision_id=revision.id
        )
        session.add(version)
    version.revision_id = revision.id
    version.state = state
    version.translator_id = by.person_id if by else None
    version.reviewer_id = version.approver_id = None
    version.changed_at = revision.at
    text = session.get_one(Text, block.text_id)
    text.changed_at = revision.at
    return revision
