"""A text through time: each block's wordings, what changed between them, and the acts on the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.sentences import Sentence, say
from portal.network.models import Person
from portal.texts.engine import Change, diff
from portal.texts.models import ArrangementAct, Block, Revision


@dataclass(frozen=True)
class Wording:
    """One revision with its difference to the one before in the same language."""

    revision: Revision
    changes: Sequence[Change]
    author: str

    @property
    def why(self) -> Sentence | None:
        """What its note says, in words."""
        kind, _, rest = self.revision.note.partition(":")
        if kind == "amendment":
            return say("Amendment %(number)s was accepted.", number=rest)
        return _WHY.get(kind)


_WHY = {
    "revert": say("An older wording was brought back."),
    "split": say("The paragraph was split."),
    "merge": say("Two paragraphs were joined."),
}


def block_history(session: Session, block_id: str, language: str) -> list[Wording]:
    """All wordings of a block in one language, the newest first; two statements."""
    if session.get(Block, block_id) is None:
        raise NotFound
    rows = session.execute(
        select(Revision, Person.name)
        .outerjoin(Person, Person.id == Revision.author_id)
        .where(Revision.block_id == block_id, Revision.language == language)
        .order_by(Revision.seq)
    ).all()
    found: list[Wording] = []
    before = ""
    for revision, author in rows:
        found.append(Wording(revision, diff(before, revision.body, language), author or ""))
        before = revision.body
    return found[::-1]


def difference(session: Session, old_id: str, new_id: str) -> Sequence[Change]:
    """What changed from one revision to a later one of the same block and language."""
    old, new = session.get(Revision, old_id), session.get(Revision, new_id)
    if old is None or new is None or old.block_id != new.block_id or old.language != new.language:
        raise NotFound
    return diff(old.body, new.body, new.language)


@dataclass(frozen=True)
class Event:
    """One line of a text's history: an act on the order, or a new wording."""

    at: datetime
    author: str
    act: str
    block_id: str
    language: str
    revision_id: str | None
    number: int


def text_history(session: Session, text_id: str, limit: int = 200) -> list[Event]:
    """The newest things that happened to a text; two statements."""
    wordings = session.execute(
        select(
            Revision.at,
            Person.name,
            Revision.block_id,
            Revision.language,
            Revision.id,
            Revision.seq,
            Revision.parent_id,
        )
        .outerjoin(Person, Person.id == Revision.author_id)
        .where(Revision.text_id == text_id)
        .order_by(Revision.at.desc(), Revision.id.desc())
        .limit(limit)
    ).all()
    acts = session.execute(
        select(ArrangementAct, Person.name)
        .outerjoin(Person, Person.id == ArrangementAct.author_id)
        .where(ArrangementAct.text_id == text_id)
        .order_by(ArrangementAct.number.desc())
        .limit(limit)
    ).all()
    events = [
        Event(
            row.at,
            row.name or "",
            "edit" if row.parent_id else "write",
            row.block_id,
            row.language,
            row.id,
            row.seq,
        )
        for row in wordings
    ]
    events += [
        Event(
            act.at, author or "", act.act, str(act.details.get("block", "")), "", None, act.number
        )
        for act, author in acts
        if act.act != "create"
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:limit]


def was_translated(session: Session, revision_id: str) -> bool:
    """Whether some translation was made from this wording."""
    return bool(session.scalar(select(exists().where(Revision.based_on_id == revision_id))))
