"""Excerpts are raw text: cut between clusters, marked where the query is met."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from portal.search.excerpts import WIDTH, Excerpt, excerpt
from portal.search.tokens import query_tokens


def marked(text: str, q: str) -> str:
    return "".join(
        f"[{piece.text}]" if piece.marked else piece.text
        for piece in excerpt(text, query_tokens(q)).pieces
    )


def test_the_words_are_marked_as_they_were_written() -> None:
    assert marked("Quyền kết hôn của phụ nữ", "ket hon") == "Quyền [kết] [hôn] của phụ nữ".replace(
        "] [", " "
    )
    assert marked("移住女性の権利", "女性") == "移住[女性]の権利"
    assert marked("ដោយស្ដ្រី និងបុរស", "ស្ត្រី") == "ដោយ[ស្ដ្រី] និងបុរស"
    assert marked("مہاجر عورتیں", "مهاجر") == "[مہاجر] عورتیں"
    assert marked("a\u200bb สิทธิ", "สิ") == "a\u200bb [สิ]ทธิ"


def test_a_whole_word_is_marked_rather_than_a_beginning() -> None:
    assert marked("right, rights, righteous", "right") == "[right], rights, righteous"
    assert marked("rights, righteous", "right") == "[rights], [righteous]"
    assert marked("ក កា", "ក") == "[ក] កា"
    assert marked("កា ខ", "ក") == "[កា] ខ"


def test_parts_are_marked_where_nothing_is_whole() -> None:
    assert marked("the law of nations", "law zebra") == "the [law] of nations"
    assert marked("nothing here", "zebra") == "nothing here"


def test_a_long_text_is_cut_around_the_place_at_spaces() -> None:
    text = "before " * 400 + "the wanted place " + "after " * 400
    piece = excerpt(text, query_tokens("wanted place"))
    assert piece.cut_before
    assert piece.cut_after
    assert piece.text.startswith("…before")
    assert piece.text.endswith("after…")
    assert len(piece.text) <= WIDTH + 2
    assert [part.text for part in piece.pieces if part.marked] == ["wanted place"]


def test_a_place_far_inside_is_found() -> None:
    text = "ក្រុម " * 2_500 + "ស្ត្រី " + "ក្រុម " * 10
    assert excerpt(text, query_tokens("ស្ត្រី")).is_marked


def test_an_empty_text_has_an_empty_excerpt() -> None:
    assert excerpt("", query_tokens("word")) == Excerpt()


@given(
    st.text(st.sampled_from("កាេីំុ្ដ្តរณำเแ้ំ한中か’oʻđө \u200d\u0301e\u0301🏳️‍🌈 👩‍👧 \n"), max_size=700),
    st.text(st.sampled_from("កាេីំុ្ដ្តរណำเแ้한中かoʻđө e"), max_size=8),
)
def test_no_cluster_is_ever_cut(text: str, q: str) -> None:
    piece = excerpt(text, query_tokens(q), width=60)
    words = "".join(part.text for part in piece.pieces)
    edges = {found.start() for found in regex.finditer(r"(?s)\X", text)} | {len(text)}
    starts = [at for at in range(len(text) + 1) if text.startswith(words, at)]
    assert any(at in edges and at + len(words) in edges for at in starts)
    assert piece.cut_before or text[: len(words)].strip() == words.strip() or not words
