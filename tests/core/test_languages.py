"""Language tags, names, order and the choice among languages, on awkward input."""

import langcodes
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langcodes.data_dicts import LIKELY_SUBTAGS

from portal.core.languages import (
    COMMON_LANGUAGES,
    LanguageTagInvalid,
    autonym,
    choose,
    collation_key,
    direction,
    name,
    normalise,
    parse_accept_language,
    script,
)


@pytest.mark.parametrize(
    ("given_tag", "canonical"),
    [
        ("in", "id"),
        ("in-ID", "id"),
        ("iw", "he"),
        ("tl", "fil"),
        ("tl-PH", "fil"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("ZH-hant-tw", "zh-Hant"),
        ("zh-HK", "zh-Hant-HK"),
        ("cmn-Hant", "zh-Hant"),
        ("zh-yue", "yue"),
        ("mn", "mn-Cyrl"),
        ("mn-MN", "mn-Cyrl"),
        ("mn-CN", "mn-Mong"),
        ("khk", "mn-Cyrl"),
        ("sh", "sr-Latn"),
        ("sr-Latn", "sr-Latn"),
        ("uz-Latn", "uz"),
        ("uz-Cyrl", "uz-Cyrl"),
        ("pa-PK", "pa-Arab"),
        ("zlm-Arab", "ms-Arab"),
        ("arb", "ar"),
        ("en-US", "en"),
        ("en-GB", "en-GB"),
        ("ur-PK", "ur"),
        ("ur-IN", "ur-IN"),
        ("ko-KR-u-ca-dangi", "ko"),
        (" vi ", "vi"),
        ("sgn-ase", "ase"),
        ("tet", "tet"),
    ],
)
def test_a_language_has_one_spelling(given_tag: str, canonical: str) -> None:
    assert normalise(given_tag) == canonical
    assert normalise(canonical) == canonical


@pytest.mark.parametrize(
    ("nonsense", "code"),
    [
        ("", "malformed"),
        ("a", "malformed"),
        ("english", "malformed"),
        ("en--US", "malformed"),
        ("../etc", "malformed"),
        ("ไทย", "malformed"),
        ("zh\x00", "malformed"),
        ("a" * 4000, "malformed"),
        ("*", "malformed"),
        ("x-foo", "unknown"),
        ("qaa", "unknown"),
        ("abc-defghi", "unknown"),
        ("und", "undetermined"),
        ("mul", "undetermined"),
        ("zxx", "undetermined"),
    ],
)
def test_nonsense_is_refused_with_a_code(nonsense: str, code: str) -> None:
    with pytest.raises(LanguageTagInvalid) as refused:
        normalise(nonsense)
    assert refused.value.code == code
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ur", "rtl"),
        ("ar", "rtl"),
        ("fa-AF", "rtl"),
        ("ps", "rtl"),
        ("ug", "rtl"),
        ("ms-Arab", "rtl"),
        ("rhg", "rtl"),
        ("dv", "rtl"),
        ("ms", "ltr"),
        ("ku", "ltr"),
        ("km", "ltr"),
        ("mn-Mong", "ltr"),
        ("nonsense!", "ltr"),
    ],
)
def test_direction_follows_the_script(tag: str, expected: str) -> None:
    assert direction(tag) == expected


def test_script_is_known_or_said_to_be_unknown() -> None:
    assert [script(tag) for tag in ("mn", "zh-TW", "uz-Cyrl", "km", "ja")] == [
        "Cyrl",
        "Hant",
        "Cyrl",
        "Khmr",
        "Jpan",
    ]
    assert script("abc") == "Zzzz"
    assert script("nonsense!") == "Zzzz"


@pytest.mark.parametrize(
    ("tag", "own"),
    [
        ("ko", "한국어"),
        ("vi", "Tiếng Việt"),
        ("km", "ខ្មែរ"),
        ("ur", "اردو"),
        ("zh-TW", "繁體中文"),
        ("zh-Hans", "简体中文"),
        ("mn-Cyrl", "монгол"),
        ("tl", "Filipino"),
        ("tet", "Tetun"),
        ("mn-Mong", "ᠮᠣᠩᠭᠣᠯ"),
        ("nonsense!", "nonsense!"),
    ],
)
def test_a_language_is_called_what_it_calls_itself(tag: str, own: str) -> None:
    assert autonym(tag) == own


def test_a_name_is_in_the_readers_language_or_its_own_never_a_third() -> None:
    assert name("km", "ko") == "크메르어"
    assert name("zh-Hant", "km") == "ចិន\u200bអក្សរ\u200bពេញ"
    assert name("uz-Cyrl", "ko") == "우즈베크어 (키릴 문자)"
    assert name("ur-IN", "vi") == "Tiếng Urdu (Ấn Độ)"
    assert name("ko", "ceb") in {"Korean", autonym("ko")}
    assert name("ur", "xh-nonsense-") == autonym("ur")
    assert name("ilo", "bo") == autonym("ilo")


def test_every_common_language_is_canonical_named_and_placed_once() -> None:
    assert len(set(COMMON_LANGUAGES)) == len(COMMON_LANGUAGES)
    for tag in COMMON_LANGUAGES:
        assert normalise(tag) == tag
        assert autonym(tag) != tag
        assert script(tag) != "Zzzz"
        for locale in ("en", "ko", "vi", "km", "ur"):
            assert name(tag, locale).strip()


AVAILABLE = ("en", "ko", "vi", "km", "ur", "zh-Hans", "zh-Hant", "fil", "id", "ru", "hi", "mn-Cyrl")


@pytest.mark.parametrize(
    ("wanted", "available", "chosen"),
    [
        (["zh-TW"], AVAILABLE, "zh-Hant"),
        (["zh-HK"], AVAILABLE, "zh-Hant"),
        (["zh-MO"], AVAILABLE, "zh-Hant"),
        (["yue"], AVAILABLE, "zh-Hant"),
        (["yue"], ("zh-Hans", "en"), None),
        (["zh-Hant"], ("zh-Hans", "en"), None),
        (["zh-Hans"], ("zh-Hant", "en"), None),
        (["zh-CN"], AVAILABLE, "zh-Hans"),
        (["zh-SG"], AVAILABLE, "zh-Hans"),
        (["zh-Hans"], ("zh",), "zh"),
        (["tl-PH"], AVAILABLE, "fil"),
        (["tl"], ("fil", "en"), "fil"),
        (["fil"], ("tl", "en"), "tl"),
        (["in-ID"], AVAILABLE, "id"),
        (["id"], ("ms", "en"), "ms"),
        (["ms"], ("id", "en"), None),
        (["ur-PK"], AVAILABLE, "ur"),
        (["ur"], ("ur-PK", "hi", "en"), "ur-PK"),
        (["ur-IN"], AVAILABLE, "ur"),
        (["ur"], ("hi", "en"), None),
        (["kk"], AVAILABLE, None),
        (["ky", "ru"], AVAILABLE, "ru"),
        (["uz"], ("ru", "en"), None),
        (["uz-Latn"], ("uz", "ru"), "uz"),
        (["uz-Cyrl"], ("uz", "ru"), None),
        (["mai"], AVAILABLE, None),
        (["mn"], AVAILABLE, "mn-Cyrl"),
        (["mn-MN"], AVAILABLE, "mn-Cyrl"),
        (["mn-Mong"], AVAILABLE, None),
        (["nb"], ("no",), "no"),
        (["no"], ("nb",), "nb"),
        (["nn"], ("nb", "en"), None),
        (["sr-Latn"], ("sr",), "sr"),
        (["lo"], ("th", "en"), None),
        (["ne"], ("hi", "en"), None),
        (["si"], ("ta", "en"), None),
        (["tet"], ("pt", "id", "en"), None),
        (["jv"], ("id", "en"), None),
        (["ceb"], ("fil", "en"), None),
        (["prs"], ("fa", "en"), "fa"),
        (["en-GB"], AVAILABLE, "en"),
        (["en-IN"], AVAILABLE, "en"),
        (["my", "en"], AVAILABLE, "en"),
        (["my"], AVAILABLE, None),
        (["km", "en"], AVAILABLE, "km"),
        (["nonsense!", "und", "*", "ko"], AVAILABLE, "ko"),
        ([], AVAILABLE, None),
        (["ko"], (), None),
        (["ko"], ("und", "nonsense!", "ko-KR"), "ko-KR"),
    ],
)
def test_choice_over_awkward_wishes(
    wanted: list[str], available: tuple[str, ...], chosen: str | None
) -> None:
    assert choose(wanted, available) == chosen
    assert choose(wanted, tuple(reversed(available))) == chosen


def test_english_is_never_chosen_unasked_for_any_language_known_to_cldr() -> None:
    languages = {tag.partition("-")[0] for tag in LIKELY_SUBTAGS} - {"en", "und"}
    assert len(languages) > 500
    for language in languages:
        if langcodes.Language.get(language).language != "en":
            assert choose([language], ["en", "en-GB"]) is None, language


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", []),
        ("*", []),
        ("ko", ["ko"]),
        ("zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", ["zh-Hant", "zh-Hans", "en"]),
        ("zh-HK, zh-Hant;q=0.9", ["zh-Hant-HK", "zh-Hant"]),
        ("en;q=0.1, in-ID, tl-PH;q=0.5", ["id", "fil", "en"]),
        ("en;q=0, ur", ["ur"]),
        ("en;q=0.000, ur;q=1.000", ["ur"]),
        ("en ; Q=0.3 , km", ["km", "en"]),
        ("en;q=2, ko;q=-1, vi;q=abc, ur;q=", []),
        ("en;q=nan,ko;q=inf,vi;q=1e3,km;q=0.5", ["km"]),
        ("ko,ko;q=0.2,ko-KR;q=0.1", ["ko"]),
        (";;;,,,==,q=1", []),
        ("ru;level=1;q=0.4, uz-UZ;q=0.9", ["uz", "ru"]),
        ("iw, he;q=0.8", ["he"]),
    ],
)
def test_accept_language_is_read_as_sent(header: str, expected: list[str]) -> None:
    assert parse_accept_language(header) == expected


def test_a_header_without_end_is_cut_at_a_comma() -> None:
    assert parse_accept_language("km," + "xx-garbage," * 100_000) == ["km"]
    assert parse_accept_language("k" * 1_000_000) == []
    assert len(parse_accept_language(",".join(sorted(COMMON_LANGUAGES)))) == 20


@given(st.text(max_size=300))
def test_any_header_gives_canonical_tags(header: str) -> None:
    for tag in parse_accept_language(header):
        assert normalise(tag) == tag


@given(st.text(max_size=60))
def test_any_text_is_a_language_or_refused(text: str) -> None:
    try:
        tag = normalise(text)
    except LanguageTagInvalid:
        assert direction(text) == "ltr"
        assert autonym(text) == text
    else:
        assert normalise(tag) == tag
        assert direction(tag) in {"ltr", "rtl"}
        assert autonym(tag)


def test_words_are_ordered_for_the_reader_with_her_script_first() -> None:
    words = [
        "zebra",
        "한국",
        "Éléonore",
        "ខ្មែរ",
        "ökonomie",
        "가나",
        "漢字",
        "اردو",
        "Нью",
        "eleven",
    ]
    in_korean = sorted(words, key=collation_key("ko"))
    assert in_korean[:3] == ["가나", "한국", "漢字"]
    assert min(words, key=collation_key("km")) == "ខ្មែរ"
    assert min(words, key=collation_key("ur")) == "اردو"
    assert sorted(words, key=collation_key("fr"))[:4] == ["Éléonore", "eleven", "ökonomie", "zebra"]


def test_order_follows_the_alphabet_not_the_code_points() -> None:
    mongolian = ["Ховд", "Өвөр", "Ном", "Үнэн", "Пүрэв", "Угтах"]
    assert sorted(mongolian, key=collation_key("mn-Cyrl")) == [
        "Ном",
        "Өвөр",
        "Пүрэв",
        "Угтах",
        "Үнэн",
        "Ховд",
    ]
    # Thai is ordered by its consonants, though some vowels are written before them.
    assert sorted(["ไทย", "เกาะ", "ขา"], key=collation_key("th")) == ["เกาะ", "ขา", "ไทย"]
    assert min(["b", "a", "", "(a)"], key=collation_key("nonsense!")) == ""


@given(st.lists(st.text(max_size=8), max_size=12))
def test_order_does_not_depend_on_where_it_started(words: list[str]) -> None:
    key = collation_key("ko")
    backwards = words[::-1]
    assert sorted(words, key=key) == sorted(backwards, key=key)
