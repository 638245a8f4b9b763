"""The public list of commitments, with filters that offer only what is there, and as a file."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.commitments.models import CommitmentState
from portal.commitments.queries.listing import (
    Filters,
    Held,
    Order,
    Standing,
    browse,
)
from portal.commitments.queries.tabling import Line, lines_of
from portal.commitments.views.blueprint import bp
from portal.commitments.words import OVERDUE, STATES
from portal.core import clock, facts, locales, web
from portal.core.languages import collation_key
from portal.core.markdown import plain_text
from portal.core.paging import Page
from portal.core.sentences import Sentence, say
from portal.network.labels import SIDES
from portal.network.models import Side
from portal.network.names import Shown

STANDINGS: dict[Standing, Sentence] = {
    Standing.OPEN: STATES[CommitmentState.OPEN],
    Standing.OVERDUE: OVERDUE,
    Standing.KEPT: STATES[CommitmentState.KEPT],
    Standing.GIVEN_UP: STATES[CommitmentState.GIVEN_UP],
}
ORDERS: dict[Order, Sentence] = {
    Order.DUE: say("By the day they are due"),
    Order.NEWEST: say("The newest first"),
}
COLUMNS = (
    say("Organisation"),
    say("Side"),
    say("Countries"),
    say("Statement"),
    say("Commitment"),
    say("Language"),
    say("Made on"),
    say("Due on"),
    say("How it stands"),
    say("Standing so since"),
    say("What came of it"),
    say("Address"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would run as a formula at the head of a cell."""
Choice = tuple[str, str | Sentence, str]
"""A value, its label, and the label's language where it is somebody's own words."""


@bp.get("/commitments")
@web.public
def index() -> ResponseReturnValue:
    """All commitments on public statements: at most five statements, one where nothing changed."""
    session, languages = web.reading(), web.reader_languages()
    filters, number = _filters(), web.page_number()
    key = (facts.newest(session), clock.today(), filters, number, *languages)
    unchanged = web.not_modified("commitments.index", *key)
    if unchanged is not None:
        return unchanged

    def build() -> str:
        browsed = browse(session, languages, filters, page=number)
        found = browsed.page
        return render_template(
            "commitments/index.html",
            page=Page(found.items, found.number, found.total, found.per_page, web.page_address()),
            filters=filters,
            chosen=_asked(filters),
            holds=browsed.held,
            choices=_choices(browsed.held),
            states=STATES,
        )

    return web.kept(("commitments.index", *key), build)


@bp.get("/commitments.csv")
@web.public
def file() -> ResponseReturnValue:
    """The same as a table for a spreadsheet, with the same filters."""
    languages, filters = web.reader_languages(), _filters()
    key = ("commitments.file", facts.newest(web.reading()), clock.today(), filters, *languages)
    text = web.kept(key, lambda: _table(lines_of(web.reading(), languages, filters)))
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    answer = Response("\N{ZERO WIDTH NO-BREAK SPACE}" + text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="commitments.csv"'
    return answer


def _table(lines: Iterable[Line]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(str(column)) for column in COLUMNS])
    for line in lines:
        writer.writerow([harmless(cell) for cell in _cells(line)])
    return text.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _cells(line: Line) -> list[str]:
    made = line.listed.commitment
    return [
        line.listed.name.text,
        str(SIDES[line.listed.organisation.side]),
        " ".join(line.countries),
        line.listed.title.text,
        plain_text(made.body),
        made.language,
        made.at.date().isoformat(),
        made.due_on.isoformat() if made.due_on else "",
        str(OVERDUE if made.is_overdue else STATES[made.state]),
        made.state_since.date().isoformat(),
        line.report.words if line.report else "",
        web.settings().address + url_for("commitments.show", key=made.id),
    ]


def _filters() -> Filters:
    asked = request.args
    country = asked.get("country", "").upper()
    return Filters(
        organisation=asked.get("organisation", "")[:80],
        country=country if country in locales.country_codes() else "",
        side=next((side for side in Side if side.value == asked.get("side")), None),
        standing=next((one for one in Standing if one.value == asked.get("state")), None),
        statement=asked.get("statement", "")[:100],
        block=asked.get("block", "")[:26],
        order=next((one for one in Order if one.value == asked.get("order")), Order.DUE),
    )


def _asked(filters: Filters) -> dict[str, str]:
    """The filters as the form and the file's address name them."""
    named = {
        "state": filters.standing.value if filters.standing else "",
        "statement": filters.statement,
        "organisation": filters.organisation,
        "country": filters.country,
        "side": filters.side.value if filters.side else "",
        "block": filters.block,
        "order": filters.order.value if filters.order is not Order.DUE else "",
    }
    return {name: value for name, value in named.items() if value}


def _choices(holds: Held) -> dict[str, Sequence[Choice]]:
    return {
        "state": [(one.value, label, "") for one, label in STANDINGS.items()],
        "statement": _named(holds.statements.items()),
        "organisation": _named(holds.organisations.items()),
        "country": _sorted((code, locales.country_name(code), "") for code in holds.countries),
        "side": [(side.value, label, "") for side, label in SIDES.items() if side in holds.sides],
        "order": [(order.value, label, "") for order, label in ORDERS.items()],
    }


def _named(items: Iterable[tuple[str, Shown]]) -> Sequence[Choice]:
    return _sorted((key, shown.text, shown.language) for key, shown in items)


def _sorted(choices: Iterable[tuple[str, str, str]]) -> Sequence[Choice]:
    collate = collation_key(locales.current().tag)
    return sorted(choices, key=lambda choice: collate(choice[1]))
