"""Which encoding a file is in, when nobody says.

A byte order mark tells; UTF-8 cannot be hit by chance. Among the encodings of East Asia the
right one is told by frequency: nearly all its characters fall into the part of the table where
the common ones stand. Among single-byte encodings letters of one script side by side tell.
"""

import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import regex

ENCODINGS: Sequence[str] = (
    "utf-8", "utf-16", "cp949", "cp932", "big5hkscs", "gb18030", "euc_jp", "windows-1252",
    "windows-1250", "windows-1251", "windows-1254", "windows-1256", "windows-1258", "windows-874",
    "koi8-r", "mac-roman", "mac-cyrillic",
)  # fmt: skip
"""What a person can choose from when the guess was wrong."""

_PYTHON: Mapping[str, str] = {
    "windows-874": "cp874",
    "mac-roman": "mac_roman",
    "mac-cyrillic": "mac_cyrillic",
}
_MARKS: Sequence[tuple[bytes, str]] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_SURE = 0.85


@dataclass(frozen=True)
class Decoded:
    """A text, what it was decoded from, and whether letters were lost on the way."""

    text: str
    encoding: str
    damaged: bool = False


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of a file in `encoding`, or in the likeliest one. Never raises."""
    if encoding in ENCODINGS:
        return _decoded(data, _PYTHON.get(encoding, encoding), encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decoded(data, marked, marked)
    if (unmarked := _wide(data)) is not None:
        return _decoded(data, unmarked, unmarked)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        guessed = _guess(data[:_SAMPLE])
        return _decoded(data, guessed, guessed)


def _decoded(data: bytes, codec: str, told: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), told)
    except UnicodeError:
        text = data.decode(codec, errors="replace")
        return Decoded(text, told, damaged=True)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: it alone has zeros, beside the line ends and spaces of any script."""
    sample = data[: _SAMPLE // 2 * 2]
    if b"\0" not in sample:
        return None
    plain = {
        codec: sum(ord(c) < 128 and c != "\0" for c in sample.decode(codec, errors="replace"))
        for codec in ("utf-16-le", "utf-16-be")
    }
    best = max(plain, key=lambda codec: plain[codec])
    zeros = sample.count(0)
    return best if plain[best] * 2 > zeros and plain[best] > min(plain.values()) else None


# --- East Asia ---------------------------------------------------------------------------------


def _pairs(data: bytes) -> list[tuple[int, int]]:
    """The double bytes, as the encodings of East Asia pair them."""
    found, at = [], 0
    while at < len(data) - 1:
        if data[at] < 0x80:
            at += 1
            continue
        found.append((data[at], data[at + 1]))
        at += 2
    return found


def _korean(data: bytes) -> float:
    """The share of Hangul syllables of KS X 1001, its 2,350 common ones."""
    return _share(_pairs(data), lambda one, two: 0xB0 <= one <= 0xC8 and two >= 0xA1)


def _chinese_simplified(data: bytes) -> float:
    """The share of GB 2312's first level (3,755 characters) and its punctuation."""
    return _share(
        _pairs(data),
        lambda one, two: two >= 0xA1 and (0xB0 <= one <= 0xD7 or one in {0xA1, 0xA3}),
    )


def _chinese_traditional(data: bytes) -> float:
    """The share of Big5's frequently used characters (5,401) and its punctuation."""
    return _share(
        _pairs(data),
        lambda one, two: 0xA1 <= one <= 0xC6 and (0x40 <= two <= 0x7E or two >= 0xA1),
    )


def _japanese_euc(data: bytes) -> float:
    """The share of kana and first-level kanji in EUC-JP; without kana it would be any EUC."""
    pairs = _pairs(data)
    kana = sum(one in {0xA4, 0xA5} for one, _ in pairs)
    if kana * 8 < len(pairs):
        return 0.0
    return _share(pairs, lambda one, _: one in {0xA1, 0xA4, 0xA5} or 0xB0 <= one <= 0xCF)


def _japanese_shift(data: bytes) -> float:
    """The share of kana and JIS level 1 kanji in Shift_JIS, which also has single-byte kana."""
    found, good, at = 0, 0, 0
    while at < len(data):
        one = data[at]
        if one < 0x80:
            at += 1
        elif 0xA1 <= one <= 0xDF:
            # Half-width kana are real but rare; taken for common they would fit any Korean text.
            found, at = found + 1, at + 1
        else:
            two = data[at + 1] if at + 1 < len(data) else 0
            found += 1
            level_1 = 0x88 <= one <= 0x97 or (one == 0x98 and two <= 0x72)
            good += one in {0x81, 0x82, 0x83, 0x87} or level_1
            at += 2
    return good / found if found else 0.0


def _share(pairs: list[tuple[int, int]], common: Callable[[int, int], bool]) -> float:
    if not pairs:
        return 0.0
    return sum(common(one, two) for one, two in pairs) / len(pairs)


_EAST_ASIAN: Sequence[tuple[str, Callable[[bytes], float]]] = (
    # The narrowest range of common characters first: whoever fits it fits it by no chance, while
    # any Korean text also looks like common Chinese characters.
    ("cp949", _korean),
    ("cp932", _japanese_shift),
    ("euc_jp", _japanese_euc),
    ("gb18030", _chinese_simplified),
    ("big5hkscs", _chinese_traditional),
)


def _guess(sample: bytes) -> str:
    shares = [(score(sample), codec) for codec, score in _EAST_ASIAN if _decodes(sample, codec)]
    single, single_score = _single_byte(sample)
    for share, codec in shares:
        if share >= 0.92 and (share >= single_score or len(_pairs(sample)) > 8):
            return codec
    best, found = max(shares, key=lambda pair: pair[0], default=(0.0, ""))
    return found if best >= _SURE and single_score < 0.9 else single


def _decodes(sample: bytes, codec: str) -> bool:
    for cut in range(4):
        try:
            sample[: len(sample) - cut].decode(codec)
        except UnicodeError:
            continue
        return True
    return False


# --- one byte a letter -------------------------------------------------------------------------

_SIGNS = "«»„“”‚‘’–—…·§°€©®™•№\u00a0\u00ad\u200c\u200d،؛؟"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџѓќѕ"
_ALPHABETS: Sequence[tuple[str, Sequence[str]]] = (
    # Western languages first: where only letters stand that both have, they are likelier.
    (
        "cp1252",
        ("äöüß", "áéíñóúü¿¡ºª", "àâçèéêëîïôùûüœæ", "áâãàçéêíóôõúüºª", "àèéìíòóùú", "åäöæøéü",
         "éëïöüèêá", "àçèéíïòóúü·"),
    ),
    (
        "cp1250",
        ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "čćđšž", "ăâîşţ"),
    ),
    ("cp1254", ("çğıöşüâîûi̇",)),
    ("cp1258", ("ăâđêôơưáàãéèíìóòõúùý\u0300\u0301\u0303\u0309\u0323",)),
    ("cp1251", (_CYRILLIC,)),
    ("koi8_r", (_CYRILLIC,)),
    ("mac_cyrillic", (_CYRILLIC,)),
    ("mac_roman", ("äöüß", "áéíñóúü¿¡", "àâçèéêëîïôùûüœæ", "áâãàçéêíóôõúü", "àèéìíòóùú")),
)  # fmt: skip
_SCRIPTS: Mapping[str, "regex.Pattern[str]"] = {
    "cp1256": regex.compile(r"[\p{Script=Arabic}\p{M}]"),
    "cp874": regex.compile(r"\p{Script=Thai}"),
}
_FREQUENT = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжјі")
_MIXED_CASE = regex.compile(r"\p{Ll}\p{Lu}\p{Ll}|\b\p{Ll}\p{Lu}")


def _single_byte(sample: bytes) -> tuple[str, float]:
    """The encoding whose reading most looks like words of one language."""
    best, found = -1.0, "cp1252"
    for codec, alphabets in _ALPHABETS:
        text = sample.decode(codec, errors="replace")
        for alphabet in alphabets:
            score = _alphabet_score(text, frozenset(alphabet), cyrillic=alphabet is _CYRILLIC)
            if score > best + 1e-9:
                best, found = score, codec
    for codec, letter in _SCRIPTS.items():
        text = sample.decode(codec, errors="replace")
        high = [character for character in text if ord(character) > 127]
        fits = sum(c in _SIGNS or letter.match(c) is not None for c in high)
        # A few accents in a Latin text would be letters of that script too: whole words must be.
        dense = len(high) > 0.35 * sum(character.isalpha() for character in text)
        score = fits / len(high) if high and dense else 0.0
        if score > best + 1e-9:
            best, found = score, codec
    return found, best


def _alphabet_score(text: str, alphabet: frozenset[str], *, cyrillic: bool) -> float:
    high = [character for character in text if ord(character) > 127]
    if not high:
        return 0.0
    fits = sum(c in _SIGNS or c.lower() in alphabet for c in high) / len(high)
    letters = sum(character.isalpha() for character in text)
    dense = len(high) / letters if letters else 0.0
    if cyrillic:
        common = sum(character in _FREQUENT for character in high) / len(high)
        fits *= 0.7 + 0.3 * min(1.0, common / 0.7)
        fits *= min(1.0, dense / 0.35)
    elif dense > 0.5:
        # No Latin alphabet writes every second letter with an accent.
        fits *= 0.5
    mixed = len(_MIXED_CASE.findall(text)) / max(1, len(text.split()))
    return fits - min(0.5, mixed / 4)
