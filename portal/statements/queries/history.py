"""What has happened to a statement: its acts, its revisions, its releases and who signed them anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.core.facts import AuditEntry
from portal.core.paging import Page, paginate
from portal.network.actors import Actor
from portal.network.models import Organisation, Person
from portal.network.names import Shown, display_name
from portal.network.policy import may_see_person_here
from portal.statements.models import (
    Release,
    Reopening,
    Signature,
    SignatureState,
)

UNNAMED = frozenset(
    {
        "AnswerGiven",
        "BlockLifted",
        "ErratumObjected",
        "SignatureAwaitsOfficer",
        "SignatureWithdrawn",
        "StatementSigned",
    }
)
"""Acts that stand here without a name: who answered is on the page of the decision, and who
signed in the list of signatories, where a name can be withheld."""


@dataclass(frozen=True)
class Act:
    """One entry of the log about a statement; `by` is empty where she is not shown."""

    at: datetime
    act: str
    details: Mapping[str, Any]
    by: str
    by_portal: bool
    unnamed: bool
    organisation: Shown | None


def acts_of(session: Session, actor: Actor, statement_id: str, *, number: int = 1) -> Page[Act]:
    """Every act of the audit log about a statement, the newest first; four statements."""
    page = paginate(
        session,
        select(AuditEntry)
        .where(AuditEntry.subject_type == "statement", AuditEntry.subject_id == statement_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc()),
        number,
    )
    people = {
        person.id: person
        for person in session.scalars(
            select(Person).where(Person.id.in_({entry.person_id for entry in page} - {None}))
        )
    }
    organisations = {
        item.id: display_name(item, actor.languages)
        for item in session.scalars(
            select(Organisation)
            .where(Organisation.id.in_({entry.organisation_id for entry in page} - {None}))
            .options(joinedload(Organisation.names))
        ).unique()
    }
    return Page(
        [_act(entry, people, organisations, actor) for entry in page],
        page.number,
        page.total,
        page.per_page,
    )


def _act(
    entry: AuditEntry,
    people: Mapping[str, Person],
    organisations: Mapping[str, Shown],
    actor: Actor,
) -> Act:
    unnamed = entry.act in UNNAMED
    person = None if unnamed else people.get(entry.person_id or "")
    shown = person is not None and (
        actor.belongs_to(entry.organisation_id) or bool(may_see_person_here(actor, person))
    )
    return Act(
        at=entry.at,
        act=entry.act,
        details=entry.details,
        by=person.name if person is not None and shown else "",
        by_portal=entry.person_id is None,
        unnamed=unnamed,
        organisation=None if unnamed else organisations.get(entry.organisation_id or ""),
    )


def waiting_revision(session: Session, statement_id: str) -> Reopening | None:
    """A revision that one side has proposed and the other has not answered."""
    return session.scalars(
        _reopenings(statement_id).where(
            Reopening.confirmed_at.is_(None), Reopening.ended_at.is_(None)
        )
    ).first()


def revision_of(session: Session, statement_id: str) -> Reopening | None:
    """The revision that is being worked on."""
    return session.scalars(
        _reopenings(statement_id).where(
            Reopening.confirmed_at.is_not(None), Reopening.ended_at.is_(None)
        )
    ).first()


def revisions_of(session: Session, statement_id: str) -> Sequence[Reopening]:
    """Every time that somebody wanted to take the text up again, the newest first."""
    return session.scalars(_reopenings(statement_id)).all()


def _reopenings(statement_id: str) -> Any:
    return (
        select(Reopening)
        .where(Reopening.statement_id == statement_id)
        .options(joinedload(Reopening.organisation).selectinload(Organisation.names))
        .order_by(Reopening.at.desc(), Reopening.id.desc())
    )


@dataclass(frozen=True)
class Tally:
    """How many stand under a release, and how many of them had signed an earlier one."""

    number: int
    released_at: datetime
    total: int
    anew: int


def tallies(session: Session, statement_id: str) -> list[Tally]:
    """The counts of each release, the first one first; two statements.

    Who signs anew is known by the mark, or by the organisation where an older row has none.
    """
    releases = session.execute(
        select(Release.id, Release.number, Release.released_at)
        .where(Release.statement_id == statement_id)
        .order_by(Release.number)
    ).all()
    signed: dict[str, list[tuple[str | None, str | None]]] = {}
    for release_id, mark, organisation in session.execute(
        select(Signature.release_id, Signature.mark, Signature.organisation_id).where(
            Signature.release_id.in_([row.id for row in releases]),
            Signature.state == SignatureState.CONFIRMED,
        )
    ):
        signed.setdefault(release_id, []).append((mark, organisation))
    found: list[Tally] = []
    before: set[str] = set()
    for row in releases:
        mine = signed.get(row.id, [])
        anew = sum(bool(before & _tokens(each)) for each in mine)
        found.append(Tally(row.number, row.released_at, len(mine), anew))
        before |= {token for each in mine for token in _tokens(each)}
    return found


def _tokens(signer: tuple[str | None, str | None]) -> set[str]:
    return {token for token in signer if token}


def count_signatures(session: Session, release_id: str) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Signature)
            .where(Signature.release_id == release_id, Signature.state == SignatureState.CONFIRMED)
        )
        or 0
    )
