"""Proposes which block each paragraph of an edited file was, so that its history goes on."""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from rapidfuzz.distance import Indel

ALIKE = 0.6
"""Similarity from which a changed paragraph is taken for the same block."""

IN_PLACE = 0.1
"""What standing between the same unchanged neighbours is worth, against similarity."""

MOST_PAIRS = 250_000
"""Pairs up to which every changed paragraph is compared with every other: some 2 seconds."""

REACH = 100
"""How far apart two paragraphs may stand to be compared where there are more pairs."""


class Carried(NamedTuple):
    """For each new body the id of its block, or none for a new one; and the ids left without."""

    ids: list[str | None]
    gone: list[str]


def carry(old: Sequence[tuple[str, str]], new: Sequence[str]) -> Carried:
    """Give the ids of the old blocks to the new bodies, each id at most once.

    First the longest common run of unchanged bodies, then unchanged bodies that moved, then the most
    similar pairs (at least `ALIKE`), with preference for those that stand at the same place. White
    space and Unicode normal form do not count.
    """
    before, after = [_essence(body) for _, body in old], [_essence(body) for body in new]
    pairs = _unchanged(before, after)
    pairs |= _moved(before, after, pairs)
    pairs |= _similar(before, after, pairs)
    taken = set(pairs.values())
    return Carried(
        ids=[old[pairs[at]][0] if at in pairs else None for at in range(len(new))],
        gone=[block for at, (block, _) in enumerate(old) if at not in taken],
    )


def _essence(body: str) -> str:
    return " ".join(unicodedata.normalize("NFC", body).split())


def _unchanged(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """New position to old, as in all that follows."""
    numbers: dict[str, int] = {}
    steps = Indel.opcodes(
        [numbers.setdefault(body, len(numbers)) for body in before],
        [numbers.setdefault(body, len(numbers)) for body in after],
    )
    return {
        step.dest_start + offset: step.src_start + offset
        for step in steps
        if step.tag == "equal"
        for offset in range(step.src_end - step.src_start)
    }


def _moved(before: Sequence[str], after: Sequence[str], pairs: dict[int, int]) -> dict[int, int]:
    left: dict[str, deque[int]] = defaultdict(deque)
    for at in _free(len(before), pairs.values()):
        left[before[at]].append(at)
    return {
        at: left[after[at]].popleft() for at in _free(len(after), pairs.keys()) if left[after[at]]
    }


def _similar(before: Sequence[str], after: Sequence[str], pairs: dict[int, int]) -> dict[int, int]:
    """The best pairs first; no pair is broken up for a better sum."""
    old_free, new_free = _free(len(before), pairs.values()), _free(len(after), pairs.keys())
    scored = sorted(
        (
            (-likeness - IN_PLACE * same_place, abs(new_at - old_at), new_at, old_at)
            for new_at, old_at, same_place in _candidates(old_free, new_free, pairs)
            if (likeness := _likeness(before[old_at], after[new_at])) >= ALIKE
        ),
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, new_at, old_at in scored:
        if new_at not in found and old_at not in taken:
            found[new_at] = old_at
            taken.add(old_at)
    return found


def _likeness(old: str, new: str) -> float:
    return Indel.normalized_similarity(old, new, score_cutoff=ALIKE)


def _candidates(
    old_free: Sequence[int], new_free: Sequence[int], pairs: dict[int, int]
) -> Iterator[tuple[int, int, bool]]:
    many = len(old_free) * len(new_free) > MOST_PAIRS
    settled = sorted(pairs)
    for new_at in new_free:
        next_settled = bisect(settled, new_at)
        above = pairs[settled[next_settled - 1]] if next_settled else -1
        below = pairs[settled[next_settled]] if next_settled < len(settled) else inf
        near = old_free
        if many:
            near = old_free[bisect(old_free, new_at - REACH) : bisect(old_free, new_at + REACH)]
        for old_at in near:
            yield new_at, old_at, above < old_at < below


def _free(count: int, taken: Iterable[int]) -> list[int]:
    gone = set(taken)
    return [at for at in range(count) if at not in gone]
