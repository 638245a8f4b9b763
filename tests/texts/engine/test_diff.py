"""A difference holds both texts, marks as little as possible, and reads as a person would mark it."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.texts.engine import Change, diff, is_space, is_word, tokenise
from portal.texts.engine.alignment import edits_between

words = st.lists(
    st.sampled_from(
        [
            "oppose",
            "welcome",
            "a",
            "the",
            " ",
            "  ",
            ". ",
            "\n",
            ",",
            "反對",
            "歡迎",
            "法案",
            "សិទ្ធិ",
            "ស្ត្រី",
            "\u200b",
        ]
    ),
    max_size=24,
).map("".join)


def shown(changes: list[Change]) -> str:
    marks = {"delete": "[-{0}-]", "insert": "[+{1}+]", "replace": "[-{0}-][+{1}+]", "equal": "{0}"}
    return "".join(marks[change.kind].format(change.old, change.new) for change in changes)


@given(words, words)
def test_both_texts_can_be_read_from_the_difference(old: str, new: str) -> None:
    changes = diff(old, new, "en")
    assert "".join(change.old for change in changes) == old
    assert "".join(change.new for change in changes) == new
    for change in changes:
        assert (change.kind == "equal") == (change.old == change.new)
        assert (change.kind == "insert") == (not change.old)
        assert (change.kind == "delete") == (not change.new)
    equal = [change.kind == "equal" for change in changes]
    assert all(left != right for left, right in pairwise(equal))


@given(words, words)
def test_no_difference_keeps_more_words(old: str, new: str) -> None:
    before, after = tokenise(old, "en"), tokenise(new, "en")
    common = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i, left in enumerate(before):
        for j, right in enumerate(after):
            both = common[i][j] + (left == right and not is_space(left))
            common[i + 1][j + 1] = max(both, common[i][j + 1], common[i + 1][j])
    kept = [not is_space(token) for token in before]
    for edit in edits_between(before, after):
        kept[edit.start : edit.end] = [False] * (edit.end - edit.start)
    assert sum(kept) == common[-1][-1]


@given(words)
def test_equal_texts_have_no_change(body: str) -> None:
    assert all(change.kind == "equal" for change in diff(body, body, "km"))


@pytest.mark.parametrize(
    ("language", "old", "new", "expected"),
    [
        ("en", "We oppose the bill.", "We reject the bill.", "We [-oppose-][+reject+] the bill."),
        ("en", "We oppose it.", "We strongly oppose it.", "We [+strongly +]oppose it."),
        ("en", "It is very bad", "It is bad", "It is [-very -]bad"),
        ("en", "One. Two. Three.", "One. Two. Two. Three.", "One. Two. [+Two. +]Three."),
        ("en", "red cat", "blue dog", "[-red cat-][+blue dog+]"),
        ("en", "", "New", "[+New+]"),
        (
            "en",
            "Call 02-3672-8988.",
            "Call 02-3672-8989.",
            "Call [-02-3672-8988-][+02-3672-8989+].",
        ),
        ("zh-Hant", "我們反對這項法案。", "我們拒絕這項法案。", "我們[-反對-][+拒絕+]這項法案。"),
        ("ja", "女性の権利を守る", "移住女性の権利を守る", "[+移住+]女性の権利を守る"),
        ("th", "สิทธิของแรงงานข้ามชาติ", "สิทธิของผู้หญิงข้ามชาติ", "สิทธิของ[-แรงงาน-][+ผู้หญิง+]ข้ามชาติ"),
        ("km", "សិទ្ធិរបស់ស្ត្រី", "សិទ្ធិរបស់កុមារ", "សិទ្ធិរបស់[-ស្ត្រី-][+កុមារ+]"),
        (
            "ko",
            "우리는 법안에 반대한다.",
            "우리는 법안에 찬성한다.",
            "우리는 법안에 [-반대한다-][+찬성한다+].",
        ),
    ],
)
def test_differences_as_a_person_marks_them(
    language: str, old: str, new: str, expected: str
) -> None:
    assert shown(diff(old, new, language)) == expected


def test_a_rewritten_passage_is_one_change_not_crumbs() -> None:
    old = "Women who came to work here alone and the law ignores them entirely, as we said."
    new = "Every migrant with a child must find and his employer pays good wages, as we said."
    assert [change.kind for change in diff(old, new, "en")] == ["replace", "equal"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("right " * 8_000, "right " * 7_999 + "wrong "),
        (". " * 25_000, "! " * 25_000),
        ("a b c d e f g " * 3_500, "g f e d c b a " * 3_500),
        ("漢字" * 25_000, "字漢" * 25_000),
        (
            "".join(f"w{i * 7 % 997} " for i in range(10_000)),
            "".join(f"w{i * 11 % 991}. " for i in range(10_000)),
        ),
    ],
)
def test_hostile_texts_of_fifty_kilobytes_are_compared(old: str, new: str) -> None:
    changes = diff(old, new, "en")
    assert "".join(change.old for change in changes) == old
    assert "".join(change.new for change in changes) == new


def test_a_text_too_long_for_the_exact_comparison_still_shows_single_words() -> None:
    sentences = [f"Sentence {i} says {i * i} . " for i in range(5_000)]
    old = "".join(sentences)
    sentences[10] = "Sentence 10 says nothing . "
    sentences[4_990] = ""
    changes = [change for change in diff(old, "".join(sentences), "en") if change.kind != "equal"]
    assert len(tokenise(old, "en")) ** 2 > 400_000_000
    assert changes[0] == Change("replace", "100", "nothing")
    assert [change.kind for change in changes] == ["replace", "delete"]


BURMESE = (
    "ရွှေ့ပြောင်းအလုပ်သမား အမျိုးသမီးများသည် မိမိတို့၏ အခွင့်အရေးများကို သိရှိရန် လိုအပ်ပါသည်။",
    "အလုပ်ရှင်သည် သင်၏ နိုင်ငံကူးလက်မှတ်ကို သိမ်းဆည်းထားခွင့် မရှိပါ။",
    "လုပ်ခကို လစဉ် အချိန်မှန် ပေးချေရမည်။",
    "အရေးပေါ် အကူအညီလိုပါက အနီးဆုံး အဖွဲ့အစည်းသို့ ဆက်သွယ်ပါ။",
    "သင့်ဘာသာစကားဖြင့် စကားပြန် တောင်းဆိုနိုင်ပါသည်။",
    "ကလေးများသည် ကျောင်းတက်ခွင့် ရှိသည်။",
    "အကြမ်းဖက်မှုကို မည်သူမျှ သည်းခံရန် မလိုပါ။",
    "ကျွန်ုပ်တို့သည် နိုင်ငံအားလုံးမှ အမျိုးသမီးများနှင့် အတူ ရပ်တည်ပါသည်။",
)


def test_a_one_word_edit_in_burmese_marks_at_most_three_words() -> None:
    random = Random(2026)
    vocabulary = sorted(
        {word for body in BURMESE for word in tokenise(body, "my") if is_word(word)}
    )
    assert len(vocabulary) > 50
    few = 0
    for _ in range(1_000):
        tokens = tokenise(random.choice(BURMESE), "my")
        old = "".join(tokens)
        at = random.choice([index for index, token in enumerate(tokens) if is_word(token)])
        tokens[at] = random.choice(["", tokens[at] + random.choice(vocabulary), *vocabulary])
        changes = [change for change in diff(old, "".join(tokens), "my") if change.kind != "equal"]
        marked = [part for change in changes for part in (change.old, change.new)]
        few += sum(len(tokenise(part, "my")) for part in marked) <= 3
    assert few >= 950
