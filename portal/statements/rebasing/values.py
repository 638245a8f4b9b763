"""What rebasing looks at: a proposed change, and the text as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.statements.models import AmendmentKind
from portal.texts.engine import Act, RevisionFact


@dataclass(frozen=True)
class Base:
    """The wording that the proposer had read."""

    fact: RevisionFact
    body: str


@dataclass(frozen=True)
class Proposed:
    """An amendment as it was made; see `models.Amendment` for what its fields mean."""

    number: int
    kind: AmendmentKind
    block: str
    language: str
    base: Base
    base_acts: int = 0
    body: str = ""
    second: str = ""
    target: str | None = None

    @property
    def touches(self) -> frozenset[str]:
        """The paragraphs that it names."""
        return frozenset(filter(None, (self.block, self.target)))


@dataclass(frozen=True)
class Wording:
    revision: str
    body: str


@dataclass(frozen=True)
class Paragraph:
    """A living block: its newest wording in each language, and the facts of all its revisions."""

    id: str
    source: str
    source_since: int
    wordings: Mapping[str, Wording]
    history: Sequence[RevisionFact]


@dataclass(frozen=True)
class Now:
    """The text as it stands: its order, its living blocks, and every act with its number."""

    order: Sequence[str]
    paragraphs: Mapping[str, Paragraph]
    acts: Sequence[tuple[int, Act]] = ()
    inserted: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """anchor -> amendment's number -> block: what accepted insertions behind it have become."""

    def since(self, number: int) -> list[Act]:
        return [act for at, act in self.acts if at > number]
