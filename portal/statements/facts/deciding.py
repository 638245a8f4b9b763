"""Decisions open, are answered and close."""

from dataclasses import dataclass

from portal.statements.facts.life import StatementFact
from portal.statements.models import Choice, Outcome


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
