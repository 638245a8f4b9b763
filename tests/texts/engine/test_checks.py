"""What a source states in figures its translation must state, however either writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.texts.engine import Difference, FigureKind, check

CALL = "Call 1366 or 02-3672-8988 by 8 March 2026, 17:00."


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("ko", "1366 또는 02-3672-8988로 2026년 3월 8일 17:00까지 전화하세요."),
        ("ja", "2026年3月8日17:00までに1366か02-3672-8988に電話してください。"),
        ("zh-Hant", "請於2026年3月8日１７：００前致電１３６６或（０２）３６７２－８９８８。"),
        ("vi", "Gọi 1366 hoặc 02-3672-8988 trước 17:00 ngày 8 tháng 3 năm 2026."),
        ("km", "ទូរស័ព្ទទៅលេខ ១៣៦៦ ឬ ០២-៣៦៧២-៨៩៨៨ មុនថ្ងៃទី ៨ ខែ មីនា ឆ្នាំ ២០២៦ ម៉ោង ១៧:០០។"),
        ("th", "โทร ๑๓๖๖ หรือ 02-3672-8988 ภายในวันที่ 8 มีนาคม พ.ศ. 2569 เวลา 17:00 น."),
        ("ur", "8 مارچ 2026، 17:00 تک ۱۳۶۶ یا ۰۲-۳۶۷۲-۸۹۸۸ پر کال کریں۔"),
        ("mn", "2026 оны 3 дугаар сарын 8-ны 17:00 цаг хүртэл 1366, 02-3672-8988 руу залга."),
        ("bn", "৮ মার্চ ২০২৬, ১৭:০০ এর মধ্যে ১৩৬৬ বা ০২-৩৬৭২-৮৯৮৮ নম্বরে ফোন করুন।"),
        ("ne", "1366 वा ०२-३६७२-८९८८ मा २०२६-०३-०८ १७:०० सम्म फोन गर्नुहोस्।"),
        ("my", "၁၃၆၆ သို့မဟုတ် ၀၂-၃၆၇၂-၈၉၈၈ သို့ ၈ မတ် ၂၀၂၆၊ ၁၇:၀၀ မတိုင်မီ ဆက်သွယ်ပါ။"),
        ("id", "Hubungi 1366 atau 02-3672-8988 sebelum 8 Maret 2026 pukul 17:00."),
    ],
)
def test_a_true_translation_has_no_difference(language: str, target: str) -> None:
    assert check(CALL, target, "en", language) == []
    assert check(target, CALL, language, "en") == []


@pytest.mark.parametrize(
    ("source", "target", "kind", "missing", "added"),
    [
        ("Call 1366.", "១៣៦៧ សូមហៅ", FigureKind.NUMBER, ("1366",), ("១៣៦៧",)),
        ("Call 0110.", "110", FigureKind.NUMBER, ("0110",), ("110",)),
        ("Pay 1,250 won", "1,350원", FigureKind.NUMBER, ("1,250",), ("1,350",)),
        ("3 and 3", "3", FigureKind.NUMBER, ("3",), ()),
        ("none", "7", FigureKind.NUMBER, (), ("7",)),
        ("17:00", "16:00", FigureKind.NUMBER, ("17:00",), ("16:00",)),
        ("02-3672-8988", "02-3672-8989", FigureKind.PHONE, ("02-3672-8988",), ("02-3672-8989",)),
        ("+82 2 3672 8988", "", FigureKind.PHONE, ("+82 2 3672 8988",), ()),
        ("2026-03-08", "2026년 3월 9일", FigureKind.DATE, ("2026-03-08",), ("2026년 3월 9일",)),
        ("by 5 June", "6월 5일, 5월 6일", FigureKind.DATE, (), ("5월 6일",)),
        ("5 June", "5월 6일", FigureKind.DATE, ("5 June",), ("5월 6일",)),
        ("in June", "5월에", FigureKind.DATE, ("June",), ("5월",)),
        (
            *("See https://a.org/x.", "https://a.org/y 참조", FigureKind.URL),
            *(("https://a.org/x",), ("https://a.org/y",)),
        ),
        ("mail x@a.org", "y@a.org 로", FigureKind.EMAIL, ("x@a.org",), ("y@a.org",)),
        ("Hello %(name)s", "%(nom)s 님", FigureKind.PLACEHOLDER, ("%(name)s",), ("%(nom)s",)),
        ("{n} people", "명", FigureKind.PLACEHOLDER, ("{n}",), ()),
    ],
)
def test_a_difference_is_shown_as_it_is_written(
    source: str, target: str, kind: FigureKind, missing: tuple[str, ...], added: tuple[str, ...]
) -> None:
    assert check(source, target, "en", "ko") == [Difference(kind, missing, added)]
    assert check(target, source, "ko", "en") == [Difference(kind, added, missing)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("1,250,000 won, 10.5 %", "1.250.000 원, 10,5 %"),
        ("10 000 people", "10,000명"),
        ("1,00,000 रुपये", "100,000 rupees"),
        ("05/06/2026", "2026-06-05"),
        ("05/06/2026", "2026-05-06"),
        ("From 3 to 5 May", "5월 3일부터 5월 5일까지"),
        ("Women may come. May all live.", "여성은 올 수 있다."),
        ("2019–2021", "2019년-2021년"),
        ("https://Example.org/a/", "https://example.org/a"),
        ("Help@Example.org", "help@example.org"),
        ("(02) 3672-8988", "02-3672-8988"),
        ("COVID-19, C189", "코로나-19, C189"),
        ("Article 7(1)", "제7조 제1항"),
        ("\u200e+82 2\u202c 3672 8988", "+82-2-3672-8988"),
    ],
)
def test_the_way_of_writing_does_not_count(source: str, target: str) -> None:
    assert check(source, target, "en", "ko") == []


def test_differences_come_in_the_order_of_their_kinds() -> None:
    source = "1366, 02-3672-8988, 2026-03-08, {n}, a@b.org, https://a.org"
    assert [difference.kind for difference in check(source, "")] == list(FigureKind)


ZEROS = "0٠۰०০๐໐០၀０"
numbers = st.integers(0, 99_999)


@given(st.lists(numbers, max_size=6), st.sampled_from(ZEROS), st.sampled_from(ZEROS))
def test_numbers_agree_in_the_digits_of_any_two_scripts(
    values: list[int], here: str, there: str
) -> None:
    def written(zero: str) -> str:
        return " / ".join(
            "".join(chr(ord(zero) + int(digit)) for digit in str(value)) for value in values
        )

    assert check(written(here), written(there)) == []


@given(st.lists(numbers, min_size=1, max_size=6), st.data())
def test_one_changed_digit_is_always_seen(values: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values) - 1))
    changed = data.draw(numbers.filter(lambda value: value != values[at]))
    others = [*values[:at], changed, *values[at + 1 :]]
    source, target = ("; ".join(f"no {value}" for value in each) for each in (values, others))
    assert check(source, target) == [
        Difference(FigureKind.NUMBER, (str(values[at]),), (str(changed),))
    ]


@given(st.text(max_size=60), st.sampled_from(["", "en", "th", "ko", "?", "zz"]))
def test_a_text_agrees_with_itself(body: str, language: str) -> None:
    assert check(body, body, language, language) == []
