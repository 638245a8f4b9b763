"""Languages as BCP 47 tags: their form, names, scripts and order, and the choice among several.

Nothing here assumes a language that everybody is supposed to know: where no language that a
reader named is near enough, the answer is None, and the caller shows the original.
"""

import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import cache, cmp_to_key, lru_cache
from typing import Any, Literal

import babel
import feruca
import langcodes
import regex
from langcodes.data_dicts import LIKELY_SUBTAGS

MAX_DISTANCE = 14
"""The furthest CLDR distance at which one language is offered for another: Malay to a reader of
Indonesian, traditional Chinese to a reader of Cantonese. Kazakh to Russian is 34."""

MAX_TAG = 35
MAX_HEADER = 1_000
MAX_WANTED = 20

COMMON_LANGUAGES: tuple[str, ...] = (
    "am", "ar", "bn", "bo", "ceb", "dz", "en", "es", "fa", "fil", "fr", "hi", "id", "ilo", "ja",
    "jv", "kk", "km", "ko", "ku", "ky", "lo", "mn-Cyrl", "ms", "my", "ne", "ps", "ru", "shn", "si",
    "sw", "ta", "te", "tet", "tg", "th", "ti", "tk", "tr", "ug", "ur", "uz", "vi", "yue",
    "zh-Hans", "zh-Hant",
)  # fmt: skip
"""What pickers offer first: the languages that migrants in Asia and their neighbours read."""

RIGHT_TO_LEFT_SCRIPTS = frozenset(
    {"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
)

_SCRIPT_ALWAYS = frozenset({"mn", "zh"})
"""Languages in whose tag the script is written even where CLDR would let it go unsaid."""
_NOT_ONE_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
_OWN_AUTONYMS = {"tet": "Tetun", "mn-Mong": "ᠮᠣᠩᠭᠣᠯ"}
"""Names that CLDR does not have."""
_SAME_IN_WRITING = {"zlm": "ms"}
"""Spoken kinds of a language that CLDR has no data for under their own code."""
_HAN_MIXES = {
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Jpan": ("Hira", "Kana", "Hani"),
    "Kore": ("Hang", "Hani"),
}
_QUALITY = regex.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


class LanguageTagInvalid(ValueError):
    """What was given names no language; `code` is *malformed*, *unknown* or *undetermined*."""

    def __init__(self, code: Literal["malformed", "unknown", "undetermined"]) -> None:
        super().__init__(code)
        self.code = code


def normalise(tag: str) -> str:
    """One spelling for each language: `in-ID` → `id`, `zh-TW` → `zh-Hant`, `mn` → `mn-Cyrl`.

    Script and region stay where they tell something (`uz-Cyrl`, `zh-Hant-HK`, `en-GB`) and go
    where CLDR's likely subtags say the same without them. Extensions are dropped.

    Raises LanguageTagInvalid for what names no single language.
    """
    return _normalise(tag.strip()) if len(tag) <= 2 * MAX_TAG else _refuse()


def _refuse() -> str:
    raise LanguageTagInvalid("malformed")


@lru_cache(4096)
def _normalise(tag: str) -> str:
    if not 2 <= len(tag) <= MAX_TAG:
        raise LanguageTagInvalid("malformed")
    try:
        given = langcodes.Language.get(tag)
    except ValueError as error:
        raise LanguageTagInvalid("malformed") from error
    if (given.language or "und") in _NOT_ONE_LANGUAGE:
        raise LanguageTagInvalid("undetermined")
    spoken = given.extlangs[0] if given.extlangs else given.language or ""
    if spoken.startswith("x-") or not given.is_valid() or "qaa" <= spoken <= "qtz":
        raise LanguageTagInvalid("unknown")
    plain = langcodes.Language.make(
        language=_SAME_IN_WRITING.get(spoken, spoken),
        script=given.script,
        territory=given.territory,
    ).prefer_macrolanguage()
    language, script_, region = plain.language or spoken, plain.script, plain.territory
    if (likely := _likely(plain.to_tag())) is not None:
        script_ = script_ or likely.script
        usual = _likely(f"{language}-{script_}")
        if usual is not None and region == usual.territory:
            region = None
        usual = _likely(language)
        if usual is not None and script_ == usual.script and language not in _SCRIPT_ALWAYS:
            script_ = None
    return "-".join(filter(None, (language, script_, region, *(given.variants or ()))))


def _likely(tag: str) -> Any | None:
    """The tag with its likely script and region, or None where CLDR knows none.

    Without the guard an unknown language would be taken for one in Latin script in the US.
    """
    language = tag.partition("-")[0]
    known = language in LIKELY_SUBTAGS or any(
        f"{language}-{script_}" in LIKELY_SUBTAGS for script_ in ("Latn", "Cyrl", "Arab")
    )
    return langcodes.Language.get(tag).maximize() if known else None


@lru_cache(4096)
def script(tag: str) -> str:
    """The ISO 15924 code of the script it is written in; `Zzzz` where that is not known."""
    try:
        canonical = normalise(tag)
    except LanguageTagInvalid:
        return "Zzzz"
    explicit = langcodes.Language.get(canonical).script
    likely = _likely(canonical)
    return str(explicit or (likely.script if likely is not None else None) or "Zzzz")


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """The value of the `dir` attribute; left to right for what names no known language."""
    return "rtl" if script(tag) in RIGHT_TO_LEFT_SCRIPTS else "ltr"


@lru_cache(1024)
def autonym(tag: str) -> str:
    """What the language calls itself; the tag where nobody has written that down."""
    try:
        canonical = normalise(tag)
    except LanguageTagInvalid:
        return tag
    if canonical in _OWN_AUTONYMS:
        return _OWN_AUTONYMS[canonical]
    if (locale := _babel(canonical)) is not None and (own := _name_in(locale, canonical)):
        return own
    return str(langcodes.Language.get(canonical).autonym()) or tag


@lru_cache(8192)
def name(tag: str, locale: str) -> str:
    """The language's name in the language of `locale`, or its own name where there is none."""
    try:
        canonical, viewer = normalise(tag), normalise(locale)
    except LanguageTagInvalid:
        return autonym(tag)
    if (babel_locale := _babel(viewer)) is not None and (
        known := _name_in(babel_locale, canonical)
    ):
        return known
    return autonym(tag)


def _babel(tag: str) -> babel.Locale | None:
    """CLDR's data for a tag, never for another language than the one named."""
    try:
        return babel.Locale.parse(tag, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return None


def _name_in(viewer: babel.Locale, tag: str) -> str | None:
    """A name as CLDR lists it whole, else composed of the names of its parts."""
    parts = langcodes.Language.get(tag)
    languages = viewer.languages
    if (whole := languages.get(tag.replace("-", "_"))) is not None:
        return str(whole)
    base = languages.get(parts.language)
    likely = _likely(tag.partition("-")[0])
    script_ = parts.script if likely is None or parts.script != likely.script else None
    if base is None:
        return None
    if parts.language == "zh" and parts.script:
        base = languages.get(f"{parts.language}_{parts.script}", base)
        script_ = None
    details = [
        viewer.scripts.get(script_) if script_ else None,
        viewer.territories.get(parts.territory) if parts.territory else None,
    ]
    told = [str(detail) for detail in details if detail]
    return f"{base} ({', '.join(told)})" if told else str(base)


def choose(wanted: Sequence[str], available: Collection[str]) -> str | None:
    """The best of `available` for a reader of `wanted`, in her order, as it is spelled there.

    For each language that she reads: the same, else the nearest within `MAX_DISTANCE`; None where
    none is near. English is only ever the answer to a wish for English.
    """
    offered: dict[str, str] = {}
    for spelled in sorted(available):
        try:
            offered.setdefault(normalise(spelled), spelled)
        except LanguageTagInvalid:
            continue
    for wish in wanted[:MAX_WANTED]:
        try:
            canonical = normalise(wish)
        except LanguageTagInvalid:
            continue
        if canonical in offered:
            return offered[canonical]
        distances = [(distance(canonical, tag), tag) for tag in offered]
        near = min(distances, default=None)
        if near is not None and near[0] <= MAX_DISTANCE:
            return offered[near[1]]
    return None


@lru_cache(16384)
def distance(wanted: str, offered: str) -> int:
    """CLDR's distance for a reader of `wanted` who is given `offered`; it has a direction."""
    tongues = {langcodes.Language.get(tag).language for tag in (wanted, offered)}
    if "en" in tongues and len(tongues) > 1:
        # CLDR counts some creoles and unlisted languages as near English; nobody asked for it.
        return 1_000
    return int(langcodes.tag_distance(wanted, offered))


def parse_accept_language(header: str) -> list[str]:
    """The languages of an `Accept-Language` header (RFC 9110, 12.5.4), the most wanted first.

    Tags come normalised, each once; what is no language, `*`, and what has `q=0` is left out.
    A header of any length and content is read in bounded time.
    """
    if len(header) > MAX_HEADER:
        header = header[:MAX_HEADER].rpartition(",")[0]
    found: dict[str, float] = {}
    for item in header.split(",")[: 2 * MAX_WANTED]:
        tag, *parameters = (part.strip() for part in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = float(value) if _QUALITY.fullmatch(value := value.strip()) else 0.0
        if quality <= 0:
            continue
        try:
            canonical = normalise(tag)
        except LanguageTagInvalid:
            continue
        found[canonical] = max(quality, found.get(canonical, 0.0))
    return sorted(found, key=lambda canonical: -found[canonical])[:MAX_WANTED]


def collation_key(locale: str) -> Callable[[str], Any]:
    """A key for `sorted` that puts words in the order a reader of `locale` expects.

    The order is CLDR's root collation (Unicode Technical Standard 10) with the reader's own
    script first, as CLDR's reorderings have it. Tailorings inside a script (pinyin, Swedish å)
    are not known to it: Chinese characters come by radical and stroke.
    """
    own = _letters_of(script(locale))

    def compare(left: str, right: str) -> int:
        if left == right:
            return 0
        mine, yours = own(left), own(right)
        if mine != yours:
            return -1 if mine else 1
        first = _collated(left, right)
        return first or (-1 if left < right else 1)

    return cmp_to_key(compare)


def _collated(left: str, right: str) -> int:
    """-1, 0, 1 as the root collation says; both orders agree only on a real difference."""
    forwards = feruca.collate([left, right], "default")[0] == left
    backwards = feruca.collate([right, left], "default")[0] == left
    return 0 if forwards != backwards else (-1 if forwards else 1)


@cache
def _letters_of(script_code: str) -> Callable[[str], bool]:
    codes = _HAN_MIXES.get(script_code, (script_code,))
    try:
        letters = regex.compile("[" + "".join(rf"\p{{Script={code}}}" for code in codes) + "]")
    except regex.error:
        return lambda _word: False

    def begins(word: str) -> bool:
        first = next(
            (character for character in word if unicodedata.category(character)[0] == "L"), ""
        )
        return letters.match(first) is not None

    return begins
