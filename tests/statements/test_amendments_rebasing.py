"""Waiting amendments through random histories: none lost, none on the wrong paragraph, none taken twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, permutations

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from portal.statements.models import AmendmentKind
from portal.statements.rebasing import (
    Base,
    Behind,
    Clean,
    Collides,
    Collision,
    Meeting,
    Now,
    Orphan,
    Paragraph,
    Proposed,
    Reason,
    Standing,
    Wording,
    collisions,
    stands,
)
from portal.texts.engine import (
    Act,
    Delete,
    Insert,
    Merge,
    Move,
    Orphaned,
    Restore,
    RevisionFact,
    Significance,
    Split,
    apply,
    where,
)

KIND = AmendmentKind


@dataclass
class World:
    """A text in memory, written by the same rules as the one in the database."""

    order: list[str] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)
    """Of living and of gone blocks."""
    source: dict[str, str] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    others: dict[tuple[str, str], str] = field(default_factory=dict)
    """Wordings in languages that are not the source: revision ids."""
    facts: list[RevisionFact] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    """revision -> body"""
    acts: list[tuple[int, Act]] = field(default_factory=list)
    inserted: dict[str, dict[int, str]] = field(default_factory=dict)
    words: count = field(default_factory=lambda: count(1))
    ids: count = field(default_factory=lambda: count(1))

    def write(self, block: str, language: str, body: str, based_on: str | None = None) -> str:
        seq = 1 + sum(fact.block == block for fact in self.facts)
        revision = f"{block}r{seq}"
        self.facts.append(
            RevisionFact(revision, block, language, seq, Significance.MEANING, based_on)
        )
        self.said[revision] = body
        if self.source.setdefault(block, language) == language:
            self.bodies[block] = body
        self.since.setdefault(block, seq)
        return revision

    def become(self, block: str, language: str, body: str) -> None:
        """Another language becomes the source."""
        self.source[block] = language
        revision = self.write(block, language, body)
        self.since[block] = self.facts[-1].seq
        assert self.said[revision] == body

    def act(self, act: Act) -> None:
        self.order = list(apply(self.order, act))
        self.acts.append((len(self.acts) + 1, act))

    def fresh(self, body: str = "", language: str = "en", after: str | None = None) -> str:
        block = f"b{next(self.ids)}"
        body = body or " ".join(f"word{next(self.words)}." for _ in range(6))
        self.write(block, language, body)
        self.act(Insert(block, after or (self.order[-1] if self.order else None)))
        return block

    def split(self, block: str, first: str, second: str) -> str:
        new = f"b{next(self.ids)}"
        self.write(new, self.source[block], second)
        self.write(block, self.source[block], first)
        self.act(Split(block, new))
        return new

    def merge(self, block: str, second: str) -> None:
        self.write(block, self.source[block], f"{self.bodies[block]}\n{self.bodies[second]}")
        self.act(Merge(block, second))

    def base(self, block: str, language: str | None = None) -> Base:
        newest = [
            fact
            for fact in self.facts
            if fact.block == block and fact.language == (language or self.source[block])
        ][-1]
        return Base(newest, self.said[newest.id])

    def now(self) -> Now:
        return Now(
            order=tuple(self.order),
            paragraphs={
                block: Paragraph(
                    id=block,
                    source=self.source[block],
                    source_since=self.since[block],
                    wordings={
                        fact.language: Wording(fact.id, self.said[fact.id])
                        for fact in self.facts
                        if fact.block == block
                    },
                    history=[fact for fact in self.facts if fact.block == block],
                )
                for block in self.order
            },
            acts=tuple(self.acts),
            inserted=self.inserted,
        )

    def propose(self, number: int, kind: AmendmentKind, block: str, **values: object) -> Proposed:
        values.setdefault("language", "en")
        values.setdefault("base", self.base(block))
        return Proposed(number=number, kind=kind, block=block, base_acts=len(self.acts), **values)

    def accept(self, proposed: Proposed, at: Clean) -> None:
        """What acceptance does to the text."""
        if at.done:
            return
        match proposed.kind:
            case KIND.REPLACE:
                self.write(at.block, proposed.language, at.body)
            case KIND.INSERT:
                block = self.fresh(at.body, proposed.language, at.place)
                self.inserted.setdefault(proposed.block, {})[proposed.number] = block
            case KIND.DELETE:
                self.act(Delete(at.block))
            case KIND.MOVE:
                self.act(Move(at.block, at.place))
            case KIND.SPLIT:
                self.split(at.block, at.body, at.second)
            case KIND.MERGE:
                assert at.joined is not None
                if self.order.index(at.joined) != self.order.index(at.block) + 1:
                    self.act(Move(at.joined, at.block))
                self.merge(at.block, at.joined)

    def copy(self) -> "World":
        return World(
            list(self.order),
            dict(self.bodies),
            dict(self.source),
            dict(self.since),
            dict(self.others),
            list(self.facts),
            dict(self.said),
            list(self.acts),
            {anchor: dict(found) for anchor, found in self.inserted.items()},
            count(next(self.words) + 1000),
            count(next(self.ids) + 1000),
        )

    @property
    def text(self) -> list[str]:
        return [self.bodies[block] for block in self.order]


def world(paragraphs: int = 4) -> World:
    made = World()
    for _ in range(paragraphs):
        made.fresh()
    return made


STEPS = ("edit", "split", "merge", "move", "delete", "restore", "insert")
steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 9), st.integers(0, 9)), max_size=12
)
kinds = st.sampled_from(list(AmendmentKind))
drawn = st.tuples(kinds, st.integers(0, 9), st.integers(0, 9), st.integers(0, 5))


def step(text: World, act: str, first: int, second: int) -> None:
    if not text.order:
        text.fresh()
        return
    block, other = text.order[first % len(text.order)], text.order[second % len(text.order)]
    words = text.bodies[block].split()
    if act == "edit":
        words[second % len(words)] = f"edited{next(text.words)}."
        text.write(block, "en", " ".join(words))
    elif act == "split" and len(words) > 1:
        at = 1 + second % (len(words) - 1)
        text.split(block, " ".join(words[:at]), " ".join(words[at:]))
    elif act == "merge" and block != other:
        text.merge(block, other)
    elif act == "move" and block != other:
        text.act(Move(block, other))
    elif act == "delete":
        text.act(Delete(block))
    elif act == "insert":
        text.fresh(after=block)
    elif act == "restore":
        gone = sorted(set(text.bodies) - set(text.order))
        if gone:
            text.act(Restore(gone[first % len(gone)], other))


def proposal(text: World, number: int, given: tuple) -> Proposed | None:
    """One amendment to the text as it is; none where the text has no room for it."""
    kind, first, second, at = given
    block, other = text.order[first % len(text.order)], text.order[second % len(text.order)]
    words = text.bodies[block].split()
    at %= len(words)
    if kind is KIND.REPLACE:
        changed = [*words[:at], f"changed{number}.", *words[at + 1 :]]
        return text.propose(number, kind, block, body=" ".join(changed))
    if kind is KIND.INSERT:
        return text.propose(number, kind, block, body=f"new{number} paragraph.")
    if kind is KIND.SPLIT:
        if at == 0:
            return None
        return text.propose(
            number, kind, block, body=" ".join(words[:at]), second=" ".join(words[at:])
        )
    if kind is KIND.DELETE:
        return text.propose(number, kind, block)
    return text.propose(number, kind, block, target=other) if block != other else None


@settings(max_examples=1000, deadline=None)
@given(st.lists(drawn, min_size=1, max_size=4), steps)
@example([(KIND.REPLACE, 0, 0, 1)], [("merge", 1, 0), ("restore", 0, 0), ("merge", 0, 1)])
def test_no_waiting_amendment_is_lost_and_none_stands_on_the_wrong_paragraph(
    given_: list[tuple], acts: list[tuple[str, int, int]]
) -> None:
    text = world()
    waiting = [made for n, each in enumerate(given_, 1) if (made := proposal(text, n, each))]
    was = {each.number: text.bodies[each.block].split() for each in waiting}
    for act in acts:
        step(text, *act)
    now = text.now()
    for each in waiting:
        at = stands(each, now)
        event(type(at).__name__)
        follows = where(each.block, now.since(each.base_acts))
        # A paragraph brought back out of a joining leaves a copy of its words behind there.
        copied = any(isinstance(made, Restore) for made in now.since(each.base_acts))
        living = [
            block for block in text.order if set(text.bodies[block].split()) & set(was[each.number])
        ]
        if isinstance(at, Orphan) and not at.target:
            # Whatever still holds a part of its words is offered.
            offered = set(at.candidates)
            assert offered <= set(text.order)
            assert isinstance(follows, Orphaned)
            assert set(living) <= offered or copied
            continue
        assert at.block in text.order or (
            each.kind is KIND.DELETE and isinstance(at, Clean) and at.done
        )
        if isinstance(at, Clean) and each.kind is KIND.REPLACE and not at.done:
            (word,) = set(was[each.number]) - set(each.body.split())
            (changed,) = set(each.body.split()) - set(was[each.number])
            before = text.bodies[at.block].split()
            places = [place for place, this in enumerate(before) if this == word]
            # A paragraph that was brought back and joined again stands there twice; one is its own.
            assert len(places) == 1 or (places and copied)
            assert at.body.split() in [
                [*before[:place], changed, *before[place + 1 :]] for place in places
            ]
        if isinstance(at, Clean) and each.kind in {KIND.DELETE, KIND.SPLIT} and not at.done:
            assert text.bodies[at.block].split() == was[each.number]
        if isinstance(at, Clean) and each.kind is KIND.MOVE and not at.done:
            assert at.block == each.block


@settings(max_examples=1000, deadline=None)
@given(st.lists(drawn, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_amendments_taken_in_any_order_give_one_text_or_a_collision_is_shown(
    given_: list[tuple], chance: object
) -> None:
    text = world(5)
    waiting = [made for n, each in enumerate(given_, 1) if (made := proposal(text, n, each))]
    now = text.now()
    if collisions([(each, stands(each, now)) for each in waiting], now):
        event("a collision is marked")
        return
    orders = list(permutations(waiting))
    chance.shuffle(orders)
    results = []
    for order in orders[:4]:
        tried = text.copy()
        for each in order:
            at = stands(each, tried.now())
            if not isinstance(at, Clean):
                event("the text refuses")
                return
            tried.accept(each, at)
        results.append(tried.text)
        for each in waiting:
            said = " ".join(tried.text).split()
            if each.kind is KIND.INSERT:
                assert said.count(f"new{each.number}") == 1
        words = " ".join(tried.text).split()
        assert len(set(words)) == len(words) or any(w == "paragraph." for w in words)
    event("taken")
    assert all(result == results[0] for result in results)


# --- each rule by itself -------------------------------------------------------------------------


def meeting(text: World, *proposals: Proposed) -> tuple[Collision, ...]:
    now = text.now()
    return collisions([(each, stands(each, now)) for each in proposals], now)


def replaced(text: World, block: str, at: int, number: int = 1) -> Proposed:
    made = proposal(text, number, (KIND.REPLACE, text.order.index(block), 0, at))
    assert made is not None
    return made


def test_two_changes_apart_from_each_other_are_both_taken() -> None:
    text = world()
    block = text.order[0]
    one, other = replaced(text, block, 0, 1), replaced(text, block, 4, 2)
    assert meeting(text, one, other) == ()
    for each in (one, other):
        at = stands(each, text.now())
        assert isinstance(at, Clean)
        text.accept(each, at)
    assert "changed1." in text.bodies[block]
    assert "changed2." in text.bodies[block]


def test_the_same_words_collide_before_and_after_one_is_taken() -> None:
    text = world()
    block = text.order[0]
    one, other = replaced(text, block, 2, 1), replaced(text, block, 2, 2)
    assert meeting(text, one, other) == (Collision(1, 2, Meeting.WORDS),)
    text.accept(one, stands(one, text.now()))
    at = stands(other, text.now())
    assert isinstance(at, Collides)
    assert at.reason is Reason.WORDS
    assert [(each.mine, each.theirs) for each in at.conflicts] == [("changed2.", "changed1.")] or (
        at.conflicts
    )


def test_two_languages_on_one_paragraph_always_collide() -> None:
    text = world()
    block = text.order[0]
    one = replaced(text, block, 0, 1)
    other = text.propose(2, KIND.REPLACE, block, language="km", body="ពាក្យថ្មី។")
    assert meeting(text, one, other) == (Collision(1, 2, Meeting.LANGUAGES),)
    text.become(block, "km", "ពាក្យថ្មី។")
    at = stands(one, text.now())
    assert isinstance(at, Behind)
    assert at.newest is not None


def test_an_amendment_read_in_the_source_and_written_in_another_language_is_clean_until_the_source_moves() -> (
    None
):
    text = world()
    block = text.order[1]
    made = text.propose(1, KIND.REPLACE, block, language="ur", body="نئے الفاظ۔")
    assert stands(made, text.now()) == Clean(block, "نئے الفاظ۔")
    text.facts.append(RevisionFact("typo", block, "en", 9, Significance.TYPO, None))
    text.said["typo"] = text.bodies[block]
    assert stands(made, text.now()) == Clean(block, "نئے الفاظ۔")
    text.write(block, "en", "Another meaning.")
    at = stands(made, text.now())
    assert isinstance(at, Behind)
    assert at.read == made.base.fact.id


def test_an_amendment_to_a_translation_is_behind_once_the_translation_is_stale() -> None:
    text = world()
    block = text.order[1]
    source = text.base(block).fact.id
    text.write(block, "ko", "모든 여성은 안전합니다.", based_on=source)
    made = text.propose(
        1,
        KIND.REPLACE,
        block,
        language="ko",
        base=text.base(block, "ko"),
        body="모든 사람은 안전합니다.",
    )
    assert stands(made, text.now()) == Clean(block, "모든 사람은 안전합니다.")
    text.write(block, "ko", "모든 여성은 안전합니다. 언제나.", based_on=source)
    assert stands(made, text.now()) == Clean(block, "모든 사람은 안전합니다. 언제나.")
    text.write(block, "en", "Another meaning.")
    assert isinstance(stands(made, text.now()), Behind)


def test_a_paragraph_that_went_into_another_takes_its_amendment_along() -> None:
    text = world()
    first, second = text.order[:2]
    made = replaced(text, second, 3)
    text.merge(first, second)
    at = stands(made, text.now())
    assert isinstance(at, Clean)
    assert at.block == first
    assert at.body.startswith(text.bodies[first].split()[0])
    assert "changed1." in at.body


def test_an_orphan_names_where_its_words_may_have_gone_and_comes_back_with_its_paragraph() -> None:
    text = world()
    block = text.order[0]
    made = replaced(text, block, 5)
    new = text.split(block, *text.bodies[block].split(" word3. ", 1))
    text.act(Delete(block))
    assert stands(made, text.now()) == Orphan(block, (new,))
    text.act(Restore(block, None))
    assert not isinstance(stands(made, text.now()), Orphan)


def test_a_deletion_made_twice_is_done_once() -> None:
    text = world()
    block = text.order[0]
    one, other = (text.propose(number, KIND.DELETE, block) for number in (1, 2))
    assert meeting(text, one, other) == ()
    text.accept(one, stands(one, text.now()))
    assert stands(other, text.now()) == Clean(block, done=True)


def test_a_deletion_waits_for_a_person_when_the_words_have_changed() -> None:
    text = world()
    block = text.order[0]
    made = text.propose(1, KIND.DELETE, block)
    text.write(block, "en", "Something else entirely.")
    assert isinstance(stands(made, text.now()), Behind)


def test_insertions_stand_in_the_order_of_their_numbers_whoever_comes_first() -> None:
    for order in permutations(range(3)):
        text = world(2)
        anchor = text.order[0]
        made = [text.propose(n, KIND.INSERT, anchor, body=f"New {n}.") for n in range(3)]
        for number in order:
            text.accept(made[number], stands(made[number], text.now()))
        assert text.text[1:4] == ["New 0.", "New 1.", "New 2."]


def test_the_same_insertion_of_two_organisations_is_marked_and_taken_once() -> None:
    text = world(2)
    one, other = (text.propose(n, KIND.INSERT, text.order[0], body="New.") for n in (1, 2))
    assert meeting(text, one, other) == (Collision(1, 2, Meeting.TWICE),)
    text.accept(one, stands(one, text.now()))
    at = stands(other, text.now())
    assert isinstance(at, Clean)
    assert at.done


def test_three_changes_that_meet_are_all_marked() -> None:
    text = World()
    block = text.fresh("We ask for a hearing, an answer and a date.")
    bodies = (
        "We ask for a public hearing, an answer and a date.",
        "We ask for a hearing, a public answer and a date.",
        "We demand nothing.",
    )
    made = [text.propose(n, KIND.REPLACE, block, body=body) for n, body in enumerate(bodies, 1)]
    assert {each.one for each in meeting(text, *made)} == {1, 2}
    assert {each.other for each in meeting(text, *made)} == {3}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((KIND.DELETE, 0, None), (KIND.REPLACE, 0, None), Meeting.GONE),
        ((KIND.DELETE, 1, None), (KIND.MOVE, 0, 1), Meeting.GONE),
        ((KIND.DELETE, 0, None), (KIND.INSERT, 0, None), Meeting.GONE),
        ((KIND.MOVE, 0, 1), (KIND.MOVE, 0, 2), Meeting.PLACE),
        ((KIND.MOVE, 0, 2), (KIND.MOVE, 1, 2), Meeting.PLACE),
        ((KIND.MOVE, 0, 2), (KIND.INSERT, 2, None), Meeting.PLACE),
        ((KIND.MOVE, 0, 2), (KIND.INSERT, 0, None), Meeting.PLACE),
        ((KIND.MOVE, 0, 2), (KIND.MOVE, 0, 2), None),
        ((KIND.MOVE, 0, 2), (KIND.REPLACE, 0, None), None),
        ((KIND.MERGE, 0, 1), (KIND.MERGE, 1, 2), Meeting.PLACE),
        ((KIND.MERGE, 0, 1), (KIND.SPLIT, 1, None), Meeting.CUT),
        ((KIND.MERGE, 0, 1), (KIND.REPLACE, 1, None), None),
        ((KIND.SPLIT, 0, None), (KIND.REPLACE, 0, None), Meeting.CUT),
        ((KIND.INSERT, 0, None), (KIND.INSERT, 0, None), None),
    ],
)
def test_which_acts_meet(one: tuple, other: tuple, expected: Meeting | None) -> None:
    text = world()
    made = []
    for number, (kind, block, target) in enumerate((one, other), 1):
        words = text.bodies[text.order[block]].split()
        values: dict[str, object] = {}
        if kind is KIND.SPLIT:
            values = {"body": " ".join(words[:2]), "second": " ".join(words[2:])}
        elif kind in {KIND.REPLACE, KIND.INSERT}:
            values = {"body": f"{' '.join(words)} more{number}."}
        made.append(
            text.propose(
                number,
                kind,
                text.order[block],
                target=None if target is None else text.order[target],
                **values,
            )
        )
    for pair in (made, made[::-1]):
        assert [each.meeting for each in meeting(text, *pair)] == ([expected] if expected else [])


def test_a_paragraph_moved_by_another_is_not_moved_again_in_silence() -> None:
    text = world()
    block = text.order[0]
    made = text.propose(1, KIND.MOVE, block, target=text.order[3])
    text.act(Move(block, text.order[1]))
    at: Standing = stands(made, text.now())
    assert isinstance(at, Collides)
    assert at.reason is Reason.MOVED
    text.act(Move(block, text.order[-1]))
    at = stands(made, text.now())
    assert isinstance(at, Clean)
    assert at.done


def test_paragraphs_in_two_languages_are_not_joined() -> None:
    text = world()
    first, second = text.order[:2]
    made = text.propose(1, KIND.MERGE, first, target=second)
    text.become(second, "km", "ពាក្យ។")
    at = stands(made, text.now())
    assert isinstance(at, Collides)
    assert at.reason is Reason.LANGUAGES


def test_a_place_inside_the_moved_paragraph_is_no_place() -> None:
    text = world()
    first, second = text.order[:2]
    made = text.propose(1, KIND.MOVE, first, target=second)
    text.merge(first, second)
    at = stands(made, text.now())
    assert isinstance(at, Collides)
    assert at.reason is Reason.PLACE


def numbers(found: Sequence[Collision]) -> list[tuple[int, int]]:
    return [(each.one, each.other) for each in found]


def test_what_was_taken_already_still_marks_who_wants_its_place() -> None:
    text = world()
    taken = text.propose(1, KIND.INSERT, text.order[2], body="New.")
    waiting = text.propose(2, KIND.MOVE, text.order[0], target=text.order[2])
    text.accept(taken, stands(taken, text.now()))
    now = text.now()
    found = collisions([(taken, None), (waiting, stands(waiting, now))], now)
    assert numbers(found) == [(1, 2)]
    assert collisions([(taken, None), (waiting, None)], now) == ()
