"""The directory shows both sides, finds by any of its filters, and costs the same for any length."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.orm import Database
from portal.network.models import OrganisationKind, OrganisationName, Side, Standing
from tests.factories import make_organisation
from tests.pages import Page, open_page


def listed(page: Page) -> list[str]:
    """The names in the list, in its order."""
    return [heading.text_content() for heading in page.document.xpath("//ul[@class='rows']/li/h3")]


@pytest.fixture
def network(database: Database) -> None:
    with database.transaction() as session:
        make_organisation(session, "Mạng lưới Sông Hồng", language="vi", languages=["vi"], topics=["wages"], city="Hà Nội")  # fmt: skip
        bridge = make_organisation(
            session, "강다리 이주여성", language="ko", side=Side.RECEIVING, countries=("KR",), languages=["ko", "vi"], topics=["violence"], kind=OrganisationKind.SHELTER,
        )  # fmt: skip
        bridge.names.append(OrganisationName(language="en", text="River Bridge", position=1))
        make_organisation(session, "دو کنارے", language="ur", side=Side.BOTH, countries=())
        make_organisation(session, "Not yet here", standing=Standing.APPLIED)


@pytest.mark.usefixtures("network")
def test_the_two_sides_stand_on_two_banks_with_a_table(client: FlaskClient) -> None:
    page = open_page(client, "/en/network")
    assert page.status == 200
    near, far = page.document.xpath("//div[@class='bank near' or @class='bank far']")
    assert "Mạng lưới Sông Hồng" in near.text_content()
    assert "River Bridge" in far.text_content()
    assert "دو کنارے" in page.document.xpath("//div[@class='bridge']")[0].text_content()
    table = page.document.xpath("//details[@class='as-table']//tbody/tr")
    assert len(table) == 3
    assert "Not yet here" not in page.html


@pytest.mark.usefixtures("network")
def test_names_carry_their_own_language_and_direction(client: FlaskClient) -> None:
    page = open_page(client, "/ko/network")
    link = page.document.xpath("//li/h3/a[@lang='ur']")[0]
    assert link.get("dir") == "rtl"
    assert "강다리 이주여성" in listed(page)
    assert page.document.xpath("//html")[0].get("lang") == "ko"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("side=sending", ["Mạng lưới Sông Hồng"]),
        ("side=both", ["دو کنارے"]),
        ("country=KR", ["River Bridge"]),
        ("topic=violence", ["River Bridge"]),
        ("language=vi", ["Mạng lưới Sông Hồng", "River Bridge"]),
        ("kind=shelter", ["River Bridge"]),
        ("q=mang luoi", ["Mạng lưới Sông Hồng"]),
        ("q=강다리", ["River Bridge"]),
        ("q=HÀ NỘI", ["Mạng lưới Sông Hồng"]),
        ("q=river&side=sending", []),
        ("side=nonsense&country=x&kind=nothing", None),
    ],
)
@pytest.mark.usefixtures("network")
def test_each_filter_finds_what_it_says(
    client: FlaskClient, query: str, found: list[str] | None
) -> None:
    page = open_page(client, f"/en/network?{query}")
    assert page.status == 200
    if found is None:
        assert len(listed(page)) == 3
    else:
        assert sorted(listed(page)) == sorted(found)


@pytest.mark.usefixtures("network")
def test_a_search_through_the_form_keeps_what_was_typed(client: FlaskClient) -> None:
    page = open_page(client, "/en/network").submit("/en/network", q="nobody at all", side="sending")
    assert "No organisation is like that" in page.text
    assert page.document.xpath("//input[@name='q']")[1].get("value") == "nobody at all"
    assert (
        page.document.xpath("//select[@name='side']/option[@selected]")[0].get("value") == "sending"
    )


def test_an_empty_network_shows_how_to_begin(client: FlaskClient) -> None:
    page = open_page(client, "/en/network")
    assert "No organisation has joined yet" in page.text
    assert page.links("/network/join")


def test_the_newest_members_come_first_when_asked(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        for name in ("Alpha", "Beta", "Gamma"):
            make_organisation(session, name, standing_since=clock.now())
    assert listed(open_page(client, "/en/network")) == ["Alpha", "Beta", "Gamma"]
    assert listed(open_page(client, "/en/network?sort=newest")) == ["Gamma", "Beta", "Alpha"]


def test_a_long_directory_is_paged_and_keeps_its_filters(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        for number in range(65):
            make_organisation(session, f"Group {number:02}")
    page = open_page(client, "/en/network?side=sending")
    assert len(listed(page)) == 30
    assert page.links("page=2")
    assert all("side=sending" in link for link in page.links("page="))
    assert listed(open_page(client, "/en/network?side=sending&page=3"))[-1] == "Group 64"
    # Too many to be drawn by name: the river shows their numbers.
    assert page.document.xpath("//svg[contains(@class, 'flow')]")


def test_one_and_thirty_organisations_cost_the_same_statements(
    client: FlaskClient,
    database: Database,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    def cost() -> tuple[int, int]:
        with statements() as first:
            assert open_page(client, "/en/network").status == 200
        with statements() as again:
            assert open_page(client, "/en/network").status == 200
        return _reads(first), _reads(again)

    with database.transaction() as session:
        make_organisation(session)
    one = cost()
    with database.transaction() as session:
        _more(session, 29)
    assert cost() == one
    assert one[0] <= 5
    assert one[1] == 1


def _reads(sent: list[str]) -> int:
    return sum(statement.lstrip().upper().startswith("SELECT") for statement in sent)


def _more(session: Session, count: int) -> None:
    for number in range(count):
        organisation = make_organisation(session, countries=("VN", "KR"))
        organisation.names.append(OrganisationName(language="vi", text=f"Tên {number}", position=1))


def test_an_unchanged_directory_is_answered_without_a_page(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        make_organisation(session, "Alpha")
    first = client.get("/en/network")
    tag = first.headers["ETag"]
    assert client.get("/en/network", headers={"If-None-Match": tag}).status_code == 304
    with database.transaction() as session:
        make_organisation(session, "Beta")
    changed = client.get("/en/network", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "Beta" in changed.text
