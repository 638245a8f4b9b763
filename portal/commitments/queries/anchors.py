"""The paragraph that a commitment answers to: how it read then, and how it reads now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.core.markdown import plain_text
from portal.core.sentences import say
from portal.network.names import Shown
from portal.statements.models import Release, Statement
from portal.statements.queries.reading import read_release, released_titles
from portal.texts.engine import Change, diff
from portal.texts.models import Block, Revision
from portal.texts.queries import ReadBlock, ReadText

GONE = say(
    "This paragraph is no longer part of the statement. Go back to the statement and choose one "
    "that is."
)


def statement_of_block(session: Session, block_id: str) -> Statement | None:
    """The statement whose text holds the paragraph, with its releases; one statement."""
    return (
        session.scalars(
            select(Statement)
            .join(Block, Block.text_id == Statement.text_id)
            .where(Block.id == block_id)
            .options(joinedload(Statement.releases).joinedload(Release.languages))
        )
        .unique()
        .one_or_none()
    )


def released_text(
    session: Session, statement: Statement, languages: Sequence[str], *, exactly: str | None = None
) -> ReadText | None:
    """The text that everyone reads now, its errata carried out; None before there is one."""
    release = statement.released
    if release is None:
        return None
    return read_release(session, release, languages, exactly=exactly, corrected=True)


def paragraph(text: ReadText, block_id: str) -> ReadBlock | None:
    """One paragraph of a text that was read; its title is none."""
    return next((block for block in text.blocks if block.id == block_id), None)


def present_wording(
    session: Session, statement: Statement, block_id: str, language: str
) -> ReadBlock | None:
    """How a paragraph of the public release reads in a language, or in its own; None once gone."""
    text = released_text(session, statement, [], exactly=language)
    return paragraph(text, block_id) if text is not None else None


@dataclass(frozen=True)
class Since:
    """What has become of the wording that was read when the commitment was made."""

    gone: bool = False
    changes: Sequence[Change] = ()
    """Word by word, in the language that was read; empty where nothing has changed."""
    now: ReadBlock | None = None
    """How it reads now, where that can only be shown in another language."""


def since(session: Session, statement: Statement, revision: Revision) -> Since:
    """Compare a wording with the public release; one statement."""
    present = present_wording(session, statement, revision.block_id, revision.language)
    if present is None:
        return Since(gone=True)
    if present.body == revision.body:
        return Since()
    if present.language != revision.language:
        return Since(now=present)
    return Since(changes=diff(revision.body, present.body, revision.language))


def titles_of(
    session: Session, statements: Collection[Statement], languages: Sequence[str]
) -> dict[str, Shown]:
    """Titles of public statements for a reader, by the ids of their texts; one statement."""
    found = released_titles(session, statements, languages)
    return {key: Shown(plain_text(title.title), title.language) for key, title in found.items()}
