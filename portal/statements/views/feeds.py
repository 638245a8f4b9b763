"""Feeds for news readers: what becomes of every public statement, and of one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, facts, locales, web
from portal.core.languages import choose, direction
from portal.core.locales import ngettext
from portal.core.markdown import plain_text
from portal.core.sentences import say
from portal.network.actors import ANONYMOUS
from portal.statements.models import Statement
from portal.statements.pack.atom import Feed, FeedEntry, atom
from portal.statements.queries.happening import (
    Happened,
    Happening,
    happenings,
    public_statements,
)
from portal.statements.queries.listing import statement_at
from portal.statements.queries.publishing import titles_of
from portal.statements.views.addresses import whole_address
from portal.statements.views.blueprint import bp

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
LABELS = {
    Happening.OPENED: say("Open for signature"),
    Happening.RELEASED: say("A new release is open for signature"),
    Happening.PUBLISHED: say("Published"),
    Happening.MILESTONE: say("Milestone"),
    Happening.CORRECTED: say("Corrected"),
    Happening.SUBMITTED: say("Handed over"),
    Happening.ANSWERED: say("Answered"),
}


@bp.get("/feed.xml")
@web.impersonal
def feed() -> ResponseReturnValue:
    """All public statements; one statement to the database where nothing has changed."""
    # A correction comes into force by the clock alone, so no page of it is older than ten minutes.
    minutes = clock.now().replace(second=0, microsecond=0)
    key = (
        "statements.feed",
        facts.newest(web.reading()),
        minutes.replace(minute=minutes.minute // 10),
    )
    return _answer(web.kept(key, lambda: atom(_all_statements()).decode()))


def _all_statements() -> Feed:
    statements = public_statements(web.reading())
    return Feed(
        tag=_tag("2026-01-01", "statements"),
        title=str(say("Statements of %(network)s", network=web.settings().site_name)),
        language=locales.current().tag,
        address=web.settings().address + url_for("statements.index"),
        own_address=web.settings().address + url_for("statements.feed"),
        author=web.settings().site_name,
        begun=min((each.created_at for each in statements), default=_EPOCH),
        entries=_entries(statements),
    )


@bp.get("/<slug>/feed.xml")
@web.impersonal
def statement_feed(slug: str) -> ResponseReturnValue:
    """One statement: opened, signed so many times, corrected, handed over, answered."""
    statement = statement_at(web.reading(), slug, ANONYMOUS)
    entries = _entries([statement])
    title, language = _title(statement, _titles([statement]))
    return _answer(
        atom(
            Feed(
                tag=_tag_of(statement),
                title=title,
                language=language,
                address=whole_address(statement),
                own_address=web.settings().address
                + url_for("statements.statement_feed", slug=statement.slug),
                author=web.settings().site_name,
                begun=statement.created_at,
                entries=entries,
            )
        ).decode()
    )


Titles = Mapping[str, Mapping[str, str]]
"""Release id -> language -> title."""


def _entries(statements: Sequence[Statement]) -> list[FeedEntry]:
    titles = _titles(statements)
    return [_entry(each, titles) for each in happenings(web.reading(), statements)]


def _titles(statements: Sequence[Statement]) -> Titles:
    released = [statement.released for statement in statements]
    return titles_of(web.reading(), [release.id for release in released if release is not None])


def _title(statement: Statement, titles: Titles) -> tuple[str, str]:
    """The title in the feed's language, else in the one that comes first, and which that is."""
    release = statement.released
    assert release is not None  # noqa: S101 - what everyone may see is released
    words = titles[release.id]
    language = choose([locales.current().tag], list(words)) or next(iter(words))
    return plain_text(words[language]), language


def _entry(each: Happened, titles: Titles) -> FeedEntry:
    title, language = _title(each.statement, titles)
    return FeedEntry(
        tag=f"{_tag_of(each.statement)}/{each.key}",
        title=str(
            say("%(what)s: %(title)s", what=LABELS[each.kind], title=_apart(title, language))
        ),
        words=_words(each),
        language=locales.current().tag,
        address=whole_address(each.statement, language),
        text_language=language,
        at=each.at.replace(microsecond=0),
        kind=each.kind.value,
        label=str(LABELS[each.kind]),
    )


def _words(each: Happened) -> str:
    """What has happened, in a sentence; nobody who keeps her name is told of."""
    match each.kind:
        case Happening.OPENED:
            return str(say("Both sides have adopted the text. It is open for signature."))
        case Happening.RELEASED:
            return str(
                say(
                    "Release %(number)s changes what was signed before. Each signer is asked anew.",
                    number=locales.format_number(each.number),
                )
            )
        case Happening.PUBLISHED:
            return str(say("The statement is published with the signatures that it has."))
        case Happening.MILESTONE:
            return ngettext(
                "%(num)s signature was reached.", "%(num)s signatures were reached.", each.number
            )
        case Happening.CORRECTED:
            return str(
                say(
                    "A correction that does not change the meaning is in force. No signer has objected."
                )
            )
    return _handed_over(each)


def _handed_over(each: Happened) -> str:
    line = each.submission
    assert line is not None  # noqa: S101 - the other kinds are answered before
    to = _apart(line.addressee, line.language)
    if each.kind is Happening.SUBMITTED:
        return str(
            say(
                "Handed to %(addressee)s on %(day)s.",
                addressee=to,
                day=locales.format_date(line.submitted_on),
            )
        )
    return str(say("An answer came from %(addressee)s. It stands on the page.", addressee=to))


def _apart(words: str, language: str) -> str:
    """Words of another direction, kept together within ours (Unicode's first strong isolate)."""
    if language != "und" and direction(language) == locales.current().dir:
        return words
    return f"\u2068{words}\u2069"


def _tag_of(statement: Statement) -> str:
    return _tag(statement.created_at.date().isoformat(), f"statements/{statement.id}")


def _tag(day: str, rest: str) -> str:
    """A tag URI (RFC 4151): ours for ever, whatever becomes of addresses."""
    host = urlsplit(web.settings().address).hostname or "localhost"
    return f"tag:{host},{day}:{rest}"


def _answer(feed: str) -> Response:
    """The feed with its tag; 304 for whoever holds it already."""
    answer = Response(feed, mimetype="application/atom+xml")
    answer.add_etag()
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.make_conditional(request)
    return answer
