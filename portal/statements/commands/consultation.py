"""Comments on paragraphs, each in its author's language, each answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.markdown import render_block
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.commands.stages import led, locked
from portal.statements.facts import CommentAnswered, CommentMade
from portal.statements.models import Comment
from portal.statements.policy import may_comment
from portal.texts.commands.revisions import checked_body, checked_language
from portal.texts.models import Block, Revision


def comment(
    session: Session,
    statement_id: str,
    *,
    block_id: str,
    revision_id: str,
    body: str,
    language: str,
    by: Actor,
) -> Comment:
    """Say something of a paragraph as it read in `revision_id`; the same sent twice is kept once."""
    statement = locked(session, statement_id)
    require(may_comment(by, statement))
    block, revision = session.get(Block, block_id), session.get(Revision, revision_id)
    if (
        block is None
        or block.text_id != statement.text_id
        or revision is None
        or revision.block_id != block.id
    ):
        raise NotFound
    words = checked_body(body)
    if not words:
        raise Invalid(say("The comment is empty."), {"body": say("This is needed.")})
    assert by.person_id is not None  # noqa: S101 - may_comment asks for it
    assert by.organisation_id is not None  # noqa: S101
    tag = checked_language(language)
    same = session.scalars(
        select(Comment)
        .where(
            Comment.statement_id == statement.id,
            Comment.block_id == block.id,
            Comment.author_id == by.person_id,
            Comment.organisation_id == by.organisation_id,
            Comment.language == tag,
            Comment.body == words,
            Comment.answered_at.is_(None),
        )
        .order_by(Comment.at)
    ).first()
    if same is not None:
        return same
    made = Comment(
        statement_id=statement.id,
        block_id=block.id,
        revision_id=revision.id,
        language=tag,
        body=words,
        html=str(render_block(words, "paragraph")),
        author_id=by.person_id,
        organisation_id=by.organisation_id,
    )
    session.add(made)
    session.flush()
    announce(
        session,
        CommentMade(
            subject=statement.id,
            comment=made.id,
            block=block.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return made


def answer_comment(
    session: Session, comment_id: str, *, answer: str, language: str, by: Actor
) -> Comment:
    """The drafting group's answer; every comment gets one."""
    made = session.get(Comment, comment_id)
    if made is None:
        raise NotFound
    statement = led(session, made.statement_id, by)
    if not answer.strip():
        raise Invalid(say("Write an answer that the person who commented can read."))
    made.answer = checked_body(answer)
    made.answer_language = checked_language(language)
    made.answered_at = clock.now()
    made.answered_by_id = by.person_id
    announce(
        session,
        CommentAnswered(
            subject=statement.id, comment=made.id, by=by.person_id, organisation=by.organisation_id
        ),
    )
    return made
