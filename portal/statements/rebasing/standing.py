"""Where one proposed change stands now: clean, in collision with the text, behind it, or an orphan.

A change follows its block through the recorded acts (`engine.arrangement.where`) and its wording
through a three-way merge with what was written since (`engine.merge`). Nothing is guessed: where
ids and words do not tell, a person is asked.
"""

import enum
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.statements.models import AmendmentKind
from portal.statements.rebasing.values import Now, Paragraph, Proposed
from portal.texts.engine import (
    Act,
    Attached,
    Conflict,
    Delete,
    Merge,
    Merged,
    Move,
    Orphaned,
    Split,
    merge,
    staleness,
    where,
)


class Reason(enum.Enum):
    """What a change meets in the text."""

    WORDS = "words"
    """The same words were changed."""
    CUT = "cut"
    """The paragraph that it cuts reads otherwise now."""
    RESHAPED = "reshaped"
    """Its paragraph was split or joined since."""
    MOVED = "moved"
    """Its paragraph was moved somewhere else since."""
    PLACE = "place"
    """The place that it names is inside the paragraph itself by now."""
    LANGUAGES = "languages"
    """The two paragraphs that it joins are written in different languages by now."""


@dataclass(frozen=True)
class Clean:
    """It can be taken as it is. `done`: the text says so already."""

    block: str
    body: str = ""
    second: str = ""
    place: str | None = None
    """What it comes behind (insert, move)."""
    joined: str | None = None
    """What is joined to it (merge)."""
    done: bool = False


@dataclass(frozen=True)
class Collides:
    """Text and change meet; `theirs` is what stands now."""

    block: str
    reason: Reason
    mine: str = ""
    theirs: str = ""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Behind:
    """The source of its paragraph has changed its meaning since the proposer read it."""

    block: str
    read: str | None
    newest: str | None


@dataclass(frozen=True)
class Orphan:
    """Its paragraph, or the one that it names (`target`), is gone. A person places it."""

    block: str
    candidates: tuple[str, ...]
    target: bool = False


Standing = Clean | Collides | Behind | Orphan


def stands(proposed: Proposed, now: Now) -> Standing:
    """Where an open amendment stands in the text as it is now."""
    acts = now.since(proposed.base_acts)
    at = where(proposed.block, acts)
    if isinstance(at, Orphaned):
        gone = proposed.kind is AmendmentKind.DELETE and at.act == Delete(proposed.block)
        if gone and not at.candidates:
            return Clean(proposed.block, done=True)
        return _orphan(proposed.block, at, now)
    if at.block not in now.paragraphs:
        return Orphan(proposed.block, _living(at.also, now))
    return _OF_KIND[proposed.kind](proposed, at, acts, now)


def _orphan(block: str, at: Orphaned, now: Now, *, target: bool = False) -> Orphan:
    return Orphan(block, _living(at.candidates, now), target)


def _living(candidates: Sequence[str], now: Now) -> tuple[str, ...]:
    return tuple(block for block in candidates if block in now.paragraphs)


def _replace(proposed: Proposed, at: Attached, _acts: Sequence[Act], now: Now) -> Standing:
    paragraph = now.paragraphs[at.block]
    language, base = proposed.language, proposed.base
    current = paragraph.wordings.get(language)
    same = base.fact.language == language
    if not (same and language == paragraph.source) and (
        (late := _behind(proposed, paragraph)) is not None
    ):
        return late
    if not same or current is None:
        return Clean(at.block, proposed.body)
    merged = merge(base.body, proposed.body, current.body, language)
    if isinstance(merged, Merged):
        done = merged.text == current.body and language == paragraph.source
        return Clean(at.block, merged.text, done=done)
    return Collides(at.block, Reason.WORDS, proposed.body, current.body, merged.conflicts)


def _behind(proposed: Proposed, paragraph: Paragraph) -> Behind | None:
    """Whether what the proposer read still says what the paragraph says."""
    fact = proposed.base.fact
    source = paragraph.wordings.get(paragraph.source)
    if fact.block != paragraph.id:
        return Behind(paragraph.id, None, source.revision if source else None)
    found = staleness(fact, paragraph.history, paragraph.source, paragraph.source_since)
    return Behind(paragraph.id, found.made_from, found.newest) if found.is_stale else None


def _insert(proposed: Proposed, at: Attached, _acts: Sequence[Act], now: Now) -> Standing:
    """Insertions behind one paragraph stand in the order of their numbers, however they come in."""
    siblings = now.inserted.get(proposed.block, {})
    for block in siblings.values():
        paragraph = now.paragraphs.get(block)
        wording = paragraph.wordings.get(proposed.language) if paragraph else None
        if wording and wording.body == proposed.body:
            return Clean(at.block, proposed.body, place=at.block, done=True)
    earlier = {block for number, block in siblings.items() if number < proposed.number}
    return Clean(at.block, proposed.body, place=_end(at.block, {*at.also, *earlier}, now))


def _end(block: str, parts: Collection[str], now: Now) -> str:
    """The last block of the run that begins with `block` and goes on with its parts."""
    place = now.order.index(block)
    while place + 1 < len(now.order) and now.order[place + 1] in parts:
        place += 1
    return now.order[place]


def _delete(proposed: Proposed, at: Attached, acts: Sequence[Act], now: Now) -> Standing:
    if _reshaped(proposed.block, at, acts):
        return _meets(at.block, Reason.RESHAPED, now)
    return _behind(proposed, now.paragraphs[at.block]) or Clean(at.block)


def _move(proposed: Proposed, at: Attached, acts: Sequence[Act], now: Now) -> Standing:
    target = where(proposed.target or "", acts)
    if isinstance(target, Orphaned) or target.block not in now.paragraphs:
        return Orphan(
            at.block,
            _living(target.candidates if isinstance(target, Orphaned) else target.also, now),
            target=True,
        )
    if target.block == at.block:
        return _meets(at.block, Reason.PLACE, now)
    place = _end(target.block, target.also, now)
    if _reshaped(proposed.block, at, acts):
        return _meets(at.block, Reason.RESHAPED, now)
    done = now.order.index(at.block) == now.order.index(place) + 1
    if not done and any(isinstance(act, Move) and act.block == at.block for act in acts):
        return _meets(at.block, Reason.MOVED, now)
    return Clean(at.block, place=place, done=done)


def _split(proposed: Proposed, at: Attached, acts: Sequence[Act], now: Now) -> Standing:
    paragraph = now.paragraphs[at.block]
    current = paragraph.wordings.get(proposed.language)
    words = current.body if current else ""
    if words == proposed.body and any(
        wording.body == proposed.second
        for block in at.also
        if block in now.paragraphs
        and (wording := now.paragraphs[block].wordings.get(proposed.language))
    ):
        return Clean(at.block, proposed.body, proposed.second, done=True)
    mine = f"{proposed.body}\n{proposed.second}"
    if _reshaped(proposed.block, at, acts):
        return Collides(at.block, Reason.RESHAPED, mine, words)
    if proposed.language != paragraph.source and (
        (late := _behind(proposed, paragraph)) is not None
    ):
        return late
    if words != proposed.base.body:
        return Collides(at.block, Reason.CUT, mine, words)
    return Clean(at.block, proposed.body, proposed.second)


def _merge(proposed: Proposed, at: Attached, acts: Sequence[Act], now: Now) -> Standing:
    assert proposed.target is not None  # noqa: S101 - a joining names what is joined
    other = where(proposed.target, acts)
    if isinstance(other, Orphaned):
        return _orphan(at.block, other, now, target=True)
    if other.block == at.block:
        return Clean(at.block, joined=proposed.target, done=True)
    if other.block not in now.paragraphs:
        return Orphan(at.block, _living(other.also, now), target=True)
    if _reshaped(proposed.block, at, acts) or _reshaped(proposed.target, other, acts):
        return _meets(at.block, Reason.RESHAPED, now)
    if now.paragraphs[at.block].source != now.paragraphs[other.block].source:
        return _meets(at.block, Reason.LANGUAGES, now)
    return Clean(at.block, joined=other.block)


def _reshaped(block: str, at: Attached, acts: Sequence[Act]) -> bool:
    """Whether ids cannot vouch any more that this block holds what it held."""
    return (
        at.block != block
        or bool(at.also)
        or any(
            (isinstance(act, Merge) and act.first == block)
            or (isinstance(act, Split) and act.block == block)
            for act in acts
        )
    )


def _meets(block: str, reason: Reason, now: Now) -> Collides:
    paragraph = now.paragraphs[block]
    source = paragraph.wordings.get(paragraph.source)
    return Collides(block, reason, theirs=source.body if source else "")


_OF_KIND: Mapping[AmendmentKind, Callable[[Proposed, Attached, Sequence[Act], Now], Standing]] = {
    AmendmentKind.REPLACE: _replace,
    AmendmentKind.INSERT: _insert,
    AmendmentKind.DELETE: _delete,
    AmendmentKind.MOVE: _move,
    AmendmentKind.SPLIT: _split,
    AmendmentKind.MERGE: _merge,
}
