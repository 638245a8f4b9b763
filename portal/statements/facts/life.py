"""A statement is drafted and goes from stage to stage."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from portal.core.facts import Fact
from portal.statements.models import Stage


@dataclass(frozen=True, kw_only=True)
class StatementFact(Fact):
    """`subject` is the statement's id."""

    subject_type: ClassVar[str] = "statement"


@dataclass(frozen=True, kw_only=True)
class StatementDrafted(StatementFact):
    text: str


@dataclass(frozen=True, kw_only=True)
class DraftersNamed(StatementFact):
    organisations: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StageReached(StatementFact):
    stage: Stage
    before: Stage
    deadline: datetime | None = None
    zone: str | None = None
    """Where the deadline is written; none without one."""


@dataclass(frozen=True, kw_only=True)
class DeadlineMoved(StatementFact):
    """Of the stage that the statement is at; without a `deadline` there is none any more."""

    stage: Stage
    reason: str
    before: datetime | None = None
    deadline: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True, kw_only=True)
class LanguagesRequired(StatementFact):
    """Which languages hold the next release back until they are checked."""

    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StatementGivenUp(StatementFact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class StatementSuperseded(StatementFact):
    """`successor` is the id of the statement that takes its place."""

    successor: str


@dataclass(frozen=True, kw_only=True)
class RevisionProposed(StatementFact):
    reopening: str
    release: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RevisionBegun(StatementFact):
    """The other side agreed: the text is worked on again, its release stays public."""

    reopening: str
    release: int


@dataclass(frozen=True, kw_only=True)
class RevisionDeclined(StatementFact):
    """The other side declined, or the proposer took it back."""

    reopening: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RevisionGivenUp(StatementFact):
    """The release stands as it was."""

    reopening: str
    release: int
    reason: str
