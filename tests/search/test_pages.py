"""What is written can be found, by those who may read it, in the language that they read."""

from collections.abc import Callable

from flask.testing import FlaskClient

from portal.core.orm import Database
from portal.network.actors import actor_for
from portal.network.models import Side
from portal.search.collecting import index_text
from portal.statements import commands
from portal.statements.models import Stage
from portal.texts.commands import NewBlock
from tests.factories import make_organisation, make_representative


def test_a_public_text_is_found_by_two_letters_of_khmer_and_a_draft_by_nobody(
    database: Database, client: FlaskClient
) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session, "A house", side=Side.BOTH)
        person = make_representative(session, organisation)
        actor = actor_for(session, person.id, second_factor=True)
        assert actor is not None
        statement = commands.draft_statement(
            session,
            title=NewBlock("សិទ្ធិរាយការណ៍ដោយសុវត្ថិភាព", "km"),
            blocks=[NewBlock("ស្ត្រីគ្រប់រូបមានសិទ្ធិ", "km")],
            by=actor,
        )
    found = client.get("/api/v1/search", query_string={"q": "សិទ្ធិ"}).get_json()
    assert found == {"results": [], "total": 0}
    with database.transaction() as session:
        # Its stage alone decides; the walk to it is tested elsewhere.
        again = session.get_one(type(statement), statement.id)
        again.stage = Stage.PUBLISHED
        index_text(session, again.text_id)
    found = client.get("/api/v1/search", query_string={"q": "សិទ្ធិ"}).get_json()
    assert [item["title"] for item in found["results"]] == ["សិទ្ធិរាយការណ៍ដោយសុវត្ថិភាព"]
    assert found["results"][0]["lang"] == "km"
    page = client.get("/search", query_string={"q": "ស្ត្រី"})
    assert page.status_code == 200
    assert "<mark>" in page.text


def test_members_find_what_is_in_consultation_and_the_public_does_not(
    database: Database, client: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    with database.transaction() as session:
        one = make_organisation(session, "One", side=Side.BOTH)
        person = make_representative(session, one)
        actor = actor_for(session, person.id, second_factor=True)
        assert actor is not None
        statement = commands.draft_statement(
            session, title=NewBlock("Quiet harbours", "en"), blocks=[], by=actor
        )
        statement.stage = Stage.CONSULTATION
    assert client.get("/api/v1/search?q=harbours").get_json()["total"] == 0
    member = sign_in(person)
    assert member.get("/api/v1/search?q=harbours").get_json()["total"] == 1


def test_a_bad_number_gets_a_sentence(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=a&limit=many")
    assert answer.status_code == 400
    assert "whole numbers" in answer.get_json()["error"]
