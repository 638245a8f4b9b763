"""The difference between two states of a text, in words, as a person would mark it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from portal.texts.engine.alignment import SENTENCE_ENDS, Edit, edits_between, slides
from portal.texts.engine.words import is_space, is_word, tokenise

Kind = Literal["equal", "insert", "delete", "replace"]

FIRST = 12
"""Tokens of a change that are looked at to tell a rewriting; a bound, so that time stays linear."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the two texts; `old` is empty for an insertion, `new` for a deletion."""

    kind: Kind
    old: str
    new: str


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
