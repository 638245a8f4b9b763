"""What becomes of a published statement: handed over, answered, spoken of."""

from dataclasses import dataclass
from datetime import date

from portal.statements.facts.life import StatementFact


@dataclass(frozen=True, kw_only=True)
class SubmissionRecorded(StatementFact):
    submission: str
    addressee: str
    submitted_on: date
    reference: str


@dataclass(frozen=True, kw_only=True)
class SubmissionCorrected(StatementFact):
    """A wrong line was put right; `before` keeps what it said."""

    submission: str
    before: tuple[str, ...]
    """Addressee, language, day and reference."""


@dataclass(frozen=True, kw_only=True)
class AnswerRecorded(StatementFact):
    """What came back was noted, or noted anew; `before` is what the line said of it."""

    submission: str
    answered_on: date
    before: tuple[str, ...] = ()
    """Answer, language and day, where there were any."""


@dataclass(frozen=True, kw_only=True)
class PressContactSet(StatementFact):
    contact: str


@dataclass(frozen=True, kw_only=True)
class PackBuilt(StatementFact):
    """Files were made for a body of the United Nations; who took them is on record."""

    release: str
    languages: tuple[str, ...]
