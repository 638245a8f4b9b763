"""What people type or paste, made fit to store: normalised, without control characters, with bidi closed."""

import re
import unicodedata

MAX_BLOCK = 50_000
"""Characters in one block. Longer text is several paragraphs, or an attack."""


class TextTooLong(ValueError):
    """A block has more characters than `limit`."""

    def __init__(self, length: int, limit: int = MAX_BLOCK) -> None:
        super().__init__(f"A block may have {limit} characters; this one has {length}.")
        self.length = length
        self.limit = limit


NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_TABS = re.compile("\t")
# Control characters, lone surrogates, the byte order mark, annotation and object marks, noncharacters.
# U+200B (Khmer, Thai and Burmese word breaks), U+200C and U+200D (Persian, Urdu, Indic) stay.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\ufffc\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_SPACES = re.compile(" {2,}")
_TRAILING_SPACE = re.compile(r"(?<! ) +(?=\n|\Z)")
_BLANK_LINES = re.compile(r"\n{3,}")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

_LRE, _RLE, _PDF, _LRO, _RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
_LRI, _RLI, _FSI, _PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_CLOSER = {_LRE: _PDF, _RLE: _PDF, _LRI: _PDI, _RLI: _PDI, _FSI: _PDI}
# An override can make letters read backwards and so hide what a link or a name says.
_OVERRIDES = {_LRO: _LRI, _RLO: _RLI}
# UAX #9 stops counting at 125; nobody who writes needs more than a few.
_BIDI_DEPTH = 16


def clean(body: str) -> str:
    """Return `body` as it is stored: NFC, one kind of newline, single spaces, no control characters, bidi closed.

    Doing it twice changes nothing more. Raises TextTooLong.
    """
    if len(body) > MAX_BLOCK:
        raise TextTooLong(len(body))
    body = NEWLINES.sub("\n", body)
    body = _TABS.sub(" ", body)
    body = UNWANTED.sub("", body)
    if BIDI.search(body):
        body = "\n".join(_close_bidi(line) for line in body.split("\n"))
    # After the removals: taking a mark out may bring a letter and its accent together.
    body = unicodedata.normalize("NFC", body)
    # No program shows two spaces, and most do not keep them.
    body = _SPACES.sub(" ", body)
    body = _TRAILING_SPACE.sub("", body)
    # At the ends any kind of space: a paragraph of nothing but a no-break space is an empty one.
    return _BLANK_LINES.sub("\n\n", body).strip()


def _close_bidi(line: str) -> str:
    """Balance the embeddings and isolates of one line, as in UAX #9 (BD9, BD11); overrides become isolates."""
    out: list[str] = []
    # Each open control: (its closing character in the input, in the output, whether it was kept).
    stack: list[tuple[str, str, bool]] = []
    position = 0
    for found in BIDI.finditer(line):
        out.append(line[position : found.start()])
        position = found.end()
        mark = found.group()
        if mark in _CLOSER or mark in _OVERRIDES:
            kept = len(stack) < _BIDI_DEPTH
            written = _OVERRIDES.get(mark, mark)
            stack.append((_CLOSER.get(mark, _PDF), _CLOSER[written], kept))
            if kept:
                out.append(written)
        elif stack and stack[-1][0] == mark:
            _, closer, kept = stack.pop()
            if kept:
                out.append(closer)
        elif mark == _PDI and any(wanted == _PDI for wanted, _, _ in stack[:_BIDI_DEPTH]):
            # A closed isolate closes the embeddings that were left open inside it.
            while stack:
                wanted, closer, kept = stack.pop()
                if kept:
                    out.append(closer)
                if wanted == _PDI:
                    break
    out.append(line[position:])
    out.extend(closer for _, closer, kept in reversed(stack) if kept)
    return "".join(out)
