"""A change of meaning reaches just the translations that depend on it, a typo none."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.texts.engine import RevisionFact, Significance, Staleness, staleness

TYPO, MEANING, SAFETY = Significance
LANGUAGES = ["vi", "ko", "km", "th", "ur", "en", "ja", "mn-Cyrl"]


@dataclass
class Block:
    """A block's history as it grows."""

    source: str = "vi"
    since: int = 0
    facts: list[RevisionFact] = field(default_factory=list)

    def write(
        self,
        language: str,
        significance: Significance = MEANING,
        based_on: RevisionFact | None = None,
    ) -> RevisionFact:
        seq = len(self.facts) + 1
        fact = RevisionFact(
            f"r{seq}", "block", language, seq, significance, based_on.id if based_on else None
        )
        self.facts.append(fact)
        return fact

    def judge(self, fact: RevisionFact) -> Staleness:
        return staleness(fact, self.facts, self.source, self.since)

    def worst(self, fact: RevisionFact) -> Significance | None:
        return self.judge(fact).worst


def test_a_translation_of_the_newest_source_is_up_to_date() -> None:
    block = Block()
    source = block.write("vi")
    translation = block.write("ko", based_on=source)
    assert block.judge(translation) == Staleness(None, source.id, source.id)
    assert not block.judge(translation).is_stale
    assert block.judge(source) == Staleness(None, source.id, source.id)


def test_a_typo_outdates_nothing_a_change_of_meaning_does_and_safety_is_worse() -> None:
    block = Block()
    source = block.write("vi")
    translation = block.write("ko", based_on=source)
    typo = block.write("vi", TYPO)
    assert block.judge(translation) == Staleness(None, source.id, typo.id)
    meaning = block.write("vi", MEANING)
    assert block.judge(translation) == Staleness(MEANING, source.id, meaning.id)
    safety = block.write("vi", SAFETY)
    assert block.judge(translation) == Staleness(SAFETY, source.id, safety.id)
    block.write("vi", MEANING)
    assert block.worst(translation) is SAFETY
    assert block.worst(source) is SAFETY
    assert block.worst(safety) is MEANING


def test_staleness_passes_through_a_translation_made_from_a_translation() -> None:
    block = Block()
    source = block.write("vi")
    between = block.write("ko", based_on=source)
    last = block.write("mn-Cyrl", based_on=between)
    changed = block.write("vi", SAFETY)
    assert block.judge(last) == Staleness(SAFETY, source.id, changed.id)
    renewed = block.write("ko", MEANING, based_on=changed)
    assert block.worst(renewed) is None
    assert block.judge(last).worst is SAFETY
    again = block.write("mn-Cyrl", based_on=renewed)
    assert block.worst(again) is None


def test_a_retranslation_outdates_what_was_made_from_the_former() -> None:
    block = Block()
    source = block.write("vi")
    between = block.write("ko", based_on=source)
    last = block.write("mn-Cyrl", based_on=between)
    corrected = block.write("ko", MEANING, based_on=source)
    assert block.judge(last) == Staleness(MEANING, between.id, corrected.id)
    assert block.worst(corrected) is None
    assert block.worst(source) is None


def test_a_text_without_base_is_outdated_by_what_the_source_said_after_it() -> None:
    block = Block()
    source = block.write("vi")
    imported = block.write("ko")
    assert block.judge(imported) == Staleness(None, source.id, source.id)
    changed = block.write("vi", MEANING)
    assert block.judge(imported) == Staleness(MEANING, source.id, changed.id)


def test_a_change_of_source_language_outdates_by_what_came_after_it() -> None:
    block = Block(source="vi")
    first = block.write("vi")
    korean = block.write("ko", based_on=first)
    loose = block.write("th")
    block.write("ko", MEANING, based_on=first)
    block.source, block.since = "ko", len(block.facts) + 1
    assert block.worst(loose) is None
    changed = block.write("ko", MEANING)
    assert block.judge(loose) == Staleness(MEANING, "r4", changed.id)
    assert block.judge(korean).worst is MEANING
    assert block.judge(changed).worst is None


def test_one_edit_of_a_translation_does_not_outdate_itself() -> None:
    block = Block(source="th")
    first = block.write("vi")
    korean = block.write("ko", based_on=first)
    back = block.write("vi", MEANING, based_on=korean)
    assert block.worst(back) is None


def test_a_circle_of_bases_and_a_lost_base_come_to_an_end() -> None:
    facts = [
        RevisionFact("a", "block", "ko", 1, MEANING, "b"),
        RevisionFact("b", "block", "th", 2, MEANING, "a"),
        RevisionFact("c", "block", "km", 3, MEANING, "gone"),
        RevisionFact("d", "block", "vi", 4, SAFETY),
    ]
    assert [staleness(fact, facts, "vi").worst for fact in facts] == [SAFETY, SAFETY, SAFETY, None]


def test_other_blocks_do_not_count() -> None:
    block = Block()
    source = block.write("vi")
    translation = block.write("ko", based_on=source)
    block.facts.append(RevisionFact("x", "another", "vi", 9, SAFETY))
    assert block.worst(translation) is None


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    """For each language after the first, which earlier one its translator reads."""
    count = draw(st.integers(2, len(LANGUAGES)))
    return [draw(st.integers(0, at - 1)) for at in range(1, count)]


@settings(max_examples=1_000)
@given(
    trees(),
    st.lists(
        st.tuples(st.integers(0, len(LANGUAGES) - 1), st.sampled_from(Significance)), max_size=6
    ),
)
def test_edits_mark_exactly_the_translations_made_from_what_they_changed(
    reads: list[int], edits: list[tuple[int, Significance]]
) -> None:
    block = Block(source=LANGUAGES[0])
    firsts = [block.write(LANGUAGES[0])]
    for at, base in enumerate(reads, start=1):
        firsts.append(block.write(LANGUAGES[at], based_on=firsts[base]))
    parents = [-1, *reads]
    expected: list[Significance | None] = [None] * len(firsts)
    for edited, significance in edits:
        if edited >= len(firsts):
            continue
        read = None if edited == 0 else firsts[parents[edited]]
        block.write(LANGUAGES[edited], significance, based_on=read)
        for at in range(len(firsts)):
            above, itself = at, edited == 0 == at
            while above > 0 and not itself:
                above = parents[above]
                itself = above == edited
            if itself and significance is not TYPO:
                former = expected[at]
                expected[at] = SAFETY if SAFETY in {former, significance} else MEANING
    assert [block.worst(first) for first in firsts] == expected


@given(trees(), st.sampled_from(Significance), st.data())
def test_renewing_the_chain_of_translations_makes_each_fresh_again(
    reads: list[int], significance: Significance, data: st.DataObject
) -> None:
    block = Block(source=LANGUAGES[0])
    newest = [block.write(LANGUAGES[0])]
    for at, base in enumerate(reads, start=1):
        newest.append(block.write(LANGUAGES[at], based_on=newest[base]))
    newest[0] = block.write(LANGUAGES[0], significance)
    for at, base in enumerate(reads, start=1):
        newest[at] = block.write(LANGUAGES[at], based_on=newest[base])
    assert all(block.worst(fact) is None for fact in newest)
    shuffled = data.draw(st.permutations(block.facts))
    assert all(not staleness(fact, shuffled, LANGUAGES[0]).is_stale for fact in newest)
