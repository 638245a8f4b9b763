"""Blocks are arranged by acts, and edits that wait follow their block or are listed as orphans."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.texts.engine import (
    Act,
    Attached,
    Delete,
    ImpossibleAct,
    Insert,
    Merge,
    Move,
    Orphaned,
    Restore,
    Split,
    apply,
    as_plain,
    from_plain,
    where,
)

ORDER = ("a", "b", "c")


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Insert("x"), "xabc"),
        (Insert("x", after="b"), "abxc"),
        (Move("c"), "cab"),
        (Move("a", after="c"), "bca"),
        (Move("b", after="a"), "abc"),
        (Delete("b"), "ac"),
        (Restore("x", after="c"), "abcx"),
        (Split("a", "x"), "axbc"),
        (Merge("a", "b"), "ac"),
        (Merge("c", "a"), "bc"),
    ],
)
def test_each_act_gives_its_order(act: Act, expected: str) -> None:
    assert apply(ORDER, act) == tuple(expected)


@pytest.mark.parametrize(
    "act",
    [
        Insert("a"),
        Insert("x", after="y"),
        Move("x"),
        Move("a", after="a"),
        Delete("x"),
        Restore("a"),
        Split("x", "y"),
        Split("a", "b"),
        Merge("a", "x"),
        Merge("x", "a"),
        Merge("a", "a"),
    ],
)
def test_an_impossible_act_is_refused(act: Act) -> None:
    with pytest.raises(ImpossibleAct):
        apply(ORDER, act)


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], Attached("b")),
        ([Move("b"), Insert("x", "b"), Delete("a")], Attached("b")),
        ([Split("b", "x")], Attached("b", also=("x",))),
        ([Split("b", "x"), Merge("b", "x")], Attached("b")),
        ([Split("b", "x"), Delete("x")], Attached("b")),
        ([Merge("a", "b")], Attached("a")),
        ([Merge("b", "c"), Split("b", "x")], Attached("b", also=("x",))),
        ([Merge("a", "b"), Merge("c", "a")], Attached("c")),
        ([Delete("b")], Orphaned("b", Delete("b"))),
        ([Delete("b"), Restore("b", "c")], Attached("b")),
        ([Merge("a", "b"), Delete("a")], Orphaned("a", Delete("a"))),
        ([Merge("a", "b"), Delete("a"), Restore("b")], Attached("b")),
        ([Merge("a", "b"), Delete("a"), Restore("a")], Attached("a")),
        ([Split("b", "x"), Delete("b")], Orphaned("b", Delete("b"), candidates=("x",))),
        ([Merge("a", "b"), Split("a", "x")], Orphaned("a", Split("a", "x"), candidates=("a", "x"))),
        ([Merge("a", "b"), Split("a", "x"), Restore("b")], Attached("b")),
    ],
)
def test_an_edit_waiting_at_b_follows_the_acts(
    acts: list[Act], expected: Attached | Orphaned
) -> None:
    assert where("b", acts) == expected


@dataclass
class History:
    """What really happens to the text: every block's words, told apart by number."""

    order: tuple[str, ...] = ()
    words: dict[str, list[int]] = field(default_factory=dict)
    merged: dict[str, list[int]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    waiting: list[tuple[str, int, frozenset[int]]] = field(default_factory=list)
    merged_at: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def fresh(self) -> str:
        self.count += 1
        return f"b{self.count}"

    def do(self, act: Act) -> None:
        self.order = apply(self.order, act)
        self.acts.append(act)

    def insert(self, after: str | None) -> None:
        block = self.fresh()
        self.words[block] = list(range(self.count * 10, self.count * 10 + 6))
        self.do(Insert(block, after))

    def split(self, block: str, at: int) -> None:
        second = self.fresh()
        self.words[block], self.words[second] = self.words[block][:at], self.words[block][at:]
        self.do(Split(block, second))

    def merge(self, first: str, second: str) -> None:
        self.words[first] = self.words[first] + self.words[second]
        self.merged[second] = self.words.pop(second)
        self.merged_at[second] = len(self.acts)
        self.do(Merge(first, second))

    def restore(self, block: str, after: str | None) -> None:
        if block in self.merged:
            back = self.merged.pop(block)
            since_merge = self.merged_at.pop(block)
            for name, words in self.words.items():
                self.words[name] = [word for word in words if word not in back]
            for name, words in self.merged.items():
                if self.merged_at[name] > since_merge:
                    self.merged[name] = [word for word in words if word not in back]
            self.words[block] = back
            # Who edited the merged text did not edit the block that is taken out of it again.
            self.waiting = [
                (anchor, since, words - set(back) if since > since_merge else words)
                for anchor, since, words in self.waiting
            ]
        self.do(Restore(block, after))

    def wait_at(self, block: str) -> None:
        self.waiting.append((block, len(self.acts), frozenset(self.words[block])))

    def absent(self) -> list[str]:
        return sorted({*self.words, *self.merged} - set(self.order))


@st.composite
def histories(draw: st.DrawFn) -> History:
    history = History()
    for _ in range(3):
        history.insert(None)
    for _ in range(draw(st.integers(1, 24))):
        present = st.sampled_from(history.order)
        step = draw(
            st.sampled_from(["wait", "insert", "move", "delete", "restore", "split", "merge"])
        )
        if step == "insert" or len(history.order) < 2:
            history.insert(draw(present) if history.order else None)
            continue
        block = draw(present)
        others = [each for each in history.order if each != block]
        after = draw(st.none() | st.sampled_from(others))
        if step == "wait":
            history.wait_at(block)
        elif step == "move":
            history.do(Move(block, after))
        elif step == "delete":
            history.do(Delete(block))
        elif step == "restore" and history.absent():
            history.restore(draw(st.sampled_from(history.absent())), after)
        elif step == "split" and len(history.words[block]) > 1:
            history.split(block, draw(st.integers(1, len(history.words[block]) - 1)))
        elif step == "merge" and after:
            history.merge(block, after)
    return history


@settings(max_examples=1_000)
@given(histories())
def test_no_waiting_edit_is_lost_or_attached_to_a_wrong_block(history: History) -> None:
    for anchor, since, words in history.waiting:
        result = where(anchor, history.acts[since:])
        holding = {name for name in history.order if words & set(history.words[name])}
        if isinstance(result, Attached):
            named = {result.block, *result.also}
            assert result.block in history.order
            # A block can be left empty, when all that it held is restored elsewhere.
            assert result.block in holding or not words
        else:
            named = set(result.candidates)
            assert anchor not in history.order
        assert named <= set(history.order)
        # Wherever a part of the text is now, the person who places the edit is shown it.
        assert holding <= named


@given(st.data())
def test_an_act_is_kept_as_plain_values_and_found_again(data: st.DataObject) -> None:
    ids = st.text("abcx", min_size=1, max_size=3)
    after = st.one_of(st.none(), ids)
    act: Act = data.draw(
        st.one_of(
            st.builds(Insert, ids, after),
            st.builds(Move, ids, after),
            st.builds(Restore, ids, after),
            st.builds(Delete, ids),
            st.builds(Split, ids, ids),
            st.builds(Merge, ids, ids),
        )
    )
    assert from_plain(*as_plain(act)) == act
    assert from_plain("create", {"blocks": ["a"]}) is None
