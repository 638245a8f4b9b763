"""The form in which names are compared: case, width, accents and spacing do not tell them apart."""

import unicodedata
from functools import lru_cache

import regex

_ACCENTED = regex.compile(r"(\p{Script=Latin})\p{M}+")
_SPACE = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


@lru_cache(4096)
def fold(text: str) -> str:
    """Lower case, NFKC, Latin letters without accents, anything else than letters as one space.

    Vowel signs of Khmer, Burmese or Devanagari are letters of their words and stay.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = _ACCENTED.sub(r"\1", plain).replace("đ", "d").replace("ł", "l").replace("ø", "o")
    return _SPACE.sub(" ", unicodedata.normalize("NFC", bare)).strip()
