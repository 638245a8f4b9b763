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
