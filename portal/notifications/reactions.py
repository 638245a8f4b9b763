"""Who hears by mail of what has happened, each in her own language, once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.links import absolute
from portal.core.orm import Reactions
from portal.core.sentences import say
from portal.mail.commands import queue_mail
from portal.network.models import Person, Power, Role
from portal.notifications import amendments, signing, statements
from portal.notifications.telling import WHY, people, tell
from portal.statements.facts import CommentAnswered, DeadlineMoved, DecisionOpened, StageReached
from portal.statements.models import Answer, Comment, Decision, Elector, Stage, Statement
from portal.texts.facts import TranslationReturned
from portal.texts.models import Block, Version

COMMENT = say("Your organisation is asked to comment on this text:")
ANSWER = say("Your organisation is asked for its answer to this text:")


def stage_reached(session: Session, fact: StageReached) -> None:
    """Consultation is told to those who write, opened signing to those who may sign."""
    statement = session.get_one(Statement, fact.subject)
    if fact.stage is Stage.CONSULTATION:
        tell(
            session,
            statement,
            people(session, roles=(Role.EDITOR, Role.REPRESENTATIVE)),
            key=f"consultation:{fact.subject}:{statement.stage_since.isoformat()}",
            words=COMMENT,
            page="comments",
        )
    elif fact.stage is Stage.OPEN and statement.public_release == 1:
        tell(
            session,
            statement,
            people(session, power=Power.SIGN),
            key=f"signing:{fact.subject}:{statement.stage_since.isoformat()}",
            words=say("This text is open for your organisation's signature:"),
            page="sign",
        )


def decision_opened(session: Session, fact: DecisionOpened) -> None:
    """Those who may answer for an organisation of the roster are asked to."""
    roster = session.scalars(
        select(Elector.organisation_id).where(Elector.decision_id == fact.decision)
    ).all()
    tell(
        session,
        session.get_one(Statement, fact.subject),
        people(session, power=Power.DECIDE, organisations=roster),
        key=f"decision:{fact.decision}",
        words=ANSWER,
        page="decision",
    )


def deadline_moved(session: Session, fact: DeadlineMoved) -> None:
    """Who is still asked for something hears it again, with the time that holds now."""
    statement = session.get_one(Statement, fact.subject)
    if fact.deadline is None:
        return
    key = f"{fact.subject}:{statement.stage_since.isoformat()}:{fact.deadline.isoformat()}"
    if fact.stage is Stage.CONSULTATION:
        tell(
            session,
            statement,
            people(session, roles=(Role.EDITOR, Role.REPRESENTATIVE)),
            key=f"consultation:{key}",
            words=COMMENT,
            page="comments",
        )
    elif fact.stage is Stage.DECISION:
        silent = session.scalars(
            select(Elector.organisation_id)
            .join(Decision, Decision.id == Elector.decision_id)
            .outerjoin(
                Answer,
                (Answer.decision_id == Elector.decision_id)
                & (Answer.organisation_id == Elector.organisation_id),
            )
            .where(
                Decision.statement_id == statement.id,
                Decision.closed_at.is_(None),
                Answer.id.is_(None),
            )
        ).all()
        tell(
            session,
            statement,
            people(session, power=Power.DECIDE, organisations=silent),
            key=f"decision:{key}",
            words=ANSWER,
            page="decision",
        )


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
    StageReached: (stage_reached,),
    DecisionOpened: (decision_opened,),
    DeadlineMoved: (deadline_moved,),
    CommentAnswered: (comment_answered,),
    TranslationReturned: (translation_returned,),
}
for _table in (amendments.REACTIONS, statements.REACTIONS, signing.REACTIONS):
    for _fact, _more in _table.items():
        REACTIONS = {**REACTIONS, _fact: (*REACTIONS.get(_fact, ()), *_more)}

__all__ = ["REACTIONS", "WHY"]
