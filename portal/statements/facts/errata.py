"""A released paragraph is corrected without touching the signatures, or is not."""

from dataclasses import dataclass

from portal.statements.facts.life import StatementFact


@dataclass(frozen=True, kw_only=True)
class ErratumProposed(StatementFact):
    release: str
    erratum: str
    language: str


@dataclass(frozen=True, kw_only=True)
class ErratumConfirmed(StatementFact):
    """The other side says that it is editorial; signatories are told and can object."""

    release: str
    erratum: str


@dataclass(frozen=True, kw_only=True)
class ErratumStopped(StatementFact):
    """Taken back, or refused by the other side."""

    release: str
    erratum: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ErratumObjected(StatementFact):
    """A signatory objected. Who it was is not told where the name is withheld."""

    release: str
    erratum: str
