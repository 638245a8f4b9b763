"""A session in which a statement is worked on leads to it, and to its room while that is open."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.orm import Database
from portal.forums import commands
from portal.forums.models import ForumSession
from portal.network.actors import Actor, actor_for
from portal.network.models import Side
from portal.statements import commands as statements
from portal.statements.commands.room import open_room
from portal.statements.models import Stage, Statement
from portal.texts.commands import NewBlock
from tests.factories import make_organisation, make_representative
from tests.forums.conftest import Forum, SignIn, add_session
from tests.pages import open_page

TITLE = "The right to report in safety"


def drafted(session: Session) -> tuple[Statement, Actor]:
    """A statement of another organisation, still a draft, and who leads it."""
    caller = make_organisation(session, "Harbour", side=Side.RECEIVING)
    person = make_representative(session, caller)
    by = actor_for(session, person.id, second_factor=True)
    assert by is not None
    statement = statements.draft_statement(
        session,
        title=NewBlock(TITLE, "en"),
        blocks=[NewBlock("Nobody is sent away.", "en")],
        slug="report",
        by=by,
    )
    return statement, by


def test_the_closing_session_leads_members_to_the_room(
    forum: Forum, database: Database, sign_in: SignIn, client: FlaskClient
) -> None:
    with database.transaction() as session:
        statement, by = drafted(session)
        statement.stage = Stage.MERGE_REVIEW
        entry = add_session(session, forum.edition, "Closing session")
    hers = sign_in(forum.coordinator)
    page = open_page(hers, f"{forum.address}/programme/{entry.id}/edit")
    page = page.submit(statement=statement.id)
    assert "The session is changed" in page.text
    assert TITLE in page.text
    page.submit("/publish")
    programme = f"{forum.address}/programme"
    theirs = open_page(sign_in(forum.member), programme)
    assert theirs.links("/statements/report") == ["/statements/report"]
    with database.transaction() as session:
        open_room(session, statement.id, place="", languages=["en", "mn-Cyrl"], by=by)
    theirs = open_page(sign_in(forum.member), programme)
    assert theirs.links("/statements/report/room") == ["/statements/report/room"]
    assert "Follow it in the room" in theirs.text
    # Who has not signed in reads the programme, and nothing of a statement that is not public.
    shown = open_page(client, programme)
    assert "Closing session" in shown.text
    assert TITLE not in shown.text


def test_a_draft_is_not_named_to_those_who_may_not_read_it(
    forum: Forum, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        statement, _by = drafted(session)
        entry = add_session(session, forum.edition, "Closing session", statement_id=statement.id)
        commands.publish_programme(
            session,
            forum.edition.id,
            by=actor_for(session, forum.coordinator.id, second_factor=True),
        )
    hers = sign_in(forum.coordinator)
    for part in ("", "/draft", f"/{entry.id}/edit"):
        page = open_page(hers, f"{forum.address}/programme{part}")
        assert page.status == 200
        assert TITLE not in page.html
        assert "/statements/report" not in page.html
    # Changing other words of the session keeps the link that she cannot see.
    page.submit(title="The closing session")
    with database.reading() as session:
        assert session.scalars(select(ForumSession.statement_id)).one() == statement.id


def test_a_planner_links_no_statement_that_is_closed_to_her(
    forum: Forum, database: Database
) -> None:
    with database.transaction() as session:
        statement, _by = drafted(session)
        entry = add_session(session, forum.edition, "Closing session")
        coordinator = actor_for(session, forum.coordinator.id, second_factor=True)
        assert coordinator is not None
        details = commands.SessionDetails(
            titles={"en": "Closing session"}, statement_id=statement.id
        )
        with pytest.raises(Invalid) as refused:
            commands.change_session(session, entry.id, details, by=coordinator)
        assert set(refused.value.fields) == {"statement"}
