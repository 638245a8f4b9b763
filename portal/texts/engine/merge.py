"""Three-way merge of concurrent edits in words: what is apart is joined, what meets goes to a person.

After diff3 (Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007), with two differences:
edits that merely touch conflict too, and it takes any number of edits of one base at once, so that
the order of their arrival cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from portal.texts.engine.proposals import Proposal, likenesses, proposed
from portal.texts.engine.words import tokenise

_KEEPS_APART = regex.compile(r"[\p{L}\p{N}\p{So}\p{Terminal_Punctuation}\n\r\u2029]")


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


@dataclass(slots=True)
class _Group:
    """Edits that meet, and the stretch of the base that they cover."""

    start: int
    end: int
    proposals: list[Proposal]


def _result(pieces: list[str | Conflict]) -> Merged | Conflicted:
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return Merged("".join(texts)) if len(texts) == len(pieces) else Conflicted(tuple(pieces))


def _join(base: str, versions: Sequence[str], language: str) -> list[str | Conflict]:
    tokens = tokenise(base, language)
    proposals = [
        proposal
        for side, version in enumerate(versions)
        for proposal in proposed(side, tokens, tokenise(version, language))
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


def _groups(base: Sequence[str], proposals: Sequence[Proposal]) -> list[_Group]:
    spans = [_Group(each.edit.start, each.edit.end, [each]) for each in proposals]
    spans += [_Group(start, end, []) for start, end in likenesses(base, proposals)]
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


def _settle(base: Sequence[str], group: _Group) -> str | Conflict:
    """The text of the group's stretch, if the sides agree or one did all that the others did."""
    sides: dict[int, list[Proposal]] = defaultdict(list)
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


def _rewritten(base: Sequence[str], group: _Group, proposals: Sequence[Proposal]) -> str:
    parts: list[str] = []
    at = group.start
    for each in sorted(proposals, key=lambda each: (each.edit.start, each.edit.end)):
        parts += base[at : each.edit.start]
        parts += each.come
        at = each.edit.end
    return "".join([*parts, *base[at : group.end]])
