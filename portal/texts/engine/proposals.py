"""What each side of a merge proposes, and which proposals of two sides may be one and the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.texts.engine.alignment import Edit, edits_between, slides
from portal.texts.engine.diff import best_place
from portal.texts.engine.words import is_word

SAME_SENTENCE = 4
"""From this many words on, one and the same addition at two places is taken for one sentence."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One edit of one side; `key` is equal for edits that do the same, however they were found."""

    side: int
    edit: Edit
    key: tuple[int, int, tuple[str, ...]]
    first: int
    last: int
    come: tuple[str, ...]


def proposed(side: int, base: Sequence[str], version: Sequence[str]) -> Iterator[Proposal]:
    edits = edits_between(base, version)
    placed_end = -1
    for index, edit in enumerate(edits):
        floor = edits[index - 1].end if index else 0
        ceiling = edits[index + 1].start if index + 1 < len(edits) else len(base) + 1
        room = edit.start - floor, min(ceiling, len(base)) - edit.end
        left = right = 0
        if edit.start == edit.end:
            left, right = slides(version, edit.new_start, edit.new_end, *room)
        elif edit.new_start == edit.new_end:
            left, right = slides(base, edit.start, edit.end, *room)
        placed = best_place(base, version, edit, placed_end + 1, ceiling - 1)
        placed_end = placed.end
        yield Proposal(
            side=side,
            edit=placed,
            key=(
                edit.start - left,
                edit.end - left,
                tuple(version[edit.new_start - left : edit.new_end - left])
                if edit.new_start < edit.new_end
                else (),
            ),
            first=edit.start - left,
            last=edit.end + right,
            come=tuple(version[placed.new_start : placed.new_end]),
        )


def likenesses(base: Sequence[str], proposals: Sequence[Proposal]) -> Iterator[tuple[int, int]]:
    """Stretches between edits of two sides that may be one and the same act."""
    for left, right in (*_ambiguous(base, proposals), *_same_sentences(proposals)):
        yield min(left.edit.start, right.edit.start), max(left.edit.end, right.edit.end)


def _ambiguous(
    base: Sequence[str], proposals: Sequence[Proposal]
) -> Iterator[tuple[Proposal, Proposal]]:
    """Among repeated words one act can be found at several places: "very [very] good"."""
    sides: dict[int, list[Proposal]] = defaultdict(list)
    for each in proposals:
        sides[each.side].append(each)
    for one in proposals:
        if (one.first, one.last) == (one.edit.start, one.edit.end):
            continue
        for side, others in sides.items():
            if side == one.side:
                continue
            at = bisect_left(others, one.first, key=lambda other: other.last)
            while at < len(others) and others[at].first <= one.last:
                if _share_words(base, one, others[at]):
                    yield one, others[at]
                at += 1


def _share_words(base: Sequence[str], one: Proposal, other: Proposal) -> bool:
    gone, also_gone = (_words_of(base[each.edit.start : each.edit.end]) for each in (one, other))
    return not (
        gone.isdisjoint(also_gone) and _words_of(one.come).isdisjoint(_words_of(other.come))
    )


def _words_of(tokens: Sequence[str]) -> set[str]:
    return {token for token in tokens if is_word(token)}


def _same_sentences(proposals: Sequence[Proposal]) -> Iterator[tuple[Proposal, Proposal]]:
    """Two people who add one sentence at different places would see it twice, and no one be told."""
    alike: dict[tuple[str, ...], list[Proposal]] = defaultdict(list)
    for each in proposals:
        words = tuple(token for token in each.come if is_word(token))
        if each.edit.start == each.edit.end and len(words) >= SAME_SENTENCE:
            alike[words].append(each)
    for same in alike.values():
        same.sort(key=lambda each: (each.first, each.last, each.side))
        for left, right in pairwise(same):
            if left.side != right.side and left.key != right.key:
                yield left, right
