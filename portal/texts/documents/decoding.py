"""Finding out how the letters of a plain text are stored, Unicode first, then the field's old encodings."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from charset_normalizer import from_bytes

from portal.texts.documents.read import Reason, UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EAST_ASIAN = ("cp949", "cp932", "euc_jp", "big5hkscs", "gb18030")
_JAPANESE = frozenset({"cp932", "euc_jp"})
_ONE_BYTE = {
    "cp874": "THAI",
    "cp1256": "ARABIC",
    "cp1251": "CYRILLIC",
    "koi8-r": "CYRILLIC",
    "cp866": "CYRILLIC",
    "mac_cyrillic": "CYRILLIC",
    "cp1258": "LATIN",
    "cp1252": "LATIN",
    "cp1254": "LATIN",
    "cp1250": "LATIN",
}
_SAMPLE = 20_000
# One letter in so many may be broken: old files went through many programs.
_LOST = 100


@dataclass(frozen=True)
class Decoded:
    """The text, how it was stored, and whether the file said so."""

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded:
    """Bytes as text. Raises UnreadableDocument(FOREIGN) for what is no text in any encoding tried."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding), encoding, guessed=False)
    try:
        return _told(data.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError:
        pass
    if (wide := _wide(data)) is not None:
        return _told(_strictly(data, wide), wide, guessed=True)
    if b"\0" in data:
        raise UnreadableDocument(Reason.FOREIGN, "binary")
    best = max(_candidates(data), default=None)
    if best is None or best[0] < 0:
        raise UnreadableDocument(Reason.FOREIGN, "binary")
    return _told(data.decode(best[1], "replace"), best[1], guessed=True)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableDocument(Reason.DAMAGED, encoding) from None


def _told(text: str, encoding: str, *, guessed: bool) -> Decoded:
    """Refuse what decodes but holds control characters that no text has."""
    controls = len(re.findall("[\0-\x08\x0e-\x1a\x1c-\x1f]", text))
    if controls > 2 and controls * 100 > len(text):
        raise UnreadableDocument(Reason.FOREIGN, "binary")
    return Decoded(text, encoding, guessed)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark shows in the zeros beside spaces, digits and line ends."""
    if len(data) % 2:
        return None
    even, odd = data[0:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    pairs = min(len(data), _SAMPLE) // 2
    if odd > even * 4 and odd * 20 > pairs:
        return "utf-16-le"
    if even > odd * 4 and even * 20 > pairs:
        return "utf-16-be"
    return None


def _candidates(data: bytes) -> list[tuple[float, str]]:
    """Every encoding that fits the bytes, with how much what comes out looks like somebody's language."""
    sample = data[:_SAMPLE]
    guess = from_bytes(sample).best()
    names = dict.fromkeys((*_EAST_ASIAN, *_ONE_BYTE))
    found = []
    for name in names:
        text = data.decode(name, "replace")
        lost = text.count("\ufffd")
        if lost * _LOST > len(text):
            continue
        likeness = _east_asian(text, name) if name in _EAST_ASIAN else _one_byte(text, name)
        if guess is not None and codecs.lookup(guess.encoding) == codecs.lookup(name):
            likeness += 0.1
        found.append((likeness - 4 * lost / len(text), name))
    return found


def _letters(text: str) -> list[str]:
    return [letter for letter in text[:_SAMPLE] if letter > "\x7f" and not letter.isspace()]


def _east_asian(text: str, encoding: str) -> float:
    """The share of letters that are frequent in the languages written in this encoding, less the impossible."""
    letters = _letters(text)
    if not letters:
        return -1
    frequent = _frequent(encoding)
    good = sum(letter in frequent for letter in letters)
    bad = sum(_is_impossible(letter) for letter in letters)
    kana = sum("\u3040" <= letter <= "\u30ff" for letter in letters) / len(letters)
    # Japanese without a kana, in any length, is Chinese read wrongly, and the other way round.
    doubtful = (kana == 0 and len(letters) > 4) if encoding in _JAPANESE else kana > 0.1
    return (good - 4 * bad) / len(letters) - (0.5 if doubtful else 0)


@cache
def _frequent(encoding: str) -> frozenset[str]:
    """The first level of each national character set: what people write most."""
    rows: dict[str, tuple[range, range]] = {
        "cp949": (range(0xB0, 0xC9), range(0xA1, 0xFF)),
        "cp932": (range(0x88, 0x98), range(0x40, 0xFD)),
        "euc_jp": (range(0xB0, 0xD0), range(0xA1, 0xFF)),
        "big5hkscs": (range(0xA4, 0xC7), range(0x40, 0xFF)),
        "gb18030": (range(0xB0, 0xD8), range(0xA1, 0xFF)),
    }
    leads, trails = rows[encoding]
    found = set("、。，．・：；？！「」『』（）〈〉《》【】“”‘’…—～·")
    found |= {
        chr(code)
        for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD), *range(0xFF10, 0xFF5B))
    }
    for lead in leads:
        for trail in trails:
            try:
                found.add(bytes((lead, trail)).decode(encoding))
            except UnicodeDecodeError:
                continue
    return frozenset(found)


def _is_impossible(letter: str) -> bool:
    """Private, unassigned and control characters, and half-width kana, which nobody writes whole texts in."""
    return (
        unicodedata.category(letter) in {"Cc", "Co", "Cn", "Cs"} or "\uff61" <= letter <= "\uff9f"
    )


_VIETNAMESE = frozenset("ăâđêôơưĂÂĐÊÔƠƯ\u0300\u0301\u0303\u0309\u0323")


def _one_byte(text: str, encoding: str) -> float:
    letters = _letters(text)
    if not letters:
        return -1
    script = _ONE_BYTE[encoding]
    own = sum(unicodedata.name(letter, "").startswith((script, "COMBINING")) for letter in letters)
    bad = sum(_is_impossible(letter) for letter in letters)
    likeness = (own - 4 * bad) / len(letters)
    if script != "LATIN":
        # A word is in one script; ASCII letters inside it come from a wrong reading.
        mixed = sum(
            (a.isascii() and a.isalpha() and not b.isascii() and not b.isspace())
            or (b.isascii() and b.isalpha() and not a.isascii() and not a.isspace())
            for a, b in pairwise(text[:_SAMPLE])
        )
        likeness -= mixed / len(letters)
    drawn = sum(unicodedata.category(letter) == "So" for letter in letters)
    likeness -= drawn / len(letters)
    if script == "CYRILLIC":
        # KOI8 and Windows turn each other's small letters into capitals.
        large = sum(letter.isupper() for letter in letters)
        likeness -= _odd_case(text) + (0.5 if large * 2 > own else 0)
    elif script == "LATIN":
        # In these scripts most letters of a word are plain ASCII; beside them stand the few others.
        plain = sum(letter.isascii() and letter.isalpha() for letter in text[:_SAMPLE])
        likeness -= 0.6 if plain < 2 * len(letters) else 0.2
        likeness -= 2 * _odd_case(text)
        if encoding == "cp1258":
            tones = sum(letter in _VIETNAMESE for letter in letters)
            likeness += 0.3 if tones * 10 > len(letters) * 8 else -0.3
        elif encoding != "cp1252":
            likeness -= 0.05
    return likeness


def _odd_case(text: str) -> float:
    """The share of capitals behind a small letter: the mark of a wrong one-byte encoding."""
    pairs = sum(a.isalpha() and b.isalpha() for a, b in pairwise(text[:_SAMPLE]))
    odd = sum(a.islower() and b.isupper() for a, b in pairwise(text[:_SAMPLE]))
    return odd / pairs if pairs else 0.0
