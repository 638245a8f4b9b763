"""The manifest: one line for each language of each work, as CSV or as JSON lines."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core.errors import Invalid
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.sentences import Sentence, say
from portal.library.models import WorkKind

COLUMNS = (
    "work", "lang", "original", "title", "file", "kind", "countries", "topics", "licence", "source",
)  # fmt: skip
MAX_MANIFEST = 20_000_000
_KINDS: Mapping[str, WorkKind] = {
    **{kind.value: kind for kind in WorkKind},
    "leaflet": WorkKind.KNOW_YOUR_RIGHTS,
    "un_guide": WorkKind.UN_DOCUMENT,
    "campaign": WorkKind.CAMPAIGN_MATERIAL,
}


@dataclass(frozen=True)
class Row:
    """One line. `original` is the language that the work was written in."""

    line: int
    work: str
    lang: str
    original: str
    title: str
    file: str
    kind: WorkKind | None
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""

    @property
    def is_original(self) -> bool:
        return self.lang == self.original


@dataclass(frozen=True)
class Unusable:
    """A line that cannot be used, and why."""

    line: int
    work: str
    lang: str
    reason: Sentence


def read_manifest(folder: Path) -> list[Row | Unusable]:
    """The lines of `manifest.csv` or `manifest.jsonl`. Raises Invalid where there is none to read."""
    for name, reader in (("manifest.csv", _from_csv), ("manifest.jsonl", _from_jsonl)):
        path = folder / name
        if not path.is_file():
            continue
        if path.stat().st_size > MAX_MANIFEST:
            raise Invalid(say("The manifest is too large. Split the folder."))
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise Invalid(
                say("%(name)s is not stored as UTF-8. Save it so and try again.", name=name)
            ) from None
        return _checked(reader(text))
    raise Invalid(say("There is no manifest.csv or manifest.jsonl in this folder."))


def _from_csv(text: str) -> Iterable[tuple[int, Mapping[str, Any] | None]]:
    reader = csv.DictReader(io.StringIO(text))
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    lacking = [name for name in ("work", "lang", "file") if name not in names]
    if lacking:
        raise Invalid(
            say(
                "The first line of the manifest lacks these columns: %(names)s",
                names=", ".join(lacking),
            )
        )
    reader.fieldnames = names
    for values in reader:
        yield reader.line_num, values


def _from_jsonl(text: str) -> Iterable[tuple[int, Mapping[str, Any] | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        yield number, value if isinstance(value, dict) else None


def _checked(lines: Iterable[tuple[int, Mapping[str, Any] | None]]) -> list[Row | Unusable]:
    found: list[Row | Unusable] = []
    seen: dict[tuple[str, str], int] = {}
    for number, values in lines:
        if values is None:
            found.append(Unusable(number, "", "", say("This line cannot be read.")))
            continue
        row = _row(number, values)
        if isinstance(row, Row):
            before = seen.setdefault((row.work, row.lang), number)
            if before != number:
                row = Unusable(
                    number,
                    row.work,
                    row.lang,
                    say(
                        "This work has this language already, in line %(line)s. "
                        "One text has one translation into a language.",
                        line=before,
                    ),
                )
        found.append(row)
    return found


def _row(number: int, values: Mapping[str, Any]) -> Row | Unusable:
    def word(name: str) -> str:
        value = values.get(name)
        return " ".join(str(value).split()) if isinstance(value, (str, int)) else ""

    work, lang = word("work")[:200], word("lang")
    if not work:
        return Unusable(number, work, lang, say("The line does not say to which work it belongs."))
    tags = []
    for given in (lang, word("original") or lang):
        try:
            tags.append(normalise(given))
        except LanguageTagInvalid:
            return Unusable(
                number,
                work,
                lang,
                say("%(tag)s is not a language that this site knows.", tag=given[:40] or "?"),
            )
    kind = _KINDS.get(word("kind").lower())
    if kind is None and word("kind"):
        return Unusable(
            number,
            work,
            lang,
            say("The library knows no such kind: %(kind)s", kind=word("kind")[:40]),
        )
    return Row(
        line=number,
        work=work,
        lang=tags[0],
        original=tags[1],
        title=word("title"),
        file=word("file"),
        kind=kind,
        countries=_several(values.get("countries")),
        topics=_several(values.get("topics")),
        licence=word("licence"),
        source=word("source"),
    )


def _several(value: Any) -> tuple[str, ...]:
    """Words divided by semicolons, commas or space; or a list."""
    if isinstance(value, list):
        return tuple(str(item).strip() for item in value if str(item).strip())
    if not isinstance(value, str):
        return ()
    return tuple(value.replace(";", " ").replace(",", " ").split())


def write_manifest(rows: Sequence[Row]) -> str:
    """The same lines as CSV; cells that a spreadsheet would run are quoted as words."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            [
                row.work, row.lang, row.original, row.title, row.file,
                row.kind.value if row.kind else "",
                ";".join(row.countries), ";".join(row.topics), row.licence, row.source,
            ]
        )  # fmt: skip
    return out.getvalue()
