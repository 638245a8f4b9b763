"""Cuts a text of any script into the words, spaces and marks that differences and merges compare.

Word boundaries are those of UAX #29 with ICU's dictionaries for Chinese, Japanese, Thai, Khmer, Lao
and Burmese; grapheme clusters are those of the `regex` module's extended ones.
"""

from __future__ import annotations

from itertools import accumulate

import regex
from icu4py.breakers import WordBreaker

_CLUSTER = regex.compile(r"(?s)\X")

_LONE_SURROGATE = regex.compile("[\ud800-\udfff]")

_WHOLE = regex.compile(
    r"""
    (?:https?://|www\.)[!-~]*[\w/&=\#+~-]                             # an address on the web
  | (?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++
  | %\(\w++\)[sd] | \{\w*+\}                                          # placeholders
  | \+\d++(?:[\ .()\-‐-–]{1,2}\d++)*+                                 # an international telephone number
  | (?<!\d)\d++(?:[./:\-‐-–]\d++)++                                          # a date, a time, a number in groups
    """,
    regex.VERBOSE,
)
"""What is one thing to its readers and must change, or conflict, as a whole."""

_WORD = regex.compile(r"[\p{L}\p{N}\p{S}]")
_SPACE = regex.compile(r"[\s\p{Z}\p{Cc}\u200b\u2060\ufeff]+")
_PRIMARY = regex.compile(r"[A-Za-z]{2,8}")


def tokenise(body: str, language: str) -> list[str]:
    """Cut `body` into tokens that join back into it exactly.

    Each space and each mark of punctuation is one token; an address, a telephone number, a
    date or a placeholder is never cut. `language` is a BCP 47 tag and only tunes the boundaries: a
    sentence in another script inside the text is cut by that script's own rules. A long unknown
    name in a script without spaces stays one token, as in a script with spaces.
    """
    if not body:
        return []
    tokens: list[str] = []
    start = 0
    for end in _boundaries(body, language):
        piece = body[start:end]
        if end - start > 1 and piece.isspace() and piece != "\r\n":
            # Where a word was taken out its two spaces remain, each as it was.
            tokens += piece
        else:
            tokens.append(piece)
        start = end
    return tokens


def is_word(token: str) -> bool:
    """Whether the token says something: a letter, a number or a symbol is in it."""
    return _WORD.search(token) is not None


def is_space(token: str) -> bool:
    """Whether the token is only white space, visible or of no width."""
    return _SPACE.fullmatch(token) is not None


def clusters(body: str) -> list[str]:
    """What a reader takes for single characters."""
    return _CLUSTER.findall(body)


def _boundaries(body: str, language: str) -> list[int]:
    # ICU reads valid Unicode only; a lone surrogate stands as the replacement character meanwhile.
    readable = _LONE_SURROGATE.sub("\ufffd", body)
    primary = _PRIMARY.match(language)
    # Strings, not offsets: the offsets that ICU gives count UTF-16 units.
    found = accumulate(len(word) for word in WordBreaker(readable, primary[0] if primary else "en"))
    inside: set[int] = set()
    for match in _WHOLE.finditer(readable):
        inside.update(range(match.start() + 1, match.end()))
    if not body.isascii() or "\r" in body:
        for match in _CLUSTER.finditer(body):
            start, end = match.span()
            if end - start > 1:
                inside.update(range(start + 1, end))
    return [end for end in found if end not in inside]
