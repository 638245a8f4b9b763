"""Which fonts a text needs, whether they are installed, and which package to install where one is missing."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import regex
import typst
from fontTools.ttLib import TTFont

from portal.core.errors import Invalid
from portal.core.languages import script
from portal.core.locales import current
from portal.core.sentences import say

CORE, CJK, EMOJI = "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"

# For a script of ISO 15924, as Unicode names it: the families to try and the package that brings them.
_FAMILIES: dict[str, tuple[tuple[str, ...], str]] = {
    "Latn": (("Noto Sans",), CORE),
    "Cyrl": (("Noto Sans",), CORE),
    "Grek": (("Noto Sans",), CORE),
    "Armn": (("Noto Sans Armenian",), CORE),
    "Geor": (("Noto Sans Georgian",), CORE),
    "Hebr": (("Noto Sans Hebrew",), CORE),
    "Arab": (("Noto Naskh Arabic", "Noto Sans Arabic"), CORE),
    "Syrc": (("Noto Sans Syriac",), CORE),
    "Thaa": (("Noto Sans Thaana",), CORE),
    "Deva": (("Noto Sans Devanagari",), CORE),
    "Beng": (("Noto Sans Bengali",), CORE),
    "Guru": (("Noto Sans Gurmukhi",), CORE),
    "Gujr": (("Noto Sans Gujarati",), CORE),
    "Orya": (("Noto Sans Oriya",), CORE),
    "Taml": (("Noto Sans Tamil",), CORE),
    "Telu": (("Noto Sans Telugu",), CORE),
    "Knda": (("Noto Sans Kannada",), CORE),
    "Mlym": (("Noto Sans Malayalam",), CORE),
    "Sinh": (("Noto Sans Sinhala",), CORE),
    "Thai": (("Noto Sans Thai",), CORE),
    "Laoo": (("Noto Sans Lao",), CORE),
    "Tibt": (("Noto Serif Tibetan",), CORE),
    "Mymr": (("Noto Sans Myanmar",), CORE),
    "Ethi": (("Noto Sans Ethiopic",), CORE),
    "Khmr": (("Noto Sans Khmer",), CORE),
    "Mong": (("Noto Sans Mongolian",), CORE),
    "Hang": (("Noto Sans CJK KR",), CJK),
    "Hira": (("Noto Sans CJK JP",), CJK),
    "Kana": (("Noto Sans CJK JP",), CJK),
    "Bopo": (("Noto Sans CJK TC",), CJK),
    "Hani": (("Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK JP", "Noto Sans CJK KR"), CJK),
}
_SCRIPTS = {code: regex.compile(rf"\p{{Script={code}}}") for code in _FAMILIES}
_EMOJI = regex.compile(r"\p{Emoji_Presentation}")
_COMMON = ("Noto Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math")
# How a language wants characters drawn that it shares with others.
_OF_LANGUAGE = {
    "Kore": "Noto Sans CJK KR",
    "Jpan": "Noto Sans CJK JP",
    "Hans": "Noto Sans CJK SC",
    "Hant": "Noto Sans CJK TC",
}
_NASTALIQ = frozenset({"ur", "ks", "pnb", "skr"})
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


@dataclass(frozen=True)
class _ScriptName:
    """A script, named in the language of whoever reads the sentence."""

    code: str

    def __str__(self) -> str:
        return str(current().babel.scripts.get(self.code, self.code))


class MissingFont(Invalid):
    """No installed font has these characters; `package` is the Debian package that brings one, or empty."""

    def __init__(self, script_code: str, package: str, characters: str) -> None:
        if package:
            sentence = say(
                "The PDF was not made, because no font on this server has the letters %(letters)s (%(script)s). "
                "Whoever runs the server can install the package %(package)s. Word, EPUB and HTML work without it.",
                letters=characters[:5],
                script=_ScriptName(script_code),
                package=package,
            )
        else:
            sentence = say(
                "The PDF was not made, because no font on this server has the characters %(letters)s. "
                "Word, EPUB and HTML work without it.",
                letters=characters[:5],
            )
        super().__init__(sentence)
        self.script = script_code
        self.package = package
        self.characters = characters


def families_for(words: str, languages: Iterable[str]) -> dict[str, list[str]]:
    """For each language the font families in the order to try them. Raises MissingFont.

    Every character of `words` is in a family of every list, so that none becomes an empty box.
    """
    needed = sorted(set(words))
    seen = [
        one for one in needed if unicodedata.category(one) not in _UNSEEN and not _is_selector(one)
    ]
    scripts = {one: _script_of(one) for one in seen}
    shared: list[str] = list(_COMMON)
    for code in dict.fromkeys(scripts.values()):
        shared += [family for family in _FAMILIES.get(code, ((), ""))[0] if family not in shared]
    shared = [family for family in shared if family in _installed()]
    missing: dict[str, list[str]] = {}
    for one in seen:
        if any(ord(one) in _characters(family) for family in shared):
            continue
        other = _any_family_with(ord(one))
        if other is None:
            missing.setdefault(scripts[one], []).append(one)
        else:
            shared.append(other)
    if missing:
        code, letters = max(missing.items(), key=lambda item: len(item[1]))
        raise MissingFont(code, _package(code, letters), "".join(letters))
    return {language: _in_order(language, shared) for language in dict.fromkeys(languages)}


def _in_order(language: str, shared: Sequence[str]) -> list[str]:
    written = script(language)
    first = [_OF_LANGUAGE[written]] if written in _OF_LANGUAGE else []
    if language.partition("-")[0] in _NASTALIQ:
        first = ["Noto Nastaliq Urdu"]
    elif written in _FAMILIES and written not in {"Latn", "Cyrl", "Grek"}:
        first = list(_FAMILIES[written][0])
    # Latin letters and figures first come from the font made for them.
    ordered = [*(_COMMON[:1] if first[:1] != ["Noto Nastaliq Urdu"] else ()), *first, *shared]
    return [family for family in dict.fromkeys(ordered) if family in _installed()]


def _script_of(character: str) -> str:
    if _EMOJI.match(character):
        return "Zsye"
    return next((code for code, finder in _SCRIPTS.items() if finder.match(character)), "Zyyy")


def _package(code: str, letters: Sequence[str]) -> str:
    if code == "Zsye":
        return EMOJI
    if code in _FAMILIES:
        return _FAMILIES[code][1]
    # What is neither private nor unassigned stands in some font of the same collection.
    return (
        CORE if all(unicodedata.category(one) not in {"Co", "Cn", "Cs"} for one in letters) else ""
    )


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@cache
def _installed() -> dict[str, tuple[str | None, int]]:
    """The families that Typst sees, each with the file of its most usual face."""
    faces: dict[str, tuple[tuple[bool, int], str | None, int]] = {}
    for font in typst.Fonts(include_system_fonts=True, include_embedded_fonts=True).fonts():
        rank = (font.style != "normal", abs(int(font.weight) - 400))
        if font.family not in faces or rank < faces[font.family][0]:
            faces[font.family] = (rank, str(font.path) if font.path else None, int(font.index))
    return {family: (path, index) for family, (_, path, index) in faces.items()}


@cache
def _characters(family: str) -> frozenset[int]:
    path, index = _installed()[family]
    if path is None:
        return frozenset()
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except Exception:  # noqa: BLE001 -- a font file that cannot be read has no letters, whatever its defect
        return frozenset()


@cache
def _any_family_with(character: int) -> str | None:
    return next(
        (family for family in sorted(_installed()) if character in _characters(family)), None
    )


def forget_fonts() -> None:
    """Look again: after fonts were installed."""
    for remembered in (_installed, _characters, _any_family_with):
        remembered.cache_clear()
