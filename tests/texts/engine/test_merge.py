"""Edits that are apart are joined, edits that meet conflict, and nothing is doubled or lost unseen."""

from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from typing import Literal, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.texts.engine import Conflict, Conflicted, Merged, merge, merge_many, tokenise

BASE = "We strongly oppose the bill. It harms women."


def mirrored(result: Merged | Conflicted) -> Merged | Conflicted:
    if isinstance(result, Merged):
        return result
    return Conflicted(
        tuple(
            piece if isinstance(piece, str) else Conflict(piece.base, piece.theirs, piece.mine)
            for piece in result.pieces
        )
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (BASE, BASE, BASE),
        (BASE.replace("oppose", "reject"), BASE, BASE.replace("oppose", "reject")),
        (
            BASE.replace("oppose", "reject"),
            BASE.replace("harms", "hurts"),
            "We strongly reject the bill. It hurts women.",
        ),
        (
            BASE.replace("bill", "draft bill"),
            BASE + " We act.",
            "We strongly oppose the draft bill. It harms women. We act.",
        ),
        (
            BASE.replace("women", "all"),
            BASE + " We act.",
            BASE.replace("women", "all") + " We act.",
        ),
        (BASE + " We act.", BASE + " We act.", BASE + " We act."),
        (
            BASE.replace(" strongly", ""),
            BASE.replace(" strongly", ""),
            "We oppose the bill. It harms women.",
        ),
        (
            BASE.replace("oppose", "reject"),
            BASE.replace("oppose", "reject").replace("bill", "law"),
            "We strongly reject the law. It harms women.",
        ),
        ("", "", ""),
    ],
)
def test_edits_apart_are_joined_and_equal_edits_taken_once(
    mine: str, theirs: str, merged: str
) -> None:
    assert merge(BASE, mine, theirs, "en") == Merged(merged)
    assert merge(BASE, theirs, mine, "en") == Merged(merged)


@pytest.mark.parametrize(
    ("language", "base", "mine", "theirs", "conflict"),
    [
        (
            *("en", "We oppose it.", "We reject it.", "We welcome it."),
            Conflict("oppose", "reject", "welcome"),
        ),
        (
            *("en", "We strongly oppose it.", "We firmly oppose it.", "We strongly welcome it."),
            Conflict("strongly oppose", "firmly oppose", "strongly welcome"),
        ),
        ("en", "One.", "One. Two.", "One. Three.", Conflict("", " Two.", " Three.")),
        ("en", "We oppose it.", "We oppose it.", "We oppose it.", None),
        ("en", "", "Mine", "Theirs", Conflict("", "Mine", "Theirs")),
        ("en", "All of it.", "", "Some of it.", Conflict("All of it.", "", "Some of it.")),
        (
            *("en", "Call 02-3672-8988.", "Call 03-3672-8988.", "Call 02-3672-8989."),
            Conflict("02-3672-8988", "03-3672-8988", "02-3672-8989"),
        ),
        (
            *("zh-Hant", "我們反對法案。", "我們拒絕法案。", "我們歡迎法案。"),
            Conflict("反對", "拒絕", "歡迎"),
        ),
        (
            *("zh-Hant", "我們反對法案。", "我們拒絕法案。", "我們反對草案。"),
            Conflict("反對法案", "拒絕法案", "反對草案"),
        ),
        (
            *("km", "សិទ្ធិរបស់ស្ត្រី", "សិទ្ធិរបស់កុមារ", "សិទ្ធិរបស់មនុស្ស"),
            Conflict("ស្ត្រី", "កុមារ", "មនុស្ស"),
        ),
    ],
)
def test_edits_that_meet_go_to_a_person(
    language: str, base: str, mine: str, theirs: str, conflict: Conflict | None
) -> None:
    result = merge(base, mine, theirs, language)
    if conflict is None:
        assert result == Merged(base)
    else:
        assert isinstance(result, Conflicted)
        assert result.conflicts == (conflict,)


def test_edits_in_a_script_without_spaces_are_joined_word_by_word() -> None:
    assert merge(
        "我們反對這項不公平的法案。",
        "我們拒絕這項不公平的法案。",
        "我們反對這項不公平的草案。",
        "zh-Hant",
    ) == Merged("我們拒絕這項不公平的草案。")


def test_one_sentence_added_at_two_places_is_shown_not_doubled() -> None:
    result = merge(
        "One. Two. Three.",
        "Stop the new law. One. Two. Three.",
        "One. Two. Stop the new law. Three.",
        "en",
    )
    assert isinstance(result, Conflicted)
    assert len(result.conflicts) == 1


def test_one_term_replaced_by_both_sides_in_different_sentences_is_joined() -> None:
    base = "The illegal worker came. The illegal worker left."
    assert merge(
        base,
        "The undocumented worker came. The illegal worker left.",
        "The illegal worker came. The undocumented worker left.",
        "en",
    ) == Merged(base.replace("illegal", "undocumented"))


Kind = Literal["replace", "delete", "insert"]


@dataclass(frozen=True)
class Act:
    """An edit of one word of a text of words that are all different."""

    kind: Kind
    at: int
    words: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        return self.at, self.at + (self.kind != "insert")

    def meets(self, other: "Act") -> bool:
        return self.span[1] >= other.span[0] and other.span[1] >= self.span[0]


LENGTH = 14
UNIQUE = [f"w{index}" for index in range(LENGTH)]


@st.composite
def acts(draw: st.DrawFn) -> frozenset[Act]:
    chosen = set()
    for at in draw(st.sets(st.integers(0, LENGTH - 1), max_size=3)):
        kind: Kind = draw(st.sampled_from(get_args(Kind)))
        # The two variants let both sides make the very same edit now and then.
        words = () if kind == "delete" else (f"{kind}{at}v{draw(st.integers(0, 1))}",)
        chosen.add(Act(kind, at, words))
    return frozenset(chosen)


def after(chosen: frozenset[Act]) -> str:
    words: list[str] = []
    by_place = {(act.at, act.kind == "insert"): act for act in chosen}
    for at, word in enumerate(UNIQUE):
        if inserted := by_place.get((at, True)):
            words += inserted.words
        act = by_place.get((at, False))
        words += act.words if act else [word]
    return " ".join(words)


@settings(max_examples=1_000)
@given(acts(), acts())
def test_a_merge_does_just_what_both_did_or_shows_a_conflict(
    mine: frozenset[Act], theirs: frozenset[Act]
) -> None:
    result = merge(after(frozenset()), after(mine), after(theirs), "en")
    own, foreign = mine - theirs, theirs - mine
    if any(left.meets(right) for left in own for right in foreign):
        assert isinstance(result, Conflicted)
    elif not any(left.meets(right) for left in own for right in theirs) and not any(
        left.meets(right) for left in foreign for right in mine
    ):
        assert result == Merged(after(mine | theirs))


repetitive = st.lists(st.sampled_from(["a", "b", "c", "a b", "b.", "no"]), min_size=1, max_size=16)


@st.composite
def edited(draw: st.DrawFn, base: list[str], marker: str) -> list[str]:
    """The base with some words taken out and marked ones, each used once, put in."""
    words: list[str] = []
    for index, word in enumerate([*base, ""]):
        if draw(st.integers(0, 7)) == 0:
            words.append(f"{marker}{index}")
        if word and draw(st.integers(0, 7)):
            words.append(word)
    return words


@st.composite
def three(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(repetitive)
    sides = [draw(edited(base, marker)) for marker in "MT"]
    return " ".join(base), " ".join(sides[0]), " ".join(sides[1])


def counted(*texts: str) -> Counter[str]:
    return Counter(token for text in texts for token in tokenise(text, "en") if token.strip())


@settings(max_examples=1_000)
@given(three())
def test_no_edit_is_doubled_dropped_or_undone_among_repeated_words(
    texts: tuple[str, str, str],
) -> None:
    base, mine, theirs = texts
    result = merge(base, mine, theirs, "en")
    was, left, right = counted(base), counted(mine), counted(theirs)
    added = [word for word in left | right if word[0] in "MT"]
    if isinstance(result, Merged):
        became = counted(result.text)
        assert all(became[word] == 1 for word in added)
        for word in was:
            assert left[word] + right[word] - was[word] <= became[word]
            assert became[word] <= min(left[word], right[word])
    else:
        settled = [piece for piece in result.pieces if isinstance(piece, str)]
        both = [text for each in result.conflicts for text in (each.mine, each.theirs)]
        assert all(counted(*settled, *both)[word] == 1 for word in added)
        for each in result.conflicts:
            assert each.mine != each.theirs


@given(three())
def test_swapping_the_sides_swaps_them_in_the_conflicts_and_no_more(
    texts: tuple[str, str, str],
) -> None:
    base, mine, theirs = texts
    assert merge(base, theirs, mine, "en") == mirrored(merge(base, mine, theirs, "en"))


@given(three())
def test_an_edit_merged_with_nothing_or_with_itself_is_that_edit(
    texts: tuple[str, str, str],
) -> None:
    base, mine, _ = texts
    assert merge(base, mine, base, "en") == merge(base, mine, mine, "en") == Merged(mine)


@st.composite
def several(draw: st.DrawFn) -> tuple[str, list[str]]:
    base = draw(repetitive)
    markers = "MTUV"[: draw(st.integers(2, 4))]
    return " ".join(base), [" ".join(draw(edited(base, marker))) for marker in markers]


@settings(max_examples=1_000)
@given(several())
def test_any_order_of_many_edits_gives_the_same_result(
    edits: tuple[str, list[str]],
) -> None:
    base, versions = edits
    result = merge_many(base, versions, "en")
    for order in permutations(versions):
        assert merge_many(base, order, "en") == result
    if isinstance(result, Merged):
        became = counted(result.text)
        added = [word for word in counted(*versions) if word[0] in "MTUV"]
        assert all(became[word] == 1 for word in added)


@settings(max_examples=1_000)
@given(st.lists(acts(), min_size=2, max_size=4))
def test_edits_that_arrive_one_by_one_end_alike_or_conflict(sets: list[frozenset[Act]]) -> None:
    base = after(frozenset())
    ends = set()
    for order in permutations(sets):
        head = base
        for chosen in order:
            result = merge(base, head, after(chosen), "en")
            if isinstance(result, Conflicted):
                break
            head = result.text
        else:
            ends.add(head)
    assert len(ends) <= 1
    together = merge_many(base, [after(chosen) for chosen in sets], "en")
    if isinstance(together, Merged):
        assert ends == {together.text}


@settings(max_examples=500)
@given(several())
def test_edits_that_arrive_one_by_one_among_repeated_words_double_and_drop_nothing(
    edits: tuple[str, list[str]],
) -> None:
    base, versions = edits
    ends = set()
    for order in permutations(versions):
        head = base
        for version in order:
            result = merge(base, head, version, "en")
            if isinstance(result, Conflicted):
                break
            head = result.text
        else:
            ends.add(frozenset(counted(head).items()))
    assert len(ends) <= 1


def test_a_repetition_taken_out_twice_is_taken_out_once() -> None:
    base, mine = "very very good", "very good"
    assert merge(base, mine, mine, "en") == Merged(mine)
    assert merge(base, "very good indeed", mine, "en") == Merged("very good indeed")


def test_a_conflict_of_three_edits_holds_each_version_once() -> None:
    result = merge_many("a b c", ["a X c", "a Z c", "a Y c", "a X c", "a b c"], "en")
    assert result == Conflicted(("a ", Conflict("b", "X", "Y", ("Z",)), " c"))


def test_a_single_edit_of_many_is_that_edit() -> None:
    assert merge_many("a b", ["a c"], "en") == Merged("a c")
    assert merge_many("a b", [], "en") == Merged("a b")
