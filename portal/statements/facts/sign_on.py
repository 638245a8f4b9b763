"""Signatories from outside sign on, answer their mail, and are looked at; lists are handed in."""

from dataclasses import dataclass
from typing import ClassVar

from portal.core.facts import Fact, private
from portal.statements.facts.life import StatementFact


@dataclass(frozen=True, kw_only=True)
class SignOnConfirmed(StatementFact):
    """The mail was answered; a person of the network looks at it next."""

    release: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class SignatureAccepted(StatementFact):
    """A second person has looked at it; from now on it counts."""

    release: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class SignatureDeclined(StatementFact):
    """`told` says whether its signatory is to hear of it."""

    release: str
    signature: str
    reason: str = private()
    told: bool = False


@dataclass(frozen=True, kw_only=True)
class SignaturesCleared(StatementFact):
    """Many sign-ons were declined together."""

    release: str
    number: int


@dataclass(frozen=True, kw_only=True)
class SignaturesListed(StatementFact):
    """A list of signatures that were collected elsewhere is handed in."""

    release: str
    signature_list: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class SigningRuleChanged(Fact):
    """`subject` is the organisation."""

    subject_type: ClassVar[str] = "organisation"
    second_officer: bool
