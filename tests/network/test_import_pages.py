"""A list is uploaded, looked at line by line, and only what a person decides comes of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core.orm import Database
from portal.network.commands import imports
from portal.network.models import ImportLine, ImportLineState, Organisation, Side, Standing
from tests.factories import make_organisation, make_person
from tests.pages import Page, open_page

LIST = """단체명,국가
(사)강다리 이주여성,한국
강물쉼터,한국
[individual 1],한국
서로돌봄 연대 (Mutual Care),일본
"""


@pytest.fixture
def secretary(database: Database, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    with database.transaction() as session:
        person = make_person(session, "Secretary", is_secretariat=True)
    return sign_in(person)


def upload(client: FlaskClient, text: str = LIST, encoding: str = "cp949", **fields: str) -> Page:
    page = open_page(client, "/admin/import")
    return page.submit("/admin/import", file=(BytesIO(text.encode(encoding)), "list.csv"), **fields)


def lines(database: Database) -> list[ImportLine]:
    with database.reading() as session:
        return list(
            session.scalars(select(ImportLine).order_by(ImportLine.import_id, ImportLine.number))
        )


def organisations(database: Database) -> dict[str, Organisation]:
    with database.reading() as session:
        found = session.scalars(select(Organisation)).all()
        return {item.names[0].text: item for item in found if [*item.names, *item.countries]}


def test_the_preview_shows_each_raw_line_and_creates_nothing(
    database: Database, secretary: FlaskClient
) -> None:
    page = upload(secretary)
    assert "cp949" in page.text
    for raw in LIST.splitlines()[1:]:
        assert raw in page.text
    assert "This looks like a person rather than an organisation." in page.text
    assert [line.state for line in lines(database)] == [
        ImportLineState.NEW,
        ImportLineState.NEW,
        ImportLineState.UNUSABLE,
        ImportLineState.NEW,
    ]
    assert organisations(database) == {}


def test_near_duplicates_are_proposed_and_never_merged_by_themselves(
    database: Database, secretary: FlaskClient
) -> None:
    with database.transaction() as session:
        known = make_organisation(session, "강다리 이주여성", language="ko", slug="bridge")
    page = upload(secretary)
    assert page.links("/network/bridge")
    first, *_ = lines(database)
    assert first.state is ImportLineState.PERHAPS_KNOWN
    page = page.submit(side="receiving", all_new="1")
    assert set(organisations(database)) == {"강다리 이주여성", "강물쉼터", "서로돌봄 연대"}
    # The near-duplicate still waits; a person says what it is.
    page = page.submit(side="receiving", **{f"line-{first.id}": f"same:{known.id}"})
    assert lines(database)[0].state is ImportLineState.LINKED
    assert lines(database)[0].organisation_id == known.id
    assert len(organisations(database)) == 3


def test_each_line_gets_its_own_answer(database: Database, secretary: FlaskClient) -> None:
    page = upload(secretary)
    bridge, shelter, person, care = lines(database)
    page = page.submit(
        side="receiving",
        standing="applied",
        latin_language="en",
        **{
            f"line-{bridge.id}": "create",
            f"name-{bridge.id}": "강다리 이주여성 공동체",
            f"line-{person.id}": "skip",
            f"line-{care.id}": "create",
        },
    )
    assert "2 organisations are created." in page.text
    assert "1 line is skipped." in page.text
    made = organisations(database)
    assert set(made) == {"강다리 이주여성 공동체", "서로돌봄 연대"}
    care_made = made["서로돌봄 연대"]
    assert [(name.text, name.language) for name in care_made.names][1] == ("Mutual Care", "en")
    assert care_made.countries[0].code == "JP"
    assert (care_made.side, care_made.standing) == (Side.RECEIVING, Standing.APPLIED)
    assert {line.number: line.state for line in lines(database)}[
        shelter.number
    ] is ImportLineState.NEW


def test_what_was_created_to_wait_is_admitted_or_declined(
    database: Database, secretary: FlaskClient
) -> None:
    page = upload(secretary, "Alpha Group\nBeta Group", "utf-8")
    page.submit(side="sending", standing="applied", all_new="1")
    page = open_page(secretary, "/admin/organisations?standing=applied")
    page = page.submit("/alpha-group/admit")
    assert "Alpha Group" not in page.text
    open_page(secretary, "/admin/organisations/beta-group/decline").submit(reason="Not one.")
    standings = {name: item.standing for name, item in organisations(database).items()}
    assert standings == {"Alpha Group": Standing.ADMITTED, "Beta Group": Standing.DECLINED}


def test_a_line_is_decided_once(database: Database, secretary: FlaskClient) -> None:
    page = upload(secretary, "Alpha Group\nBeta Group", "utf-8")
    first = lines(database)[0]
    token = page.document.xpath("//input[@name='csrf_token']")[0].get("value")
    for _ in range(2):
        secretary.post(
            page.address,
            data={
                "csrf_token": token, "side": "sending", "standing": "admitted", "latin_language": "und",
                f"line-{first.id}": "create",
            },
        )  # fmt: skip
    assert list(organisations(database)) == ["Alpha Group"]


def test_a_line_cannot_be_the_same_as_nobody(database: Database, secretary: FlaskClient) -> None:
    page = upload(secretary)
    first = lines(database)[0]
    token = page.document.xpath("//input[@name='csrf_token']")[0].get("value")
    answer = secretary.post(
        page.address,
        data={
            "csrf_token": token, "side": "sending", "standing": "admitted", "latin_language": "und",
            f"line-{first.id}": "same:nobody",
        },
    )  # fmt: skip
    assert answer.status_code == 200
    assert "choose which organisation it is the same as" in answer.text
    assert lines(database)[0].state is ImportLineState.NEW


def test_the_side_must_be_said(database: Database, secretary: FlaskClient) -> None:
    page = upload(secretary).submit(all_new="1")
    assert page.document.xpath("//div[@id='errors']")
    assert organisations(database) == {}


@pytest.mark.usefixtures("database")
def test_an_office_file_is_refused_with_what_to_do(
    secretary: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MAX_BYTES", 20_000)
    page = open_page(secretary, "/admin/import").submit(
        "/admin/import", file=(BytesIO(b"PK\x03\x04 and so on"), "list.xlsx")
    )
    assert "then CSV or plain text" in page.text
    large = open_page(secretary, "/admin/import").submit(
        "/admin/import", file=(BytesIO(b"Alpha Group\n" * 2_000), "list.txt")
    )
    assert "Upload it in parts." in large.text
    empty = open_page(secretary, "/admin/import").submit(
        "/admin/import", file=(BytesIO(b"\n \n"), "list.txt")
    )
    assert "There is no line with a name in this file." in empty.text


def test_after_others_joined_the_open_lines_are_compared_again(
    database: Database, secretary: FlaskClient
) -> None:
    page = upload(secretary)
    with database.transaction() as session:
        make_organisation(session, "강물 쉼터", language="ko")
    page = page.submit("/again")
    assert "Compared again: 1 line changed." in page.text
    assert lines(database)[1].state is ImportLineState.PERHAPS_KNOWN


def test_short_and_long_lists_cost_the_same_statements(
    secretary: FlaskClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def cost(text: str) -> int:
        address = upload(secretary, text, "utf-8").address
        open_page(secretary, address)
        with statements() as sent:
            assert open_page(secretary, address).status == 200
        return len(sent)

    assert cost("Alpha Group") == cost("\n".join(f"Group of {n}" for n in range(30)))
