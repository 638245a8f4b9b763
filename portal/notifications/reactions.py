"""Who hears by mail of what has happened, each in her own language, once."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.links import absolute
from portal.core.orm import Reactions
from portal.core.sentences import Sentence, say
from portal.mail.commands import queue_mail
from portal.network.models import Membership, Organisation, Person, Power, Role, Standing
from portal.statements.facts import CommentAnswered, DecisionOpened, StageReached
from portal.statements.models import Comment, Elector, Stage, Statement
from portal.texts.facts import TranslationReturned
from portal.texts.models import Block, Version
from portal.texts.queries import read_texts_titles

WHY = say(
    "You get this mail because you work in this for your organisation. Your settings say what "
    "you may do there."
)


def stage_reached(session: Session, fact: StageReached) -> None:
    """Consultation is told to those who write, opened signing to those who may sign."""
    statement = session.get_one(Statement, fact.subject)
    if fact.stage is Stage.CONSULTATION:
        _tell(
            session,
            statement,
            _people(session, roles=(Role.EDITOR, Role.REPRESENTATIVE)),
            key=f"consultation:{fact.subject}:{statement.stage_since.isoformat()}",
            words=say("Your organisation is asked to comment on this text:"),
            page="comments",
        )
    elif fact.stage is Stage.OPEN:
        _tell(
            session,
            statement,
            _people(session, power=Power.SIGN),
            key=f"signing:{fact.subject}:{statement.stage_since.isoformat()}",
            words=say("This text is open for your organisation's signature:"),
            page="sign",
        )


def decision_opened(session: Session, fact: DecisionOpened) -> None:
    """Those who may answer for an organisation of the roster are asked to."""
    roster = session.scalars(
        select(Elector.organisation_id).where(Elector.decision_id == fact.decision)
    ).all()
    _tell(
        session,
        session.get_one(Statement, fact.subject),
        _people(session, power=Power.DECIDE, organisations=roster),
        key=f"decision:{fact.decision}",
        words=say("Your organisation is asked for its answer to this text:"),
        page="decision",
    )


def comment_answered(session: Session, fact: CommentAnswered) -> None:
    """Whoever commented hears that she was answered."""
    comment = session.get_one(Comment, fact.comment)
    _tell(
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


def _people(
    session: Session,
    *,
    roles: Sequence[Role] = (Role.REPRESENTATIVE,),
    power: Power | None = None,
    organisations: Sequence[str] | None = None,
) -> list[Person]:
    """People who hold such a role today in an admitted organisation."""
    today = clock.today()
    rows = session.execute(
        select(Person, Membership.powers)
        .join(Membership, Membership.person_id == Person.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.role.in_(roles),
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until >= today),
            Organisation.standing == Standing.ADMITTED,
            Person.left_at.is_(None),
            *([Organisation.id.in_(organisations)] if organisations is not None else []),
        )
    )
    found = {person.id: person for person, powers in rows if power is None or power.value in powers}
    return list(found.values())


def _tell(
    session: Session,
    statement: Statement,
    people: Sequence[Person],
    *,
    key: str,
    words: Sentence,
    page: str,
) -> None:
    text_id = statement.text_id
    titles = {
        languages: read_texts_titles(session, [text_id], languages)[text_id]
        for languages in {tuple(person.languages) for person in people}
    }
    for person in people:
        title = titles[tuple(person.languages)]
        lines: list[Sentence | str] = [
            words,
            title.title,
            absolute(session, f"/statements/{statement.slug}/{page}"),
        ]
        if statement.deadline:
            lines.append(
                say(
                    "The time for it ends on %(day)s (UTC).",
                    day=statement.deadline.strftime("%Y-%m-%d %H:%M"),
                )
            )
        queue_mail(
            session,
            key=f"{key}:{person.id}",
            to=person.email,
            locale=person.locale,
            subject=say("Something waits for your organisation"),
            paragraphs=[*lines, WHY],
        )


REACTIONS: Reactions = {
    StageReached: (stage_reached,),
    DecisionOpened: (decision_opened,),
    CommentAnswered: (comment_answered,),
    TranslationReturned: (translation_returned,),
}
