"""In which script and, as a guess, in which language words are written."""

from collections import Counter
from collections.abc import Callable, Mapping

import regex

_SCRIPTS = (
    "Latin", "Hangul", "Hiragana", "Katakana", "Han", "Cyrillic", "Arabic", "Thai", "Khmer",
    "Myanmar", "Bengali", "Devanagari", "Sinhala", "Tamil", "Lao", "Mongolian", "Hebrew", "Greek",
    "Armenian", "Georgian", "Tibetan", "Ethiopic",
)  # fmt: skip
_LETTERS: Mapping[str, "regex.Pattern[str]"] = {
    name: regex.compile(rf"\p{{Script={name}}}") for name in _SCRIPTS
}
_BY_SCRIPT: Mapping[str, str] = {
    "Hangul": "ko", "Hiragana": "ja", "Katakana": "ja", "Thai": "th", "Khmer": "km",
    "Myanmar": "my", "Bengali": "bn", "Sinhala": "si", "Tamil": "ta", "Lao": "lo", "Hebrew": "he",
    "Greek": "el", "Armenian": "hy", "Georgian": "ka", "Tibetan": "bo", "Mongolian": "mn-Mong",
}  # fmt: skip
_OWN_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "ko": ("Hangul",), "ja": ("Hiragana", "Katakana"), "th": ("Thai",), "km": ("Khmer",),
    "my": ("Myanmar",), "bn": ("Bengali",), "si": ("Sinhala",), "ta": ("Tamil",),
}  # fmt: skip
_SIMPLIFIED = frozenset("会协联劳妇儿国际动运权关组织区东广师学务发网护难艺业产华门为义党书长马")
_TRADITIONAL = frozenset(
    "會協聯勞婦兒國際動運權關組織區東廣師學務發網護難藝業產華門為義黨書長馬臺灣"
)
_VIETNAMESE = regex.compile(
    r"[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", flags=regex.IGNORECASE
)
_URDU = regex.compile(r"[ٹڈڑںےہھۓۂ]")
_PERSIAN = regex.compile(r"[پچژگکی]")


def script_of(text: str) -> str:
    """The script that most letters of the text are in; kana and Han together are Katakana's."""
    count: Counter[str] = Counter()
    for name, letter in _LETTERS.items():
        if found := len(letter.findall(text)):
            count[name] = found
    if not count:
        return ""
    kana = count["Hiragana"] + count["Katakana"]
    if kana and kana * 12 >= count["Han"]:
        return "Katakana" if kana + count["Han"] >= count["Latin"] else "Latin"
    return count.most_common(1)[0][0]


def language_of(text: str, *, company: str = "") -> str:
    """The likeliest language of some words, `und` where letters alone do not tell.

    `company` is the language of what stands around them: characters alone may be Japanese or Chinese.
    """
    script = script_of(text)
    if any(_LETTERS[name].search(text) for name in _OWN_SCRIPTS.get(company, ())):
        # A Latin acronym may be longer than the word beside it: 의정부EXODUS is Korean.
        return company
    special: Mapping[str, Callable[[], str]] = {
        "Han": lambda: _of_characters(text, company),
        "Latin": lambda: "vi" if _VIETNAMESE.search(text) else "und",
        "Arabic": lambda: _of_arabic(text),
        "Cyrillic": lambda: _of_cyrillic(text.lower()),
    }
    return special[script]() if script in special else _BY_SCRIPT.get(script, "und")


def _of_arabic(text: str) -> str:
    if _URDU.search(text):
        return "ur"
    return "fa" if _PERSIAN.search(text) else "ar"


def _of_characters(text: str, company: str) -> str:
    if company in {"ja", "ko"}:
        return company
    simplified = sum(character in _SIMPLIFIED for character in text)
    traditional = sum(character in _TRADITIONAL for character in text)
    if company.startswith("zh") and simplified == traditional:
        return company
    if traditional > simplified:
        return "zh-Hant"
    return "zh-Hans" if simplified else "und"


def _of_cyrillic(text: str) -> str:
    for letters, tag in (("өү", "mn-Cyrl"), ("ђћљњџј", "sr"), ("їєґ", "uk"), ("ыэ", "ru")):
        if any(letter in text for letter in letters):
            return tag
    return "und"
