"""What has become of public statements, as feeds tell it: opened, published, corrected, handed over."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from ulid import ULID

from portal.core import clock
from portal.core.facts import AuditEntry
from portal.statements.facts import StageReached
from portal.statements.models import (
    Erratum,
    Milestone,
    Release,
    Stage,
    Statement,
    Submission,
)


class Happening(enum.Enum):
    OPENED = "opened"
    RELEASED = "released"
    """A later release was opened, and the signatures begin again."""
    PUBLISHED = "published"
    MILESTONE = "milestone"
    CORRECTED = "corrected"
    SUBMITTED = "submitted"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Happened:
    """One of them; `key` tells it from the others of the statement, for ever."""

    statement: Statement
    kind: Happening
    key: str
    at: datetime
    number: int = 0
    """Of a release, or of signatures."""
    submission: Submission | None = None


def public_statements(session: Session, limit: int = 100) -> Sequence[Statement]:
    """The statements that everyone may read, with their releases, the newest change first."""
    return (
        session.scalars(
            select(Statement)
            .where(Statement.public_release.is_not(None))
            .options(joinedload(Statement.releases).joinedload(Release.languages))
            .order_by(Statement.changed_at.desc(), Statement.id.desc())
            .limit(limit)
        )
        .unique()
        .all()
    )


def happenings(
    session: Session, statements: Sequence[Statement], limit: int = 50
) -> list[Happened]:
    """What has happened to these, the newest first; four statements, however many there are."""
    by_id = {statement.id: statement for statement in statements}
    releases = {
        release.id: (statement, release.number)
        for statement in statements
        for release in statement.releases
        if release.number <= (statement.public_release or 0)
    }
    found = [
        *_stages(session, by_id),
        *_milestones(session, releases),
        *_corrections(session, releases),
        *_submissions(session, by_id),
    ]
    return sorted(found, key=lambda each: (each.at, each.key), reverse=True)[:limit]


def _stages(session: Session, by_id: dict[str, Statement]) -> list[Happened]:
    """Openings and publications from the log of acts; the n-th opening opens the n-th release."""
    rows = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.act == StageReached.__name__,
            AuditEntry.subject_type == "statement",
            AuditEntry.subject_id.in_(by_id),
        )
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    found: list[Happened] = []
    opened: dict[str, int] = {}
    for entry in rows:
        stage = entry.details.get("stage")
        statement = by_id[entry.subject_id]
        if stage == Stage.OPEN.value:
            number = opened[statement.id] = opened.get(statement.id, 0) + 1
            if number <= (statement.public_release or 0):
                kind = Happening.OPENED if number == 1 else Happening.RELEASED
                found.append(Happened(statement, kind, f"opened/{number}", entry.at, number))
        elif stage == Stage.PUBLISHED.value:
            number = opened.get(statement.id, 1)
            found.append(
                Happened(statement, Happening.PUBLISHED, f"published/{number}", entry.at, number)
            )
    return found


def _milestones(session: Session, releases: dict[str, tuple[Statement, int]]) -> list[Happened]:
    rows = session.scalars(select(Milestone).where(Milestone.release_id.in_(releases)))
    return [
        Happened(
            releases[each.release_id][0],
            Happening.MILESTONE,
            f"milestone/{releases[each.release_id][1]}/{each.count}",
            each.reached_at,
            each.count,
        )
        for each in rows
    ]


def _corrections(session: Session, releases: dict[str, tuple[Statement, int]]) -> list[Happened]:
    rows = session.scalars(
        select(Erratum).where(
            Erratum.release_id.in_(releases),
            Erratum.stopped_at.is_(None),
            Erratum.objections_until <= clock.now(),
        )
    )
    return [
        Happened(
            releases[each.release_id][0],
            Happening.CORRECTED,
            f"erratum/{each.id}",
            each.objections_until,
            releases[each.release_id][1],
        )
        for each in rows
        if each.objections_until is not None
    ]


def _submissions(session: Session, by_id: dict[str, Statement]) -> list[Happened]:
    found = []
    for each in session.scalars(select(Submission).where(Submission.statement_id.in_(by_id))):
        statement = by_id[each.statement_id]
        found.append(
            Happened(
                statement,
                Happening.SUBMITTED,
                f"submission/{each.id}",
                ULID.from_str(each.id).datetime,
                submission=each,
            )
        )
        if each.answered_on is not None:
            found.append(
                Happened(
                    statement,
                    Happening.ANSWERED,
                    f"answer/{each.id}",
                    datetime.combine(each.answered_on, time(12), UTC),
                    submission=each,
                )
            )
    return found
