"""Text is frozen."""

from dataclasses import dataclass

from portal.statements.facts.life import StatementFact


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
