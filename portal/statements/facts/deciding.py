"""Decisions open, are answered and close."""

from dataclasses import dataclass
from typing import ClassVar

from portal.core.facts import Fact
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


@dataclass(frozen=True, kw_only=True)
class BlockLifted(StatementFact):
    decision: str


@dataclass(frozen=True, kw_only=True)
class RuleAgreed(Fact):
    """The network's decisions follow another rule from now on; `subject` is the rule's id."""

    subject_type: ClassVar[str] = "network_rule"
    answered: int
    second_round_consent: int
    largest_country: int
    least_days: int
    agreed: str
