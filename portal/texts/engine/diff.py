"""The difference between two states of a text, in words, as a person would mark it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import Indel

from portal.texts.engine.words import is_space, is_word, tokenise

Kind = Literal["equal", "insert", "delete", "replace"]

MOST_CELLS = 400_000_000
"""Product of token counts up to which the exact comparison is made: about 50 MB and 50 ms."""

FIRST = 12
"""Tokens of a change that are looked at to tell a rewriting; a bound, so that time stays linear."""

SENTENCE_ENDS = frozenset(".!?。！？．।॥។៕؟۔။…\n\r\u2029")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the two texts; `old` is empty for an insertion, `new` for a deletion."""

    kind: Kind
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens `start` to `end` of the old sequence give way to tokens `new_start` to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int

    def moved(self, by: int, new_by: int) -> Edit:
        return Edit(self.start + by, self.end + by, self.new_start + new_by, self.new_end + new_by)


def diff(old: str, new: str, language: str) -> list[Change]:
    """Mark what changed from `old` to `new`, fewest words first, readable second.

    The `old` parts join into `old` and the `new` parts into `new`. Every second change is *equal*,
    and two changes with only a space between them are shown as one.
    """
    before, after = tokenise(old, language), tokenise(new, language)
    marked = readable(before, after, edits_between(before, after))
    changes = []
    at = 0
    for edit in marked:
        if edit.start > at:
            kept = "".join(before[at : edit.start])
            changes.append(Change("equal", kept, kept))
        gone = "".join(before[edit.start : edit.end])
        come = "".join(after[edit.new_start : edit.new_end])
        kind: Kind = "replace" if gone and come else "delete" if gone else "insert"
        changes.append(Change(kind, gone, come))
        at = edit.end
    if at < len(before):
        kept = "".join(before[at:])
        changes.append(Change("equal", kept, kept))
    return changes


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


def readable(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """The same difference with each change at its most natural place and no crumbs in between."""
    placed: list[Edit] = []
    for index, edit in enumerate(edits):
        floor = placed[-1].end + 1 if placed else 0
        ceiling = edits[index + 1].start - 1 if index + 1 < len(edits) else len(old)
        placed.append(best_place(old, new, edit, floor, ceiling))
    # Spaces first: whether a passage was rewritten is seen once its words stand together.
    for is_crumb in (_is_blank, _is_remnant):
        folded: list[Edit] = []
        for edit in placed:
            if folded and is_crumb(old, new, folded[-1], edit):
                last = folded.pop()
                folded.append(Edit(last.start, edit.end, last.new_start, edit.new_end))
            else:
                folded.append(edit)
        placed = folded
    return placed


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


def best_place(
    old: Sequence[str], new: Sequence[str], edit: Edit, floor: int, ceiling: int
) -> Edit:
    if edit.start == edit.end:
        tokens, start, end = new, edit.new_start, edit.new_end
    elif edit.new_start == edit.new_end:
        tokens, start, end = old, edit.start, edit.end
    else:
        return edit
    left, right = slides(tokens, start, end, edit.start - floor, ceiling - edit.end)
    if left == right == 0:
        return edit
    by = max(
        range(-left, right + 1),
        key=lambda by: (_fitness(tokens, start + by) + _fitness(tokens, end + by), by),
    )
    return edit.moved(by, by)


def _fitness(tokens: Sequence[str], at: int) -> int:
    """How natural a cut before token `at` is: between paragraphs, sentences, words."""
    if at in {0, len(tokens)}:
        return 6
    before = tokens[at - 1]
    if before[-1] in "\n\r\u2029":
        return 5
    if before in SENTENCE_ENDS and not is_space(tokens[at]):
        return 4
    if is_space(before):
        return 4 if at > 1 and tokens[at - 2] in SENTENCE_ENDS else 3
    if is_space(tokens[at]):
        return 2
    return 0 if is_word(before) and is_word(tokens[at]) else 1


def _is_blank(old: Sequence[str], _new: Sequence[str], left: Edit, right: Edit) -> bool:
    """Whether only a space stayed between two changes."""
    between = old[left.end : right.start]
    return len(between) <= 3 and "\n" not in between and all(map(is_space, between))


def _is_remnant(old: Sequence[str], new: Sequence[str], left: Edit, right: Edit) -> bool:
    """Whether one word happened to stay in a passage that was rewritten."""
    between = old[left.end : right.start]
    return (
        len(between) <= 3
        and sum(is_word(token) for token in between) <= 1
        and min(_words(old, new, left), _words(old, new, right)) >= 3
    )


def _words(old: Sequence[str], new: Sequence[str], edit: Edit) -> int:
    """Words gone or come, whichever are fewer, among the first of each: many mean a rewriting."""
    return min(
        sum(is_word(token) for token in old[edit.start : min(edit.end, edit.start + FIRST)]),
        sum(
            is_word(token)
            for token in new[edit.new_start : min(edit.new_end, edit.new_start + FIRST)]
        ),
    )
