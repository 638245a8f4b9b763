"""One word written in several ways gives one token; scripts without spaces give pairs of clusters."""

import sqlite3
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from portal.search.tokens import (
    MAX_QUERY,
    MAX_SEQUENCE,
    MAX_TERMS,
    SEPARATOR,
    Term,
    index_tokens,
    located,
    query_tokens,
    tokens,
)


def shown(text: str) -> list[str]:
    return [token.replace(SEPARATOR, "·") for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Women’s Rights, 2024!", ["womens", "rights", "2024"]),
        ("A/C.3 x_y e-mail", ["a", "c", "3", "x", "y", "e", "mail"]),
        ("l'homme et l’État", ["l", "homme", "et", "l", "etat"]),
        ("Người Việt đường", ["nguoi", "viet", "duong"]),
        ("移住女性", ["移·住", "住·女", "女·性", "性·"]),
        ("이주 여성", ["이·주", "주·", "여·성", "성·"]),
        ("제1조", ["제·", "1", "조·"]),
        ("データｶﾞｽ", ["デ·ー", "ー·タ", "タ·ガ", "ガ·ス", "ス·"]),
        ("ច្បាប់ស្ត្រី", ["ច្បា·ប់", "ប់·ស្ត្រី", "ស្ត្រី·"]),
        ("ឆ្នាំ១៩៤៨", ["ឆ្នាំ·", "1948"]),
        ("สิทธิ", ["สิ·ท", "ท·ธิ", "ธิ·"]),
        ("မြန်မာ", ["မြ·န်", "န်·မာ", "မာ·"]),
        ("བོད་སྐད་", ["བོ·ད", "ད·", "སྐ·ད", "ད·"]),
        ("अधिकार हर", ["अधिकार", "हर"]),
        ("உரிமை", ["உரிமை"]),
        ("ก", ["ก·"]),
        ("…!  —", []),
        ("", []),
    ],
)
def test_text_is_cut_as_its_script_is_written(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "ways",
    [
        ["o‘zbek", "oʻzbek", "o'zbek", "o`zbek", "ozbek", "O’ZBEK"],
        ["maʼno", "ma'no", "mano"],
        ["ne'e", "ne’e", "nee"],
        ["Việt", "viet", "VIỆT", "Vie\u0323\u0302t"],
        ["đường", "duong", "Đường"],
        ["Ёлка", "елка", "ёлка"],
        ["өнөөдөр", "оноодор", "єнєєдєр"],
        ["үнэн", "унэн", "їнэн", "vнэн"],
        ["қазақ", "казак"],
        ["امریکہ", "امريكه", "امریکه"],
        ["مُهَاجِر", "مهاجر", "مـهاجر"],
        ["أُسرة", "اسره", "اسرة"],
        ["می‌خواهم", "میخواهم"],
        ["हिन्दी", "हिंदी", "हिँदी"],
        ["फ़ैसला", "फैसला"],
        ["ශ්‍රී", "ශ්රී"],
        ["ஸ்ரீ", "ஶ்ரீ"],
        ["ស្ត្រី", "ស្ដ្រី", "ស្រ្តី", "ស្ត្រី\u200b"],
        ["កោះ", "ក\u17c1\u17b6ះ"],
        ["น้ำ", "น\u0e4d\u0e49า", "น\u0e49\u0e4dา"],
        ["แม่", "เเม่"],
        ["ນຳ", "ນ\u0ecdາ"],
        ["ဝန်", "၀န်"],
        ["１２３", "123", "១២៣", "१२३", "۱۲۳", "၁၂၃", "๑๒๓"],
        ["가", "\u1100\u1161"],
        ["ﬁne", "FINE", "fine"],
        ["soft\u00adhyphen", "softhyphen"],
    ],
    ids=lambda ways: ways[0],
)
def test_the_ways_of_writing_one_word_are_one(ways: list[str]) -> None:
    assert len({tuple(tokens(way)) for way in ways}) == 1, [shown(way) for way in ways]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("กา", "กี"),
        ("កា", "កី"),
        ("कि", "की"),
        ("မာ", "မီ"),
        ("தா", "தி"),
        ("か", "が"),
        ("ก่า", "ก้า"),
        ("বা", "বি"),
    ],
)
def test_vowels_and_tones_of_indic_and_south_east_asian_scripts_stay(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


def test_an_index_keeps_accented_forms_beside_the_bare_words() -> None:
    assert index_tokens("Quyền đủ quyền, quyen") == ["quyen", "du", "quyen", "quyen", "quyền", "đủ"]
    assert index_tokens("no accents ក") == tokens("no accents ក")
    assert query_tokens("phụ nu").written == (Term("phụ"),)
    # What is only another keyboard or left to taste is no accent.
    assert not query_tokens("oʻzbek مُهاجر ёлка हिँदी").written


def test_a_query_is_a_ladder_from_the_phrase_to_any_word() -> None:
    ladder = query_tokens("Women’s rights")
    assert ladder.phrase == (Term("womens"), Term("rights"))
    assert ladder.all == ((Term("womens", prefix=True),), (Term("rights", prefix=True),))
    assert ladder.any == (Term("womens", prefix=True), Term("rights", prefix=True))
    assert not ladder.most


def test_an_unbroken_run_is_met_pair_after_pair_and_may_go_on() -> None:
    s = SEPARATOR
    ladder = query_tokens("移住女")
    assert ladder.phrase == (Term(f"移{s}住"), Term(f"住{s}女"))
    assert ladder.all == ((Term(f"移{s}住"), Term(f"住{s}女", prefix=True)),)
    # Before another word the run ends, and the text's has to end too.
    assert query_tokens("移住 abc").phrase == (Term(f"移{s}住"), Term(f"住{s}"), Term("abc"))


def test_one_cluster_asks_for_itself_then_for_what_begins_with_it() -> None:
    ladder = query_tokens("ក")
    assert ladder.phrase == (Term(f"ក{SEPARATOR}", prefix=True),)
    assert ladder.all == ((Term("ក", prefix=True),),)


def test_one_wrong_word_leaves_a_set_of_the_others_whole() -> None:
    for count in range(3, MAX_TERMS + 1):
        words = [f"w{number}" for number in range(count)]
        ladder = query_tokens(" ".join(words))
        for wrong in range(count):
            right = {f"w{number}" for number in range(count) if number != wrong}
            assert any({term.token for term in terms} <= right for terms in ladder.most)


def test_one_wrong_cluster_spoils_two_pairs_and_leaves_a_set_whole() -> None:
    typed = "一二三四五六七八九十"
    for wrong in range(len(typed)):
        right = set(tokens(typed[:wrong] + "ん" + typed[wrong + 1 :]))
        most = query_tokens(typed).most
        assert any({term.token for term in terms} <= right for terms in most)


def test_a_query_without_end_asks_a_bounded_question() -> None:
    for endless in ("word " * 10_000, "漢" * 50_000, "ក " * 9_999, "a" * 100_000):
        ladder = query_tokens(endless)
        assert len(ladder.phrase) <= MAX_SEQUENCE
        assert len(ladder.any) <= MAX_TERMS
        assert sum(map(len, ladder.all)) <= MAX_TERMS * MAX_SEQUENCE
    assert query_tokens("x" * MAX_QUERY + " y").any == query_tokens("x" * MAX_QUERY).any
    assert not query_tokens(" … — !")


TYPED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("កាេីំុ្ដ្តរ\u200bณำเแ้ํສຳမွှန့််한ᄒ中文かーｶﾞ'’oʻgđөүٱیہ१၀\u200d\u200b\u00ad\ue000"),
    ),
    max_size=60,
)


@given(TYPED)
def test_places_cover_whole_clusters_in_order(text: str) -> None:
    edges = {found.start() for found in regex.finditer(r"(?s)\X", text)} | {len(text)}
    at = 0
    for place in located(text):
        assert at <= place.start < place.first_end <= place.end <= len(text)
        # A mark after a digit or a letter of another script shares its cluster; nobody writes so.
        first = text[place.start]
        stray = unicodedata.category(first)[0] == "M" or first in "ำຳ"
        if SEPARATOR in place.token and not stray:
            assert place.start in edges
        at = place.start


@given(TYPED)
def test_tokens_hold_only_what_both_indexes_keep_whole(text: str) -> None:
    for token in tokens(text):
        bare = token.replace(SEPARATOR, "", 1)
        assert bare
        assert all(unicodedata.category(character)[0] in "LMN" for character in bare), token


@given(TYPED)
def test_folding_once_is_enough(text: str) -> None:
    once = [token.replace(SEPARATOR, "") for token in tokens(text) if SEPARATOR not in token]
    assert [word for word in once if SEPARATOR not in word] == [
        token for word in once for token in tokens(word) if SEPARATOR not in token
    ]


def test_fts5_keeps_each_token_as_one_in_every_script() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        'CREATE VIRTUAL TABLE f USING fts5(t, tokenize="unicode61 remove_diacritics 0 '
        "categories 'L* M* N* Co'\")"
    )
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(f, 'instance')")
    sample = "移住女性 이주 ច្បាប់ស្ត្រី สิทธิน้ำ မြန်မာ ສິດທິ བོད་ विवाह অধিকার உரிமை අයිතිය عورت 𐴌𐴗𐴥 Ꭰ ᠮᠣᠩ"
    expected = tokens(sample)
    connection.execute("INSERT INTO f VALUES (?)", [" ".join(expected)])
    kept = [row[0] for row in connection.execute("SELECT term FROM v ORDER BY offset")]
    assert [word.casefold() for word in kept] == [word.casefold() for word in expected]
    connection.close()
