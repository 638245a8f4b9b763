"""What is said of its paragraphs."""

from dataclasses import dataclass

from portal.statements.facts.life import StatementFact


@dataclass(frozen=True, kw_only=True)
class CommentMade(StatementFact):
    comment: str
    block: str


@dataclass(frozen=True, kw_only=True)
class CommentAnswered(StatementFact):
    comment: str
