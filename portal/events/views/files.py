"""Calendar files: one gathering, and the feed of all public ones."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import locales, web
from portal.core.sentences import say
from portal.events.calendars import Entry, calendar_file, newest_change
from portal.events.queries.gatherings import entry_of, gathering_at, public_feed
from portal.events.views import bp


@bp.get("/all.ics")
@web.impersonal
def feed() -> ResponseReturnValue:
    """Every public gathering, for calendar programs to subscribe to."""
    languages = feed_languages()
    entries = [
        entry_of(item, languages, whole_address("events.show", slug=item.slug))
        for item in public_feed(web.reading())
    ]
    return calendar_answer(
        entries, name=str(say("Calendar of %(network)s", network=web.settings().site_name))
    )


@bp.get("/<slug>.ics")
@web.public
def file(slug: str) -> ResponseReturnValue:
    """One gathering as a calendar file."""
    gathering = gathering_at(web.reading(), slug, web.actor())
    entry = entry_of(
        gathering, web.reader_languages(), whole_address("events.show", slug=gathering.slug)
    )
    return calendar_answer([entry], name=entry.title, filename=f"gathering-{entry.day}.ics")


def feed_languages() -> list[str]:
    """A calendar program says nothing of its reader: the address does, else it is the original."""
    prefix = str(request.environ.get("portal.locale", ""))
    return [prefix] if prefix in locales.LOCALES else []


def whole_address(endpoint: str, **values: Any) -> str:
    """The public address of a page, whatever host was asked."""
    base = web.settings().address.rstrip("/")
    return base + url_for(endpoint, **values)


def calendar_answer(
    entries: Sequence[Entry], *, name: str, filename: str = "calendar.ics"
) -> Response:
    """The file with its tag and the newest change in it; 304 for whoever holds it already."""
    answer = Response(calendar_file(entries, name=name), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    answer.last_modified = newest_change(entries)
    answer.add_etag()
    answer.headers["Cache-Control"] = (
        "private, no-cache" if web.actor().signed_in else "public, max-age=0, must-revalidate"
    )
    answer.make_conditional(request)
    return answer
