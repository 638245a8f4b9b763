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
from portal.statements.policy.seeing import may_see_acts
from portal.statements.queries.listing import statement_at
from portal.statements.queries.reading import released_titles
from portal.statements.words import ASIDE, PATH, STAGES
from portal.texts.models import Text
from portal.texts.places import Place
from portal.texts.queries import read_texts_titles
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
    if statement.stage is not Stage.DRAFT and policy.may_follow_amendments(web.actor(), statement):
        pages.append(("statements.amendments", say("Amendments")))
    if statement.stage is Stage.MERGE_REVIEW and policy.may_follow_amendments(
        web.actor(), statement
    ):
        pages.append(("statements.merge_review", say("Merge review")))
    sees_acts = bool(may_see_acts(web.actor(), statement))
    if sees_acts and (
        statement.is_public
        or statement.stage not in {Stage.DRAFT, Stage.CONSULTATION, Stage.AMENDMENTS_CLOSED}
    ):
        pages.append(("statements.decision", say("Decision")))
    if policy.may_follow_room(web.actor(), statement) and statement.stage in WRITTEN_IN:
        pages.append(("statements.room", say("In the room")))
    if statement.is_public:
        pages.append(("statements.signatories", say("Signatories")))
        pages.append(("statements.verify", say("Check it")))
    if statement.is_public and statement.stage in HANDED_OVER:
        pages.append(("statements.submissions", say("Handed over")))
    if sees_acts:
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


def title_of(statement: Statement) -> ReadTitle:
    """The title that this reader may see: the public release's, else the text's."""
    session, languages = web.reading(), web.reader_languages()
    found = released_titles(session, [statement], languages)
    return (
        found.get(statement.text_id)
        or read_texts_titles(session, [statement.text_id], languages)[statement.text_id]
    )


def stage_words(statement: Statement) -> str:
    """The stage in words; to whom the working text is closed, a revised statement is a public one."""
    actor = web.actor()
    if statement.is_revised and not (actor.memberships or actor.is_secretariat):
        return str(say("Published, and being revised"))
    return str(STAGES[statement.stage])


@dataclass(frozen=True)
class Step:
    """One stage on the way of a statement, and whether it stands there."""

    words: str
    current: bool


def path_of(statement: Statement) -> list[Step]:
    """The way from draft to follow-up; a stage beside the way is said in its place."""
    beside = ASIDE.get(statement.stage)
    return [
        Step(
            str(STAGES[statement.stage if stage is beside else stage]),
            stage in {beside, statement.stage},
        )
        for stage in PATH
    ]


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
