"""What happens to commitments, as others hear of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CommitmentFact(Fact):
    """`subject` is the commitment's id."""

    subject_type: ClassVar[str] = "commitment"


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(CommitmentFact):
    text: str
    block: str
    revision: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CommitmentReported(CommitmentFact):
    """It goes on; `due_on` where another day was set for it."""

    report: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CommitmentKept(CommitmentFact):
    report: str


@dataclass(frozen=True, kw_only=True)
class CommitmentGivenUp(CommitmentFact):
    report: str


@dataclass(frozen=True, kw_only=True)
class CommitmentTakenUp(CommitmentFact):
    """One that was kept or given up is open again."""

    report: str
    due_on: date | None
