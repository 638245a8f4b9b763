"""Which language a document is in, where its file and its letters agree."""

from collections import Counter
from collections.abc import Iterable

import regex

from portal.core.languages import LanguageTagInvalid, normalise, script

_SCRIPTS = [
    "Latn",
    "Cyrl",
    "Grek",
    "Armn",
    "Geor",
    "Hebr",
    "Arab",
    "Thaa",
    "Deva",
    "Beng",
    "Guru",
    "Gujr",
    "Orya",
    "Taml",
    "Telu",
    "Knda",
    "Mlym",
    "Sinh",
    "Thai",
    "Laoo",
    "Tibt",
    "Mymr",
    "Ethi",
    "Khmr",
    "Mong",
    "Hang",
    "Hira",
    "Kana",
    "Hani",
]
_FINDERS = {code: regex.compile(rf"\p{{Script={code}}}") for code in _SCRIPTS}
_ONE_LANGUAGE = {
    "Hang": "ko",
    "Hira": "ja",
    "Kana": "ja",
    "Thai": "th",
    "Khmr": "km",
    "Laoo": "lo",
    "Sinh": "si",
}
_WRITTEN_IN = {
    "Kore": {"Hang", "Hani"},
    "Jpan": {"Hira", "Kana", "Hani"},
    "Hans": {"Hani"},
    "Hant": {"Hani"},
}
_VIETNAMESE = regex.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
# Programs write the country of their own settings.
_REGION = regex.compile(r"-(?:[A-Z]{2}|[0-9]{3})\b")
_SAMPLE = 20_000


def main_script(text: str) -> str | None:
    """The ISO 15924 code of the script with the most letters; kana and Hangul count before Han."""
    counts = Counter(
        {code: len(finder.findall(text[:_SAMPLE])) for code, finder in _FINDERS.items()}
    )
    total = counts.total()
    if not total:
        return None
    for code in ("Hang", "Hira"):
        if counts[code] * 10 > total:
            return code
    return counts.most_common(1)[0][0]


def language_of(text: str, named: Iterable[str]) -> str | None:
    """The first of the named languages that is written in the text's script, else what the script alone tells.

    Word names the language of its own interface where nobody chose one: a Khmer text "in English".
    """
    found = main_script(text)
    if found is None:
        return None
    if found == "Latn" and len(_VIETNAMESE.findall(text[:_SAMPLE])) * 20 > len(text[:_SAMPLE]):
        return "vi"
    for given in named:
        try:
            tag = normalise(given)
        except LanguageTagInvalid:
            continue
        own = script(tag)
        if found in _WRITTEN_IN.get(own, {own}):
            return _REGION.sub("", tag)
    return _ONE_LANGUAGE.get(found)
