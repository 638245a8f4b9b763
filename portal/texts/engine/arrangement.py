"""The order of a text's blocks as recorded acts, and where an edit that waits has got to through them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class ImpossibleAct(ValueError):
    """An act that the order does not allow: its block is missing, or is there already."""


@dataclass(frozen=True, slots=True)
class Insert:
    """A new block; `after` none puts it first, as in the other acts."""

    block: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    block: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    block: str


@dataclass(frozen=True, slots=True)
class Restore:
    """A deleted block comes back, or one that was merged into another stands for itself again."""

    block: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """`block` keeps its id and the first part of its text; the rest becomes `second`, right after."""

    block: str
    second: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The text of `second` is added to `first`, and who looks for `second` is sent to `first`."""

    first: str
    second: str


Act = Insert | Move | Delete | Restore | Split | Merge


@dataclass(frozen=True, slots=True)
class Attached:
    """The edit stands at `block`; `also` are blocks to which parts of that text were split off."""

    block: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Orphaned:
    """No block can be named for the edit: a person places it, or lets it go.

    `block` is where it stood until `act`; `candidates` are living blocks that may hold its text.
    """

    block: str
    act: Act
    candidates: tuple[str, ...] = ()


def as_plain(act: Act) -> tuple[str, dict[str, Any]]:
    """The act's name and its details, as they are kept."""
    match act:
        case Insert(block, after):
            return "insert", {"block": block, "after": after}
        case Move(block, after):
            return "move", {"block": block, "after": after}
        case Restore(block, after):
            return "restore", {"block": block, "after": after}
        case Delete(block):
            return "delete", {"block": block}
        case Split(block, second):
            return "split", {"block": block, "new": second}
        case Merge(first, second):
            return "merge", {"block": first, "gone": second}


def from_plain(name: str, details: Mapping[str, Any]) -> Act | None:
    """The act that was kept so; none for what began the text, which nothing waited for."""
    if name not in _KEPT_AS:
        return None
    kind, keys = _KEPT_AS[name]
    return kind(*(details[key] for key in keys))


_KEPT_AS: dict[str, tuple[Callable[..., Act], tuple[str, ...]]] = {
    "insert": (Insert, ("block", "after")),
    "move": (Move, ("block", "after")),
    "restore": (Restore, ("block", "after")),
    "delete": (Delete, ("block",)),
    "split": (Split, ("block", "new")),
    "merge": (Merge, ("block", "gone")),
}


def apply(order: Sequence[str], act: Act) -> tuple[str, ...]:
    """The order after the act.

    Raises:
        ImpossibleAct: if the act's block (or `after`) is not in the order, or is there already.
    """
    match act:
        case Insert(block, after) | Restore(block, after):
            _require_absent(order, block)
            return _placed(order, block, after)
        case Move(block, after):
            return _placed(_without(order, block), block, after)
        case Delete(block):
            return _without(order, block)
        case Split(block, second):
            _require_absent(order, second)
            return _placed(order, second, block)
        case Merge(first, second):
            _require_present(order, first)
            if first == second:
                raise ImpossibleAct(f"{first} cannot be merged with itself")
            return _without(order, second)


def where(anchor: str, acts: Sequence[Act]) -> Attached | Orphaned:
    """Follow an edit made to block `anchor` through the acts recorded since.

    A moved block takes its edits along, the first part of a split keeps them, a merge sends them on
    to the block that took the text, a deletion orphans them until the block is restored. When a
    block that took in another's text is split, ids cannot tell which part that text went to: the
    edits that came with it are orphaned and both parts are candidates.
    """
    trail = _Trail([_Stage(anchor)])
    for at, act in enumerate(acts):
        trail.follow(act, acts[at + 1 :])
    return trail.end()


@dataclass(slots=True)
class _Stage:
    """One block on an edit's way: the anchor itself, then each block that took its text in."""

    block: str
    deleted: Delete | None = None
    torn: Split | None = None
    offshoots: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Trail:
    stages: list[_Stage]

    def follow(self, act: Act, later: Sequence[Act]) -> None:
        here = self.stages[-1]
        match act:
            case Delete(block) if block == here.block:
                here.deleted = act
            case Restore(block):
                for at, stage in enumerate(self.stages):
                    if stage.block == block:
                        del self.stages[at + 1 :]
                        stage.deleted = None
            case Merge(first, second) if second == here.block:
                self.stages.append(_Stage(first))
            case Split(block, second) if block == here.block:
                here.offshoots += _holders(where(second, later))
                if len(self.stages) > 1 and here.torn is None:
                    here.torn = act
            case _:
                pass

    def end(self) -> Attached | Orphaned:
        here = self.stages[-1]
        parts = [block for stage in self.stages for block in stage.offshoots]
        if here.deleted is None:
            parts.insert(0, here.block)
        parts = list(dict.fromkeys(parts))
        lost = next((stage.torn for stage in self.stages if stage.torn), None) or here.deleted
        if lost is None:
            return Attached(here.block, tuple(parts[1:]))
        return Orphaned(here.block, lost, tuple(parts))


def _holders(result: Attached | Orphaned) -> tuple[str, ...]:
    if isinstance(result, Attached):
        return result.block, *result.also
    return result.candidates


def _placed(order: Sequence[str], block: str, after: str | None) -> tuple[str, ...]:
    at = 0
    if after is not None:
        _require_present(order, after)
        at = order.index(after) + 1
    return (*order[:at], block, *order[at:])


def _without(order: Sequence[str], block: str) -> tuple[str, ...]:
    _require_present(order, block)
    return tuple(each for each in order if each != block)


def _require_present(order: Sequence[str], block: str) -> None:
    if block not in order:
        raise ImpossibleAct(f"{block} is not in the text")


def _require_absent(order: Sequence[str], block: str) -> None:
    if block in order:
        raise ImpossibleAct(f"{block} is in the text already")
