"""What happens to statements, as others hear of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from portal.core.facts import Fact, private
from portal.statements.models import Choice, Outcome, Stage


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


@dataclass(frozen=True, kw_only=True)
class CommentMade(StatementFact):
    comment: str
    block: str


@dataclass(frozen=True, kw_only=True)
class CommentAnswered(StatementFact):
    comment: str


@dataclass(frozen=True, kw_only=True)
class DecisionOpened(StatementFact):
    decision: str
    round: int
    electors: int


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(StatementFact):
    decision: str
    choice: Choice


@dataclass(frozen=True, kw_only=True)
class DecisionClosed(StatementFact):
    decision: str
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class StatementReleased(StatementFact):
    release: str
    number: int
    text_root: str


@dataclass(frozen=True, kw_only=True)
class ReleaseLanguageAdded(StatementFact):
    release: str
    language: str
    language_root: str


@dataclass(frozen=True, kw_only=True)
class StatementSigned(StatementFact):
    """The signing organisation is named only in the private field: a withheld name stays out of the log."""

    release: str
    signature: str
    signatory: str = private()


@dataclass(frozen=True, kw_only=True)
class SignatureWithdrawn(StatementFact):
    release: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class SigningFrozen(StatementFact):
    frozen: bool
