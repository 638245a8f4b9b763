"""Three-way merge of concurrent edits in words: what is apart is joined, what meets goes to a person.

After diff3 (Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007), with two differences:
edits that merely touch conflict too, and it takes any number of edits of one base at once, so that
the order of their arrival cannot matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from portal.texts.engine.diff import Edit, best_place, edits_between, slides
from portal.texts.engine.words import is_word, tokenise

_KEEPS_APART = regex.compile(r"[\p{L}\p{N}\p{So}\p{Terminal_Punctuation}\n\r\u2029]")

SAME_SENTENCE = 4
"""From this many words on, one and the same addition at two places is taken for one sentence."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place where edits meet: what stood there, and what each side made of it.

    `others` holds further versions when more than two edits are merged at once.
    """

    base: str
    mine: str
    theirs: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    text: str


@dataclass(frozen=True, slots=True)
class Conflicted:
    """The text in order: strings are settled, conflicts wait for a person."""

    pieces: tuple[str | Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))


def merge(base: str, mine: str, theirs: str, language: str) -> Merged | Conflicted:
    """Join two edits of `base`.

    Edits with at least one unchanged word or mark that ends a clause between them are both taken.
    Edits that overlap, or meet with nothing but a space between, conflict. The same edit made on
    both sides is taken once. Swapping `mine` and `theirs` swaps them in the conflicts, no more.
    """
    return _result(_join(base, [mine, theirs], language))


def merge_many(base: str, edits: Iterable[str], language: str) -> Merged | Conflicted:
    """Join any number of edits of `base`; the order in which they are given makes no difference.

    A conflict holds each version once, in the order of the code points of the whole edits.
    """
    return _result(_join(base, sorted(set(edits) - {base}), language))


@dataclass(frozen=True, slots=True)
class _Proposal:
    """One edit of one side; `key` is equal for edits that do the same, however they were found."""

    side: int
    edit: Edit
    key: tuple[int, int, tuple[str, ...]]
    first: int
    last: int
    come: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """Edits that meet, and the stretch of the base that they cover."""

    start: int
    end: int
    proposals: list[_Proposal]


def _result(pieces: list[str | Conflict]) -> Merged | Conflicted:
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return Merged("".join(texts)) if len(texts) == len(pieces) else Conflicted(tuple(pieces))


def _join(base: str, versions: Sequence[str], language: str) -> list[str | Conflict]:
    tokens = tokenise(base, language)
    proposals = [
        proposal
        for side, version in enumerate(versions)
        for proposal in _proposals(side, tokens, tokenise(version, language))
    ]
    pieces: list[str | Conflict] = []
    settled: list[str] = []
    at = 0
    for group in _groups(tokens, proposals):
        settled += tokens[at : group.start]
        at = group.end
        outcome = _settle(tokens, group)
        if isinstance(outcome, str):
            settled.append(outcome)
            continue
        pieces += ["".join(settled)] if any(settled) else []
        pieces.append(outcome)
        settled = []
    settled += tokens[at:]
    return [*pieces, "".join(settled)] if any(settled) or not pieces else pieces


def _proposals(side: int, base: Sequence[str], version: Sequence[str]) -> Iterator[_Proposal]:
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
        yield _Proposal(
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


def _groups(base: Sequence[str], proposals: Sequence[_Proposal]) -> list[_Group]:
    spans = [_Group(each.edit.start, each.edit.end, [each]) for each in proposals]
    spans += [_Group(start, end, []) for start, end in _likenesses(base, proposals)]
    spans.sort(key=lambda span: (span.start, span.end))
    groups: list[_Group] = []
    for span in spans:
        if groups and _meet(base, groups[-1].end, span.start):
            groups[-1].end = max(groups[-1].end, span.end)
            groups[-1].proposals += span.proposals
        else:
            groups.append(span)
    return groups


def _meet(base: Sequence[str], end: int, start: int) -> bool:
    return not any(_KEEPS_APART.search(token) for token in base[end:start])


def _likenesses(base: Sequence[str], proposals: Sequence[_Proposal]) -> Iterator[tuple[int, int]]:
    """Stretches between edits of two sides that may be one and the same act."""
    for left, right in (*_ambiguous(base, proposals), *_same_sentences(proposals)):
        yield min(left.edit.start, right.edit.start), max(left.edit.end, right.edit.end)


def _ambiguous(
    base: Sequence[str], proposals: Sequence[_Proposal]
) -> Iterator[tuple[_Proposal, _Proposal]]:
    """Among repeated words one act can be found at several places: "very [very] good"."""
    sides: dict[int, list[_Proposal]] = defaultdict(list)
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


def _share_words(base: Sequence[str], one: _Proposal, other: _Proposal) -> bool:
    gone, also_gone = (_words_of(base[each.edit.start : each.edit.end]) for each in (one, other))
    return not (
        gone.isdisjoint(also_gone) and _words_of(one.come).isdisjoint(_words_of(other.come))
    )


def _words_of(tokens: Sequence[str]) -> set[str]:
    return {token for token in tokens if is_word(token)}


def _same_sentences(proposals: Sequence[_Proposal]) -> Iterator[tuple[_Proposal, _Proposal]]:
    """Two people who add one sentence at different places would see it twice, and no one be told."""
    alike: dict[tuple[str, ...], list[_Proposal]] = defaultdict(list)
    for each in proposals:
        words = tuple(token for token in each.come if is_word(token))
        if each.edit.start == each.edit.end and len(words) >= SAME_SENTENCE:
            alike[words].append(each)
    for same in alike.values():
        same.sort(key=lambda each: (each.first, each.last, each.side))
        for left, right in pairwise(same):
            if left.side != right.side and left.key != right.key:
                yield left, right


def _settle(base: Sequence[str], group: _Group) -> str | Conflict:
    """The text of the group's stretch, if the sides agree or one did all that the others did."""
    sides: dict[int, list[_Proposal]] = defaultdict(list)
    for each in group.proposals:
        sides[each.side].append(each)
    texts = {side: _rewritten(base, group, sides[side]) for side in sorted(sides)}
    versions = list(dict.fromkeys(texts.values()))
    if len(versions) == 1:
        return versions[0]
    acts = {side: {each.key for each in proposals} for side, proposals in sides.items()}
    fullest = max(acts, key=lambda side: len(acts[side]))
    if all(acts[side] <= acts[fullest] for side in acts):
        return texts[fullest]
    mine, theirs, *others = versions
    return Conflict("".join(base[group.start : group.end]), mine, theirs, tuple(others))


def _rewritten(base: Sequence[str], group: _Group, proposals: Sequence[_Proposal]) -> str:
    parts: list[str] = []
    at = group.start
    for each in sorted(proposals, key=lambda each: (each.edit.start, each.edit.end)):
        parts += base[at : each.edit.start]
        parts += each.come
        at = each.edit.end
    return "".join([*parts, *base[at : group.end]])
