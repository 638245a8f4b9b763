"""Names come under a release, or leave it."""

from dataclasses import dataclass

from portal.core.facts import private
from portal.statements.facts.life import StatementFact


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
class ListedSignatureWithdrawn(StatementFact):
    """Its owner, who has no link of her own, asked for it; `by` is whoever did it for her."""

    release: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class SigningFrozen(StatementFact):
    frozen: bool


@dataclass(frozen=True, kw_only=True)
class SignatureAwaitsOfficer(StatementFact):
    """An organisation that asks for a second officer has signed; she has to confirm it."""

    release: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class MilestoneReached(StatementFact):
    """So many signatures stand under a release, for the first time."""

    release: str
    count: int
