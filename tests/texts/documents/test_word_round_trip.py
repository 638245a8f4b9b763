"""A Word file that nobody edited comes back without a single change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.markdown import Piece, canonical, plain_text, write_pieces
from portal.texts.documents.read import BlockKind
from portal.texts.documents.reading import read_document
from portal.texts.documents.writing import write_document
from portal.texts.documents.written import Direction, Format, WrittenBlock, WrittenDocument

WORDS = st.sampled_from(
    ["rights", "이주 여성", "សិទ្ធិ\u200bមនុស្ស", "انسانی حقوق", "人權", "สิทธิมนุษยชน", "Việt", "a*b", "[1]", "x_y",
     "<b>", "\\", "`", "1. ", "- ", "# ", "“quoted”", "'tis", "--", "...", "A & B", "\u00a0", " ", "  ", "\n", "100%",
     "https://a.example/b_c", "{x}", "$1", "^", "~~", "|", ":::", "@cite", "می\u200cخواهم", "\u2067ab\u2069"]
)  # fmt: skip
BODIES = st.lists(
    st.builds(
        Piece,
        text=st.lists(WORDS, min_size=1, max_size=4).map("".join),
        emphasis=st.booleans(),
        strong=st.booleans(),
        code=st.sampled_from([False, False, False, True]),
        address=st.sampled_from(["", "", "", "https://b.example/(c)?d=e&f"]),
    ),
    min_size=1,
    max_size=5,
).map(write_pieces)
LANGUAGES: dict[str, Direction] = {
    "ko": "ltr",
    "ur": "rtl",
    "km": "ltr",
    "en": "ltr",
    "zh-Hant": "ltr",
    "ar": "rtl",
}


@st.composite
def blocks(draw: st.DrawFn) -> WrittenBlock:
    kind: BlockKind = draw(
        st.sampled_from(["heading", "paragraph", "paragraph", "list_item", "quotation", "caption"])
    )
    language = draw(st.sampled_from(sorted(LANGUAGES)))
    body = draw(BODIES)
    if kind == "heading":
        body = canonical(body.replace("\n", " "))
    level = 2 if kind == "heading" else 0
    return WrittenBlock(
        kind, body if plain_text(body).strip() else "empty", language, LANGUAGES[language], level
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(blocks(), min_size=1, max_size=25))
def test_an_unedited_word_file_has_no_change(written: list[WrittenBlock]) -> None:
    document = WrittenDocument(
        "A *title* of <all>",
        "ur",
        "rtl",
        written,
        credits=["Written by [us](https://us.example)", "CC BY"],
    )
    read = read_document(write_document(document, Format.WORD), "text.docx")
    assert read.title == document.title
    assert [(b.kind, b.body) for b in read.blocks] == [(b.kind, b.body) for b in written]
    assert not read.changes


@pytest.mark.parametrize("form", [Format.WORD, Format.OPEN_DOCUMENT, Format.MARKDOWN, Format.HTML])
def test_an_unedited_file_of_any_kind_has_no_change(form: Format) -> None:
    written = [
        WrittenBlock("heading", "Our *rights*", "en", "ltr", 2),
        WrittenBlock("paragraph", "모든 **인간**은 자유롭다. https://a.example/b", "ko", "ltr"),
        WrittenBlock("heading", "Lists", "en", "ltr", 3),
        WrittenBlock("list_item", "one", "en", "ltr"),
        WrittenBlock("list_item", "two\nlines", "en", "ltr"),
        WrittenBlock("list_item", "inside", "en", "ltr", 1),
        WrittenBlock("list_item", "(a) numbered", "en", "ltr"),
        WrittenBlock("list_item", "(b) as written", "en", "ltr"),
        WrittenBlock("paragraph", "انسانی حقوق [یہاں](https://a.example/ur) ہیں", "ur", "rtl"),
        WrittenBlock("quotation", "សេចក្ដីប្រកាស", "km", "ltr"),
    ]
    document = WrittenDocument("Declaration", "en", "ltr", written, credits=["By us"])
    read = read_document(write_document(document, form), f"text.{form.value}")
    assert read.title == "Declaration"
    kept = [(b.kind, b.level, b.body) for b in read.blocks]
    assert kept == [(b.kind, b.level, b.body) for b in written]


def test_numbers_of_items_stay_in_the_text() -> None:
    bodies = ["3. three", "4. four", "(i) one", "(ii) two", "a) first", "plain", "v. five"]
    written = [WrittenBlock("list_item", body, "en", "ltr") for body in bodies]
    document = WrittenDocument("T", "en", "ltr", written)
    read = read_document(write_document(document, Format.WORD), "text.docx")
    assert [block.body for block in read.blocks] == bodies
