"""Which proposed changes cannot both be taken, or not in any order: marked before anyone decides."""

import enum
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from portal.statements.models import AmendmentKind
from portal.statements.rebasing.standing import Clean, Standing
from portal.statements.rebasing.values import Now, Proposed
from portal.texts.engine import Attached, Conflicted, merge_many, where

KIND = AmendmentKind
_CUTTING = frozenset({KIND.REPLACE, KIND.SPLIT})


class Meeting(enum.Enum):
    """What two changes do to each other."""

    WORDS = "words"
    """They change the same words."""
    LANGUAGES = "languages"
    """They write one paragraph in two languages."""
    CUT = "cut"
    """One changes the words that the other cuts or joins."""
    GONE = "gone"
    """One takes out what the other needs."""
    PLACE = "place"
    """They want the same place, or one moves what the other needs where it is."""
    TWICE = "twice"
    """They put in the same paragraph."""


@dataclass(frozen=True)
class Collision:
    """Two amendments, by number, the lower first."""

    one: int
    other: int
    meeting: Meeting


def collisions(
    proposals: Sequence[tuple[Proposed, Standing | None]], now: Now
) -> tuple[Collision, ...]:
    """Every pair that meets. A proposal without a standing was taken already: its order still counts."""
    found: dict[tuple[int, int], Meeting] = {}
    placed = [(_placed(proposed, now), standing) for proposed, standing in proposals]
    for (one, first), (other, second) in combinations(placed, 2):
        if first is None and second is None:
            continue
        meeting = meets(one, other)
        if meeting is not None:
            found[_pair(one, other)] = meeting
    found |= _in_words([(each, at) for each, at in placed if isinstance(at, Clean)], now)
    return tuple(Collision(*pair, meeting) for pair, meeting in sorted(found.items(), key=_number))


def _number(item: tuple[tuple[int, int], Meeting]) -> tuple[int, int]:
    return item[0]


def _pair(one: Proposed, other: Proposed) -> tuple[int, int]:
    low, high = sorted((one.number, other.number))
    return low, high


def _placed(proposed: Proposed, now: Now) -> Proposed:
    """The proposal with the ids of the blocks that hold its paragraphs now."""
    acts = now.since(proposed.base_acts)

    def here(block: str) -> str:
        at = where(block, acts)
        return at.block if isinstance(at, Attached) else block

    return Proposed(
        number=proposed.number,
        kind=proposed.kind,
        block=here(proposed.block),
        language=proposed.language,
        base=proposed.base,
        base_acts=proposed.base_acts,
        body=proposed.body,
        second=proposed.second,
        target=here(proposed.target) if proposed.target else None,
    )


def meets(one: Proposed, other: Proposed) -> Meeting | None:
    """What two changes do to each other, apart from what their words say."""
    if _is_same(one, other):
        return Meeting.TWICE if one.kind is KIND.INSERT else None
    for rule in (_gone, _moved, _joined):
        if (found := rule(one, other) or rule(other, one)) is not None:
            return found
    if one.block == other.block and {one.kind, other.kind} <= _CUTTING:
        if KIND.SPLIT in {one.kind, other.kind}:
            return Meeting.CUT
        if one.language != other.language:
            return Meeting.LANGUAGES
    return None


def _is_same(one: Proposed, other: Proposed) -> bool:
    return _content(one) == _content(other) and one.kind is not KIND.REPLACE


def _content(proposed: Proposed) -> tuple[object, ...]:
    words = (proposed.language, proposed.body, proposed.second)
    wordless = proposed.kind in {KIND.DELETE, KIND.MOVE, KIND.MERGE}
    return (proposed.kind, proposed.block, proposed.target, () if wordless else words)


def _gone(one: Proposed, other: Proposed) -> Meeting | None:
    return Meeting.GONE if one.kind is KIND.DELETE and one.block in other.touches else None


def _moved(one: Proposed, other: Proposed) -> Meeting | None:
    if one.kind is not KIND.MOVE:
        return None
    shares_place = {one.target} & (
        {other.block}
        if other.kind is KIND.INSERT
        else {other.target}
        if other.kind in {KIND.MOVE, KIND.MERGE}
        else set()
    )
    takes_away = one.block in other.touches and other.kind is not KIND.REPLACE
    return Meeting.PLACE if shares_place or takes_away else None


def _joined(one: Proposed, other: Proposed) -> Meeting | None:
    if one.kind is not KIND.MERGE or not one.touches & other.touches:
        return None
    if other.kind is KIND.SPLIT:
        return Meeting.CUT
    return Meeting.PLACE if other.kind in {KIND.INSERT, KIND.MERGE} else None


def _in_words(
    proposals: Sequence[tuple[Proposed, Clean]], now: Now
) -> dict[tuple[int, int], Meeting]:
    """Rewordings of one paragraph in one language that meet in a word."""
    groups: defaultdict[tuple[str, str], list[tuple[Proposed, Clean]]] = defaultdict(list)
    for proposed, at in proposals:
        if proposed.kind is KIND.REPLACE:
            groups[at.block, proposed.language].append((proposed, at))
    found: dict[tuple[int, int], Meeting] = {}
    for (block, language), members in groups.items():
        current = now.paragraphs[block].wordings.get(language)
        base = current.body if current else ""
        bodies = {proposed.number: at.body for proposed, at in members}
        if len(set(bodies.values())) < 2 or not _conflict(base, bodies, language):
            continue
        pairs = [
            (low, high)
            for low, high in combinations(sorted(bodies), 2)
            if _conflict(base, {low: bodies[low], high: bodies[high]}, language)
        ]
        # Three changes can meet where no two do: then none of them is safe.
        for pair in pairs or combinations(sorted(bodies), 2):
            found[pair] = Meeting.WORDS
    return found


def _conflict(base: str, bodies: Mapping[int, str], language: str) -> bool:
    return isinstance(merge_many(base, bodies.values(), language), Conflicted)
