"""Organisations hold keys; a signatory is erased."""

from dataclasses import dataclass

from portal.log.facts import LogFact
from portal.statements.facts.life import StatementFact


@dataclass(frozen=True, kw_only=True)
class OrganisationKeyAdded(LogFact):
    public_key: str


@dataclass(frozen=True, kw_only=True)
class OrganisationKeyRetired(LogFact):
    public_key: str


@dataclass(frozen=True, kw_only=True)
class SignedWithOwnKey(StatementFact):
    signature: str
    key: str


@dataclass(frozen=True, kw_only=True)
class SignatoryErased(StatementFact):
    """Never whom: only which line of which release."""

    release: str
    signature: str
