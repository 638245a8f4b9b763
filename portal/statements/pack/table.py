"""Signatories as a table for spreadsheets, in which no cell can become a formula."""

import csv
import io
from collections.abc import Mapping, Sequence

from portal.core import locales
from portal.core.sentences import say
from portal.network.labels import ECOSOC, SIDES
from portal.statements.queries.signing import Signatories
from portal.statements.words import ROLES

_FORMULA = ("=", "+", "-", "@")


def signatory_table(signed: Signatories, statuses: Mapping[str, str]) -> bytes:
    """UTF-8 with a byte order mark, since office programs guess otherwise; named signatories only.

    `statuses` are consultative statuses by the organisations' addresses.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            str(each)
            for each in (
                say("Name"),
                say("Affiliation"),
                say("Countries"),
                say("Side"),
                say("Role"),
                say("Signed on"),
                say("Consultative status"),
            )
        ]
    )
    for each in signed.named:
        _row(
            writer,
            [
                each.name,
                each.affiliation,
                locales.format_list([locales.country_name(code) for code in each.countries]),
                str(SIDES[each.side]) if each.side else "",
                str(ROLES[each.role]),
                each.signed_on.isoformat(),
                str(ECOSOC[statuses[each.slug]]) if each.slug and each.slug in statuses else "",
            ],
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(writer: object, cells: Sequence[str]) -> None:
    writer.writerow([inert(cell) for cell in cells])  # type: ignore[attr-defined]


def inert(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it as a formula."""
    bare = cell.lstrip()
    return f"'{cell}" if bare.startswith(_FORMULA) or cell[:1] in {"\t", "\r", "\n"} else cell
