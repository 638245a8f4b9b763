"""From a text to records: which sign separates the cells, and what each line was."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from portal.network.imports.headers import recognise
from portal.network.imports.places import is_place

_LINE_END = regex.compile(r"\r\n|\n|\r")
_LEGAL_ALONE = regex.compile(
    r"(?:e\.? ?V|g?GmbH|Inc|Ltd|Co|LLC|Corp|asbl|a\.?s|o\.?z|z\.?s|onlus|APS)\.?",
    flags=regex.IGNORECASE,
)
_DELIMITERS = "\t;|,"
_PACKERS = ";、،，؛|•,"
_PACKED = 6
"""So many separators on a line of a list without columns make it a list of its own."""
_PROSE = 60
_QUOTED_LINES = 30
_OPENING, _CLOSING = "([{（［【〔「『《“„", ")]}）］】〕」』》”“"


@dataclass(frozen=True)
class Record:
    """One entry: as it stood, cut into cells; `continued` where a comma before it is in doubt."""

    raw: str
    cells: tuple[str, ...]
    continued: bool = False


@dataclass(frozen=True)
class Table:
    """All entries of a text. `delimiter` is empty for one name a line."""

    delimiter: str
    records: tuple[Record, ...]


def read_table(text: str) -> Table:
    """Cut a text into records. Every character but line ends and separators is in one of them."""
    lines = [line for line in _LINE_END.split(text.removeprefix("\ufeff")) if line.strip()]
    if not lines:
        return Table("", ())
    delimiter = _delimiter(lines)
    if delimiter and not _is_one_packed_line(lines, delimiter):
        return Table(
            delimiter,
            tuple(Record(raw, _cells(raw, delimiter)) for raw in _records(lines, delimiter)),
        )
    records: list[Record] = []
    for line in lines:
        records += _unpacked(line, few=len(lines) <= 3)
    return Table("", tuple(records))


def _delimiter(lines: Sequence[str]) -> str:
    sample = lines[:200]
    for sign in _DELIMITERS:
        widths = [len(_cells(line, sign)) for line in sample]
        if max(widths) == 1:
            continue
        known = recognise(_cells(lines[0], sign))
        if known is not None and sum(map(bool, known)) >= 2:
            return sign
        width, count = Counter(widths).most_common(1)[0]
        enough = 0.5 if sign == "\t" else 0.8
        if width > 1 and count >= enough * len(sample):
            return sign
        if known is not None and len(known) > 1 and count >= 0.5 * len(sample):
            return sign
    return ""


def _is_one_packed_line(lines: Sequence[str], delimiter: str) -> bool:
    """A single line of very many cells is no table but a list written in one cell."""
    widest = max(len(_cells(line, delimiter)) for line in lines[:3])
    return len(lines) <= 2 and widest >= 4 and recognise(_cells(lines[0], delimiter)) is None


def _records(lines: Sequence[str], delimiter: str) -> list[str]:
    """Lines, but a quoted cell with line ends inside is kept with its record."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        size = 1
        if _open_quote(lines[at], delimiter):
            for more in range(2, min(_QUOTED_LINES, len(lines) - at) + 1):
                if sum(line.count('"') for line in lines[at : at + more]) % 2 == 0:
                    size = more
                    break
        found.append("\n".join(lines[at : at + size]))
        at += size
    return found


def _open_quote(line: str, delimiter: str) -> bool:
    starts = line.startswith('"') or f'{delimiter}"' in line
    return starts and line.count('"') % 2 == 1


def _cells(raw: str, delimiter: str) -> tuple[str, ...]:
    if '"' not in raw:
        return tuple(raw.split(delimiter))
    try:
        rows = list(csv.reader([raw.replace("\0", " ")], delimiter=delimiter))
    except csv.Error:
        return tuple(raw.split(delimiter))
    return tuple(cell for row in rows for cell in row) or (raw,)


def _unpacked(line: str, *, few: bool) -> list[Record]:
    """The entries of a line that holds several, else the line."""
    if len(line) > 200_000:
        return [Record(line, (line,))]
    sign = max(_PACKERS, key=line.count)
    if sign != ";" and line.count(";") >= 3:
        sign = ";"
    if line.count(sign) < (2 if few else _PACKED):
        return [Record(line, (_unquoted(line),))]
    pieces = _split_outside_brackets(line, sign)
    # Names are short; what is cut into long pieces is prose, and its commas separate nothing.
    if (few and len(pieces) < 4) or len(line) > _PROSE * len(pieces):
        return [Record(line, (_unquoted(line),))]
    records: list[Record] = []
    for piece in pieces:
        plain = piece.strip()
        if not plain:
            continue
        if records and (_LEGAL_ALONE.fullmatch(plain) or is_place(plain)):
            joined = f"{records[-1].raw}{sign} {plain}"
            records[-1] = Record(joined, (joined,), records[-1].continued)
        else:
            doubtful = bool(records) and (plain[0].islower() or len(plain) < 3)
            records.append(Record(plain, (_unquoted(plain),), doubtful))
    return records


def _unquoted(text: str) -> str:
    plain = text.strip()
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        return plain[1:-1].replace('""', '"')
    return plain


def _split_outside_brackets(line: str, sign: str) -> list[str]:
    pieces, start, depth, quoted = [], 0, 0, False
    balanced = line.count('"') % 2 == 0
    for at, character in enumerate(line):
        if character == '"' and balanced:
            quoted = not quoted
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == sign and not depth and not quoted:
            pieces.append(line[start:at])
            start = at + 1
    pieces.append(line[start:])
    if depth and len(pieces) == 1:
        return line.split(sign)
    return pieces
