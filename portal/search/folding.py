"""Folds the many ways of writing one word into one form, script by script.

Accents go in Latin, Cyrillic, Greek and Arabic, whose readers type without them; vowel and tone
signs of Indic and South-East Asian scripts stay, because without them another word is left.
"""

import sys
import unicodedata
from functools import lru_cache

import regex

_IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_ACCENTED = regex.compile(r"([\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}])\p{M}+")
_POINTED = regex.compile(r"([\p{Cyrillic}\p{Arabic}])\p{M}+")
"""After composition: stress marks and Arabic vowel points, which are left to taste."""
_LATIN = regex.compile(r"\p{Latin}")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_APOSTROPHE = regex.compile(
    r"(?<=[\p{Latin}\p{Cyrillic}]\p{M}*)(?<!\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu))'"
    r"(?=[\p{Latin}\p{Cyrillic}])"
)
"""Inside a word it is a sound that is often not typed (Uzbek oʻ, Tetum ne'e); after a French
article it parts two words."""


def _pairs(*groups: str) -> dict[int, str | None]:
    """Each group is "one form: its look-alikes"."""
    table: dict[int, str | None] = {}
    for group in groups:
        form, _, alike = group.partition(": ")
        table.update(dict.fromkeys(map(ord, alike.replace(" ", "")), form))
    return table


_SAME: dict[int, str | None] = {
    **{
        code: str(unicodedata.digit(chr(code)))
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Nd"
    },
    **_pairs(
        "': ʻʼʹʽˈ’‘‛`´ʾʿ",
        # Urdu, Persian, Jawi and Arabic keyboards have each their own of these.
        "ي: ىی", "ك: کڪ", "ه: ہھۀۂەةۃۿ", "ا: ٱ", "گ: ڬݢګ",
        # In Russian the dots are mostly left out.
        "е: ё",
        # Khmer and Devanagari letters and signs that are one to the eye or in common use.
        "ឱ: ឲ", "ं: ँ",
    ),
    ord("ـ"): None,
    # The nukta is left out on most Hindi and Nepali keyboards.
    ord("़"): None,
}  # fmt: skip
"""What looks the same or is left to taste: nobody means one rather than the other."""

_CLOSE = _pairs(
    # Vietnamese without its own keyboard, and other letters with a stroke or joined.
    "d: đðɖ", "o: øɵ", "l: ł", "h: ħ", "i: ı", "e: əǝ", "ae: æ", "oe: œ", "th: þ",
    # Mongolian and its Turkic and Tajik neighbours on a Russian keyboard, or with the
    # Ukrainian letters of old Mongolian fonts.
    "о: өѳє", "у: үұїӯў", "а: ә", "г: ғӷ", "к: қҡ", "н: ңҥ", "х: һҳ", "и: і", "ч: ҷ",
    # Urdu and Pashto on an Arabic keyboard, Arabic in haste.
    "ي: ېۍےۓئ", "ن: ں", "ا: أإآ", "و: ؤ",
)  # fmt: skip
"""Other letters, typed one for the other by whoever lacks the right keyboard."""

_LATIN_IN_CYRILLIC = str.maketrans("aceopxyvkmthi", "асеорхуукмтни")
"""Latin letters that stand in a Cyrillic word because they look the same, and v for ү."""

_BY_CONTEXT: tuple[tuple[regex.Pattern[str], str], ...] = tuple(
    (regex.compile(pattern), replacement)
    for pattern, replacement in (
        # Khmer: subscript da looks like subscript ta; subscript ro is written last; a vowel in
        # two strokes; signs in either order.
        ("្ដ", "្ត"),
        ("(្រ)((?:្[ក-អ])+)", r"\2\1"),
        ("េា", "ោ"),
        ("េី", "ើ"),
        ("([ា-ៅ])([៉៊])", r"\2\1"),
        ("ំ([ាុ])", r"\1ំ"),
        # Thai and Lao: two e for one ae; am in two strokes with the tone between.
        ("เเ", "แ"),
        ("ເເ", "ແ"),
        ("(ํ)([่-๋])", r"\2\1"),
        ("(ໍ)([່-໋])", r"\2\1"),
        # Burmese: u for nya before asat.
        ("ဥ်", "ဉ်"),
        # Devanagari: a nasal before a consonant of its own row is mostly written as a dot.
        ("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])", "ं"),
        # Tamil: shri in its two spellings.
        ("ஶ்ரீ", "ஸ்ரீ"),
    )
)
_HAS_CONTEXT = regex.compile(r"[\u0900-\u097f\u0b80-\u0bff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_BURMESE_MEDIALS = regex.compile(r"[\u103b-\u103e]{2,}")


@lru_cache(65_536)
def fold(word: str) -> str:
    """One word or cluster in the form under which it is kept and looked for."""
    word = written(word)
    if word.isascii():
        return word
    word = unicodedata.normalize("NFD", word.translate(_CLOSE))
    return unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", word))


@lru_cache(65_536)
def written(word: str) -> str:
    """The same with its accents and its own letters, as one writes who has the right keyboard."""
    if word.isascii() and "'" not in word and "`" not in word:
        return word.lower()
    # A letter that a database's tables are too old for would split its word there.
    word = "".join(c for c in _IGNORABLE.sub("", word) if unicodedata.category(c) != "Cn")
    word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    word = unicodedata.normalize("NFC", word.translate(_SAME))
    word = _POINTED.sub(r"\1", word)
    if "'" in word:
        word = _APOSTROPHE.sub("", word)
    if _HAS_CONTEXT.search(word):
        word = _BURMESE_MEDIALS.sub(lambda found: "".join(sorted(found.group())), word)
        for pattern, replacement in _BY_CONTEXT:
            word = pattern.sub(replacement, word)
    elif _CYRILLIC.search(word) and _LATIN.search(word):
        word = word.translate(_LATIN_IN_CYRILLIC)
    return word
