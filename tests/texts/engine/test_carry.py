"""Blocks keep their identities through an edit in a plain editor; none is given twice or forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from portal.texts.engine import Carried, carry

OLD = [
    ("title", "Rights of domestic workers"),
    ("pay", "Every domestic worker is paid at least once a month, in money."),
    ("rest", "She rests one full day in seven, and no one may ask her to stay."),
    ("paper", "Nobody keeps her passport. 여권은 본인이 보관한다."),
]
BODIES = [body for _, body in OLD]


def test_unchanged_paragraphs_keep_their_blocks() -> None:
    assert carry(OLD, BODIES) == Carried(["title", "pay", "rest", "paper"], [])


def test_white_space_and_normal_form_are_no_change() -> None:
    old = [("a", "Qu\u00e9 \u1100\u1161"), ("b", "x")]
    assert carry(old, [" Que\u0301  \uac00\n", "x"]).ids == ["a", "b"]


def test_a_moved_paragraph_keeps_its_block() -> None:
    new = [BODIES[0], BODIES[3], BODIES[1], BODIES[2]]
    assert carry(OLD, new) == Carried(["title", "paper", "pay", "rest"], [])


def test_a_changed_paragraph_keeps_its_block_and_a_new_one_has_none() -> None:
    new = [
        BODIES[0],
        "Every domestic worker is paid at least twice a month, in money.",
        "Call us at any hour: someone speaks your language.",
        BODIES[3],
    ]
    assert carry(OLD, new) == Carried(["title", "pay", None, "paper"], ["rest"])


def test_a_paragraph_moved_and_changed_keeps_its_block() -> None:
    new = [BODIES[0], BODIES[2], BODIES[3], BODIES[1].replace("Every", "Each")]
    assert carry(OLD, new) == Carried(["title", "rest", "paper", "pay"], [])


def test_of_two_like_paragraphs_each_keeps_its_place() -> None:
    old = [("1", "Article 1"), ("a", "All are born free."), ("2", "Article 2"), ("b", "No one.")]
    new = ["Article 1.", "All are born free.", "Article 2.", "No one."]
    assert carry(old, new).ids == ["1", "a", "2", "b"]


def test_of_equal_paragraphs_one_taken_out_loses_one_id() -> None:
    assert carry([("a", "x"), ("b", "x"), ("c", "x")], ["x", "x"]) == Carried(["a", "b"], ["c"])


def test_an_emptied_or_a_new_file() -> None:
    assert carry(OLD, []) == Carried([], ["title", "pay", "rest", "paper"])
    assert carry([], BODIES) == Carried([None] * 4, [])


bodies = st.lists(
    st.lists(st.sampled_from(["free", "equal", "rights", "ស្ត្រី", "權利", "a"]), max_size=6).map(
        " ".join
    ),
    max_size=8,
)


@given(bodies, bodies)
def test_each_id_is_given_once_or_gone(old: list[str], new: list[str]) -> None:
    carried = carry([(f"b{at}", body) for at, body in enumerate(old)], new)
    assert len(carried.ids) == len(new)
    given_ids = [block for block in carried.ids if block is not None]
    assert sorted(given_ids + carried.gone) == sorted(f"b{at}" for at in range(len(old)))


@given(bodies)
def test_sorted_paragraphs_all_keep_a_block_of_the_same_text(old: list[str]) -> None:
    new = sorted(old, key=lambda body: (len(body), body))
    carried = carry([(f"b{at}", body) for at, body in enumerate(old)], new)
    assert carried.gone == []
    assert [old[int((block or "b0")[1:])] for block in carried.ids] == new


def test_many_changed_paragraphs_are_compared_within_reach() -> None:
    old = [
        (str(at), f"Paragraph {at * 7919} of the report on work number {at}") for at in range(1_000)
    ]
    new = [body.replace("report", "long report") for _, body in old]
    assert carry(old, ["A wholly new beginning", *new]).ids == [None, *(block for block, _ in old)]
