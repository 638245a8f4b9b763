"""A whole list: its encoding, its columns, and every line with what was understood of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.scripts import language_of
from portal.core.sentences import Sentence
from portal.network.folding import fold
from portal.network.imports.bodies import NUMBERING, ListedName, read_body
from portal.network.imports.encodings import decode
from portal.network.imports.headers import numbered_header, recognise
from portal.network.imports.notes import NOTES
from portal.network.imports.places import country_of
from portal.network.imports.tables import Record, Table, read_table

MAX_LINES = 5_000
MAX_NAME = 300
_LONGEST = 1_000
"""More of a line than this tells nothing about its name."""


@dataclass(frozen=True)
class ParsedLine:
    """One entry of a list. `raw` is the line as it came; all else is a guess."""

    number: int
    raw: str
    names: tuple[ListedName, ...] = ()
    kind_guess: str = ""
    """A value of `OrganisationKind`, *individual*, *heading*, or ''."""
    country_guess: str = ""
    """ISO 3166 alpha-2, or ''."""
    notes: tuple[str, ...] = ()
    """Keys of `NOTES`."""
    cells: tuple[tuple[str, str], ...] = ()
    """The other columns that have a meaning: *network*, *city*, *website*, *side*, …"""

    @property
    def note(self) -> str:
        """The remarks as sentences for the reader."""
        return " ".join(str(sentence) for sentence in self.remarks)

    @property
    def remarks(self) -> list[Sentence]:
        return [NOTES[key] for key in self.notes]

    @property
    def usable(self) -> bool:
        """Whether this is, as far as can be told, an organisation."""
        return bool(self.names) and self.kind_guess not in {"individual", "heading"}

    def cell(self, role: str) -> str:
        return next((value for name, value in self.cells if name == role), "")


@dataclass(frozen=True)
class ParsedList:
    """A list as it was read. `columns` is its header as it stands, empty where it has none."""

    encoding: str
    columns: tuple[str, ...]
    lines: tuple[ParsedLine, ...]
    header: str = ""
    """The raw header line."""
    left_out: int = 0
    """Lines beyond `MAX_LINES`."""


def parse_list(data: bytes, filename: str = "", encoding: str = "") -> ParsedList:
    """Read a list of bodies from bytes of any encoding and any usual form. Never raises.

    `encoding` is one of `ENCODINGS` where a person has said it; `filename` decides only that a
    `.tsv` is separated by tabs, which its content shows anyway.
    """
    del filename
    decoded = decode(data, encoding)
    # A lone surrogate or a NUL is no letter of a name, and neither database would keep it.
    text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in decoded.text)
    text = text.replace("\0", "\ufffd")
    table = read_table(text)
    roles, header, records = _header(table)
    lines = _lines(records[:MAX_LINES], roles, damaged=decoded.damaged)
    return ParsedList(
        encoding=decoded.encoding,
        columns=tuple(cell.strip() for cell in header.cells) if header else (),
        lines=tuple(lines),
        header=header.raw if header else "",
        left_out=max(0, len(records) - MAX_LINES),
    )


def _header(table: Table) -> tuple[list[str], Record | None, Sequence[Record]]:
    if not table.records:
        return [], None, ()
    first = table.records[0]
    known = recognise(first.cells) or numbered_header(
        first.cells, [record.cells for record in table.records[1:50]]
    )
    if known is not None and len(table.records) > 1:
        roles = known
        if "name" not in roles:
            roles = _with_name(roles, table.records[1:])
        return roles, first, table.records[1:]
    return _guessed_roles(table), None, table.records


def _guessed_roles(table: Table) -> list[str]:
    """Without a header: the column of numbers, that of countries, that of addresses, the names."""
    width = Counter(len(record.cells) for record in table.records).most_common(1)[0][0]
    if width == 1:
        return ["name"]
    roles = [""] * width
    for column in range(width):
        cells = [
            cell
            for record in table.records[:200]
            if column < len(record.cells) and (cell := record.cells[column].strip())
        ]
        roles[column] = _role_of(cells) if cells else ""
    for role in set(roles) - {""}:
        first = roles.index(role)
        roles = ["" if held == role and at != first else held for at, held in enumerate(roles)]
    return _with_name(roles, table.records)


def _role_of(cells: Sequence[str]) -> str:
    most = 0.7 * len(cells)
    if sum(not any(map(str.isalpha, cell)) for cell in cells) >= most:
        return "number"
    if sum(cell.startswith(("http", "www.")) for cell in cells) >= most:
        return "website"
    if sum("@" in cell for cell in cells) >= most:
        return "contact"
    if sum(bool(country_of(cell)) for cell in cells) >= most:
        return "country"
    return ""


def _with_name(roles: Sequence[str], records: Sequence[Record]) -> list[str]:
    """The names stand in the first free column that varies most."""
    told = list(roles)
    free = [column for column, role in enumerate(told) if not role] or list(range(len(told)))

    def varied(column: int) -> int:
        return len(
            {record.cells[column].strip() for record in records[:200] if column < len(record.cells)}
        )

    if free:
        best = max(free, key=lambda column: (varied(column), -column))
        told[best] = "name"
    return told


def _lines(records: Sequence[Record], roles: Sequence[str], *, damaged: bool) -> list[ParsedLine]:
    texts = [
        (text[:_LONGEST], extra)
        for text, extra in (_name_cell(record, roles) for record in records)
    ]
    numbered = sum(NUMBERING.match(text) is not None for text, _ in texts) * 2 > len(texts)
    tongues = Counter(language_of(text) for text, _ in texts[:300])
    tongues.pop("und", None)
    company = tongues.most_common(1)[0][0] if tongues else ""
    seen: set[str] = set()
    lines = []
    for number, (record, (text, extra)) in enumerate(zip(records, texts, strict=True), 1):
        line = _line(
            number, record, text[: MAX_NAME + 1], roles, numbered=numbered, company=company
        )
        notes = list(line.notes)
        notes += ["continued"] * record.continued + ["extra_cells"] * extra
        notes += ["damaged"] * (damaged and "\ufffd" in record.raw)
        notes += ["cut"] * (len(text) > MAX_NAME)
        folded = {fold(name.text) for name in line.names if name.kind == "official"} - {""}
        notes += ["repeated"] * bool(folded & seen)
        seen |= folded
        lines.append(
            ParsedLine(
                line.number,
                line.raw,
                line.names,
                line.kind_guess,
                line.country_guess,
                tuple(dict.fromkeys(notes)),
                line.cells,
            )
        )
    return lines


def _name_cell(record: Record, roles: Sequence[str]) -> tuple[str, bool]:
    """The text of the name, with what unquoted commas cut off put back; and whether they did."""
    at = roles.index("name") if "name" in roles else 0
    extra = len(record.cells) - len(roles)
    if at >= len(record.cells):
        return " ".join(cell.strip() for cell in record.cells), False
    if extra > 0 and len(roles) > 0 and any(c.strip() for c in record.cells[len(roles) :]):
        return ", ".join(cell.strip() for cell in record.cells[at : at + extra + 1]), True
    return record.cells[at], False


def _line(
    number: int, record: Record, text: str, roles: Sequence[str], *, numbered: bool, company: str
) -> ParsedLine:
    body = read_body(text, numbered=numbered, company=company)
    extra = max(0, len(record.cells) - len(roles))
    at = roles.index("name") if "name" in roles else 0
    cells = []
    for column, role in enumerate(roles):
        # Cells behind a name with commas of its own have moved by as many places.
        place = column + (extra if column > at else 0)
        value = record.cells[place].strip() if place < len(record.cells) else ""
        if role not in {"", "name", "number"} and value:
            cells.append((role, value[:MAX_NAME]))
    country = next((country_of(value) for role, value in cells if role == "country"), "")
    return ParsedLine(
        number,
        record.raw,
        tuple(
            ListedName(name.text[:MAX_NAME], name.language, name.kind)
            for name in body.names
            if name.text
        ),
        body.kind,
        country or body.country,
        body.notes,
        tuple(cells),
    )
