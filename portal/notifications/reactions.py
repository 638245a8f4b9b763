"""Who hears by mail of what has happened, each in her own language, once."""

from sqlalchemy.orm import Session

from portal.core.links import absolute
from portal.core.orm import Reactions
from portal.core.sentences import say
from portal.mail.commands import queue_mail
from portal.network.models import Person
from portal.notifications import amendments, asking, signing, statements
from portal.notifications.telling import tell
from portal.statements.facts import CommentAnswered
from portal.statements.models import Comment, Statement
from portal.texts.facts import TranslationReturned
from portal.texts.models import Block, Version


def comment_answered(session: Session, fact: CommentAnswered) -> None:
    """Whoever commented hears that she was answered."""
    comment = session.get_one(Comment, fact.comment)
    tell(
        session,
        session.get_one(Statement, fact.subject),
        [session.get_one(Person, comment.author_id)],
        key=f"answer:{fact.comment}",
        words=say("The drafting group has answered your comment on this text:"),
        page="comments",
    )


def translation_returned(session: Session, fact: TranslationReturned) -> None:
    """The translator hears what should change."""
    version = session.get(Version, (fact.block, fact.language))
    translator = session.get(Person, version.translator_id) if version else None
    if version is None or translator is None or translator.left_at is not None:
        return
    block = session.get_one(Block, fact.block)
    queue_mail(
        session,
        key=f"returned:{version.revision_id}",
        to=translator.email,
        locale=translator.locale,
        subject=say("A translation came back to you"),
        paragraphs=[
            say("A second person has read a paragraph that you translated and asks for a change:"),
            fact.reason,
            absolute(session, f"/texts/blocks/{block.id}/translate/{fact.language}"),
        ],
    )


REACTIONS: Reactions = {
    CommentAnswered: (comment_answered,),
    TranslationReturned: (translation_returned,),
}
for _room in (asking, amendments, statements, signing):
    for _fact, _more in _room.REACTIONS.items():
        REACTIONS = {**REACTIONS, _fact: (*REACTIONS.get(_fact, ()), *_more)}
