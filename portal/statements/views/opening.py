"""What the pages of a statement share: the statement, its title, its tabs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for
from sqlalchemy.orm import Session

from portal.core import web
from portal.core.sentences import say
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.models import WRITTEN_IN, Stage, Statement
from portal.statements.queries.listing import statement_at
from portal.statements.words import STAGES
from portal.texts.models import Text
from portal.texts.places import Place
from portal.texts.queries.reading import ReadTitle

HANDED_OVER = frozenset({Stage.PUBLISHED, Stage.SUBMITTED, Stage.FOLLOW_UP, Stage.SUPERSEDED})
"""Stages in which there is, or may soon be, something on the page of submissions."""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None = None


def open_statement(slug: str) -> Statement:
    """The statement at this address, if it is open to whoever asks."""
    return statement_at(web.reading(), slug, web.actor())


def tabs(statement: Statement) -> list[Tab]:
    """The pages of one statement that there is something on."""
    pages = [("statements.show", say("Text"))]
    if statement.stage is not Stage.DRAFT and web.actor().signed_in:
        pages.append(("statements.comments", say("Comments")))
    if web.actor().signed_in and statement.stage not in {
        Stage.DRAFT,
        Stage.CONSULTATION,
        Stage.AMENDMENTS_CLOSED,
    }:
        pages.append(("statements.decision", say("Decision")))
    if policy.may_follow_room(web.actor(), statement) and statement.stage in WRITTEN_IN:
        pages.append(("statements.room", say("In the room")))
    if statement.is_public:
        pages.append(("statements.signatories", say("Signatories")))
    if statement.is_public and statement.stage in HANDED_OVER:
        pages.append(("statements.submissions", say("Handed over")))
    if web.actor().signed_in:
        pages.append(("statements.history", say("History")))
    return [
        Tab(str(label), url_for(endpoint, slug=statement.slug), request.endpoint == endpoint)
        for endpoint, label in pages
    ]


def place(
    session: Session,
    text: Text,
    languages: Sequence[str],  # noqa: ARG001 - a statement's title is always its own
    titles: Mapping[str, ReadTitle],
) -> Place:
    """Where a statement's text lives, for the text's own pages."""
    statement = session.get_one(Statement, text.holder_id)
    title = titles[text.id]
    return Place(
        title=title.title,
        language=title.language,
        url=url_for("statements.show", slug=statement.slug),
        shelf=str(say("Statements")),
        shelf_url=url_for("statements.index"),
    )


def stage_words(statement: Statement) -> str:
    return str(STAGES[statement.stage])


def names_of(statement: Statement) -> list[dict[str, str]]:
    """The drafting group as the page lists it."""
    languages = web.reader_languages()
    found = []
    for drafter in statement.drafters:
        name = display_name(drafter.organisation, languages)
        found.append(
            {
                "name": name.text,
                "language": name.language,
                "slug": drafter.organisation.slug,
                "side": drafter.side.value,
            }
        )
    return found
