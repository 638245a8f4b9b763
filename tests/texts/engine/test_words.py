"""Tokens join back into the text, keep words whole in every script, and never cut a character."""

from itertools import accumulate

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from portal.texts.engine import clusters, is_space, is_word, tokenise

SCRIPTS = (
    "abz é\u0301 '’.,;-/()[]{}%*_0123\n\r\t\u00a0"
    "កខគ្ឋាំះ៖ กขคำ่้ ກຂຄ່ກ ကခဂ္မျာ၊ 漢字仮名かなカナー。、 한글각ㅏ"
    "عربی\u064f\u0600١٢ हिन्दी् বাংলা்தமிழ් \u200b\u200c\u200d\u200e\u202e\ufeff👩\u200d👧🇰🇷🏽\ud800\U0001f600"
)
texts = st.text(alphabet=st.sampled_from(SCRIPTS), max_size=80) | st.text(
    alphabet=st.characters(), max_size=40
)
languages = st.sampled_from(
    ["en", "ko", "km", "th", "my", "lo", "ja", "zh-Hant", "mn-Cyrl", "ur", "und", "", "?"]
)


@given(texts, languages)
def test_tokens_join_back_into_the_text(body: str, language: str) -> None:
    tokens = tokenise(body, language)
    assert "".join(tokens) == body
    assert "" not in tokens


@given(texts, languages)
def test_no_boundary_falls_inside_a_character(body: str, language: str) -> None:
    characters = set(accumulate(map(len, regex.findall(r"(?s)\X", body))))
    assert set(accumulate(map(len, tokenise(body, language)))) <= characters


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("en", "We don't oppose it.", ["We", " ", "don't", " ", "oppose", " ", "it", "."]),
        ("ko", "이주여성의 권리를", ["이주여성의", " ", "권리를"]),
        ("vi", "phụ nữ di cư", ["phụ", " ", "nữ", " ", "di", " ", "cư"]),
        ("zh-Hant", "移民婦女的權利。", ["移民", "婦女", "的", "權利", "。"]),
        ("ja", "移住女性の権利を守る", ["移住", "女性", "の", "権利", "を", "守る"]),
        ("th", "สิทธิของแรงงาน", ["สิทธิ", "ของ", "แรงงาน"]),
        ("km", "សិទ្ធិរបស់ស្ត្រី", ["សិទ្ធិ", "របស់", "ស្ត្រី"]),
        ("lo", "ສິດທິຂອງແມ່ຍິງ", ["ສິດທິ", "ຂອງ", "ແມ່ຍິງ"]),
        ("my", "အမျိုးသမီး များ", ["အမျိုးသမီး", " ", "များ"]),
        ("ur", "خواتین کے حقوق۔", ["خواتین", " ", "کے", " ", "حقوق", "۔"]),
    ],
)
def test_words_of_each_script(language: str, body: str, expected: list[str]) -> None:
    assert tokenise(body, language) == expected


def test_scripts_mixed_in_one_text_are_each_cut_by_their_own_rules() -> None:
    body = "ILO 협약: สิทธิของแรงงาน, 移民婦女 และ women"
    expected = [
        *("ILO", " ", "협약", ":", " ", "สิทธิ", "ของ", "แรงงาน"),
        *(",", " ", "移民", "婦女", " ", "และ", " ", "women"),
    ]
    for language in ("en", "ko", "th", "zh-Hant"):
        assert tokenise(body, language) == expected


@pytest.mark.parametrize(
    "whole",
    [
        "https://example.org/a-b?c=d",
        "help@example.org",
        "+82 2 3672 8988",
        "02-3672-8988",
        "០២៣-៤៥៦-៧៨៩",
        "2024-05-06",
        "17:00",
        "1,250.75",
        "%(name)s",
        "{count}",
    ],
)
def test_an_address_a_number_and_a_placeholder_stay_whole(whole: str) -> None:
    assert whole in tokenise(f"請看 {whole} now", "zh-Hant")


def test_a_web_address_ends_where_the_sentence_goes_on() -> None:
    assert tokenise("請看https://example.org/a。謝謝", "zh-Hant") == [
        *("請看", "https://example.org/a", "。", "謝謝")
    ]
    assert tokenise("See https://example.org/a.", "en")[-2:] == ["https://example.org/a", "."]


def test_a_token_is_a_word_a_space_or_a_mark() -> None:
    assert is_word("주")
    assert is_word("៥")
    assert not is_word(" ")
    assert not is_word("។")
    assert is_space(" \u00a0\n")
    assert is_space("\u200b")
    assert not is_space("-")


def test_clusters_are_what_a_reader_takes_for_characters() -> None:
    assert clusters("ស្ត្រី") == regex.findall(r"\X", "ស្ត្រី")
    assert clusters("e\u0301\r\n👩\u200d👧") == ["e\u0301", "\r\n", "👩\u200d👧"]
