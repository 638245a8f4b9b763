"""Aligns two sequences of words: which of them stayed, and what took the place of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from portal.texts.engine.words import is_space

MOST_CELLS = 400_000_000
"""Product of token counts up to which the exact comparison is made: about 50 MB and 50 ms."""

SENTENCE_ENDS = frozenset(".!?。！？．।॥។៕؟۔။…\n\r\u2029")


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens `start` to `end` of the old sequence give way to tokens `new_start` to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int

    def moved(self, by: int, new_by: int) -> Edit:
        return Edit(self.start + by, self.end + by, self.new_start + new_by, self.new_end + new_by)


def edits_between(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """The edits that lead from one sequence to the other and keep the most words.

    Words and marks are aligned first, by longest common subsequence (the bit-parallel algorithm of
    Hyyrö, 2004, as RapidFuzz has it), then the spaces between them: else two spaces would be kept
    at the cost of a word. Above `MOST_CELLS` sentences are aligned before words, and words only
    inside those that changed.
    """
    numbers: dict[str, int] = {}
    before = [numbers.setdefault(token, len(numbers)) for token in old]
    after = [numbers.setdefault(token, len(numbers)) for token in new]
    spaces = {number for token, number in numbers.items() if is_space(token)}
    if len(before) * len(after) <= MOST_CELLS:
        found = _words_first(before, after, spaces)
    else:
        found = _sentences_first(old, new, before, after, spaces)
    return list(_joined(found))


def _words_first(old: Sequence[int], new: Sequence[int], spaces: set[int]) -> Iterator[Edit]:
    at = [index for index, token in enumerate(old) if token not in spaces]
    new_at = [index for index, token in enumerate(new) if token not in spaces]
    steps = Indel.opcodes([old[index] for index in at], [new[index] for index in new_at])
    start = new_start = 0
    kept = [
        (at[step.src_start + offset], new_at[step.dest_start + offset])
        for step in steps
        if step.tag == "equal"
        for offset in range(step.src_end - step.src_start)
    ]
    for end, new_end in [*kept, (len(old), len(new))]:
        if old[start:end] != new[new_start:new_end]:
            for edit in _exact(old[start:end], new[new_start:new_end]):
                yield edit.moved(start, new_start)
        start, new_start = end + 1, new_end + 1


def _exact(old: Sequence[int], new: Sequence[int]) -> Iterator[Edit]:
    for step in Indel.opcodes(old, new):
        if step.tag != "equal":
            yield Edit(step.src_start, step.src_end, step.dest_start, step.dest_end)


def _sentences_first(
    old: Sequence[str],
    new: Sequence[str],
    before: Sequence[int],
    after: Sequence[int],
    spaces: set[int],
) -> Iterator[Edit]:
    starts, new_starts = _sentence_starts(old), _sentence_starts(new)
    numbers: dict[tuple[int, ...], int] = {}
    sentences, new_sentences = (
        [numbers.setdefault(tuple(ids[start:end]), len(numbers)) for start, end in pairwise(at)]
        for ids, at in ((before, starts), (after, new_starts))
    )
    if len(sentences) * len(new_sentences) > MOST_CELLS:
        yield Edit(0, len(old), 0, len(new))
        return
    for coarse in _joined(_exact(sentences, new_sentences)):
        start, end = starts[coarse.start], starts[coarse.end]
        new_start, new_end = new_starts[coarse.new_start], new_starts[coarse.new_end]
        if (end - start) * (new_end - new_start) > MOST_CELLS:
            yield Edit(start, end, new_start, new_end)
            continue
        for fine in _words_first(before[start:end], after[new_start:new_end], spaces):
            yield fine.moved(start, new_start)


def _sentence_starts(tokens: Sequence[str]) -> list[int]:
    """Where each sentence starts, and after the last, where it ends."""
    inner = [index for index in range(1, len(tokens)) if tokens[index - 1][-1] in SENTENCE_ENDS]
    return [0, *inner, len(tokens)]


def _joined(edits: Iterator[Edit]) -> Iterator[Edit]:
    """A deletion and an insertion at one place are one replacement."""
    last: Edit | None = None
    for edit in edits:
        if last and last.end == edit.start and last.new_end == edit.new_start:
            last = Edit(last.start, edit.end, last.new_start, edit.new_end)
            continue
        if last:
            yield last
        last = edit
    if last:
        yield last


def slides(
    tokens: Sequence[str], start: int, end: int, leftmost: int, rightmost: int
) -> tuple[int, int]:
    """How far left and right the run may move through its own repetitions, at most to the limits.

    In "to be [or not to be] said" the marked run says the same one word to the left.
    """
    left = 0
    while left < leftmost and tokens[start - left - 1] == tokens[end - left - 1]:
        left += 1
    right = 0
    while right < rightmost and tokens[start + right] == tokens[end + right]:
        right += 1
    return left, right
