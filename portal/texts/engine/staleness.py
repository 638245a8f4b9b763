"""Tells whether a revision still says what its source says, through translations of translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Significance(StrEnum):
    """How much a revision changed what the text says to those who translated or read it."""

    TYPO = "typo"
    MEANING = "meaning"
    SAFETY = "safety"

    @property
    def rank(self) -> int:
        return list(Significance).index(self)


@dataclass(frozen=True, slots=True)
class RevisionFact:
    """What counts of one revision; `seq` grows within a block over all its languages.

    `based_on` is the revision that the translator read, in whatever language she read it.
    """

    id: str
    block: str
    language: str
    seq: int
    significance: Significance
    based_on: str | None = None


@dataclass(frozen=True, slots=True)
class Staleness:
    """The worst that a revision lacks, and the two states of its source to show side by side.

    `worst` is *meaning* or *safety*, or none if the revision is up to date. `made_from` is the
    revision that it (or a translation between) was made from, `newest` the newest in that language;
    where several sources went on, the two are those of the worst change, and of the nearest of these.
    """

    worst: Significance | None
    made_from: str | None
    newest: str | None

    @property
    def is_stale(self) -> bool:
        return self.worst is not None


def staleness(
    revision: RevisionFact,
    history: Iterable[RevisionFact],
    source: str,
    source_since: int = 0,
) -> Staleness:
    """Judge one revision of a block by the block's history.

    `source` is the language in which the block is written now, `source_since` the `seq` at which it
    became that. Facts of other blocks in `history` are passed over; a base that is not in it, or
    that leads in a circle, counts as none.
    """
    block = [fact for fact in history if fact.block == revision.block]
    found = list(_links(revision, block, source, source_since))
    # max() keeps the first, hence nearest, of equals.
    return max(found, key=lambda link: link.worst.rank if link.worst else 0)


def _links(
    revision: RevisionFact, block: list[RevisionFact], source: str, source_since: int
) -> Iterator[Staleness]:
    """What happened to each source on the way from the revision to the block's source."""
    if revision.language == source:
        yield Staleness(
            _worst(_after(block, source, revision.seq)), revision.id, _newest(block, source)
        )
        return
    by_id = {fact.id: fact for fact in block}
    seen = {revision.id}
    link = revision
    while base := by_id.get(link.based_on or ""):
        if base.id in seen:
            break
        seen.add(base.id)
        # A later revision in the reader's own language replaces hers; it does not outdate it.
        later = [
            fact
            for fact in _after(block, base.language, base.seq)
            if fact.language != revision.language or fact.seq < revision.seq
        ]
        yield Staleness(_worst(later), base.id, _newest(block, base.language))
        if base.language == source:
            return
        link = base
    # What stood in the source's language before it became the source did not outdate others.
    until = max(link.seq, source_since - 1)
    later = list(_after(block, source, until))
    stood = [fact for fact in block if fact.language == source and fact.seq <= until]
    made_from = max(stood, key=lambda fact: fact.seq).id if stood else None
    yield Staleness(_worst(later), made_from, _newest(block, source))


def _after(block: list[RevisionFact], language: str, seq: int) -> Iterator[RevisionFact]:
    return (fact for fact in block if fact.language == language and fact.seq > seq)


def _newest(block: list[RevisionFact], language: str) -> str | None:
    facts = [fact for fact in block if fact.language == language]
    return max(facts, key=lambda fact: fact.seq).id if facts else None


def _worst(facts: Iterable[RevisionFact]) -> Significance | None:
    ranked = max((fact.significance for fact in facts), key=lambda each: each.rank, default=None)
    return None if ranked is Significance.TYPO else ranked
