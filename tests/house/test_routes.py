"""Every route says whom it is open to, and opens to them alone; no GET writes."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.core import web
from tests.house.addresses import ACTS, OWN_ACTS, PUBLIC_ACTS, VISITS, Visit
from tests.house.conftest import House
from tests.house.seed import ROLES
from tests.house.walking import address_of, name_of, visits, writes

VISITED = list(visits())


def endpoints(app: Flask, method: str) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if method in (rule.methods or ())}


def test_every_route_is_marked(house: House) -> None:
    unmarked = [
        rule.endpoint
        for rule in house.app.url_map.iter_rules()
        if web.access_of(house.app, rule.endpoint) is None
    ]
    assert not unmarked, f"mark with web.public, web.members_only or web.guarded: {unmarked}"


def test_every_route_that_reads_is_visited(house: House) -> None:
    known, there = set(VISITS), endpoints(house.app, "GET")
    assert not there - known, (
        f"new routes: say in tests/house/addresses.py, VISITS, whom they open to, and plant in "
        f"tests/house/seed.py what their addresses need: {sorted(there - known)}"
    )
    assert not known - there, f"these routes are gone: {sorted(known - there)}"


def test_every_route_that_only_takes_a_form_is_tried(house: House) -> None:
    there = endpoints(house.app, "POST") - endpoints(house.app, "GET")
    assert not there - set(ACTS), (
        f"new forms: say in tests/house/addresses.py, ACTS, whom they open to: "
        f"{sorted(there - set(ACTS))}"
    )
    assert not set(ACTS) - there, f"these routes are gone: {sorted(set(ACTS) - there)}"


@pytest.mark.parametrize(("endpoint", "visit"), VISITED, ids=[name_of(*pair) for pair in VISITED])
def test_an_address_opens_to_those_whom_it_is_meant_for(
    house: House, endpoint: str, visit: Visit
) -> None:
    address = address_of(house, endpoint, visit)
    closed = web.access_of(house.app, endpoint) != "public"
    wrong = []
    for role in ROLES:
        with house.sent() as sent:
            answer = house.clients[role].get(address)
        expected: set[int]
        if role in visit.opens:
            expected = {200}
        elif role in visit.elsewhere or (role == "anonymous" and closed):
            expected = {303}
        else:
            expected = {403, 404}
        if answer.status_code not in expected:
            wrong.append(f"{role}: {answer.status_code}, not {sorted(expected)}")
        if role == "anonymous" and closed:
            asked = urlsplit(answer.location or "")
            assert asked.path == "/sign-in"
            assert parse_qs(asked.query)["next"] == [unquote(address)]
        assert not writes(sent), f"a GET writes: {writes(sent)}"
    assert not wrong, f"{address}: {'; '.join(wrong)}"


def forms() -> list[tuple[str, Visit]]:
    read = {endpoint: several[0] for endpoint, several in VISITS.items() if endpoint != "static"}
    return sorted({**read, **ACTS}.items())


def test_a_form_without_its_token_changes_nothing(house: House) -> None:
    posted = endpoints(house.app, "POST")
    for endpoint, visit in forms():
        if endpoint not in posted:
            continue
        address = address_of(house, endpoint, visit)
        with house.sent() as sent:
            answer = house.clients["secretary"].post(address, data={"words": "typed"})
        assert answer.status_code == 400, (endpoint, answer.status_code)
        assert "typed" in answer.get_data(as_text=True)
        assert not writes(sent), endpoint


@pytest.mark.parametrize("role", ["anonymous", "outsider", "secretary_without"])
def test_a_form_changes_nothing_for_those_whom_it_is_not_for(house: House, role: str) -> None:
    client, posted = house.clients[role], endpoints(house.app, "POST")
    page = client.get("/network/join").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    wrong = []
    for endpoint, visit in forms():
        if endpoint not in posted or role in visit.opens or endpoint in PUBLIC_ACTS | OWN_ACTS:
            continue
        address = address_of(house, endpoint, visit)
        with house.sent() as sent:
            answer = client.post(address, data={"csrf_token": token})
        if role == "anonymous":
            if answer.status_code != 303 or not answer.location.startswith("/sign-in?"):
                wrong.append(f"{endpoint}: {answer.status_code}")
        elif answer.status_code not in {303, 400, 403, 404}:
            wrong.append(f"{endpoint}: {answer.status_code}")
        if writes(sent):
            wrong.append(f"{endpoint} writes: {writes(sent)[0]}")
    assert not wrong, "; ".join(wrong)


def test_a_writing_transaction_needs_a_post(house: House) -> None:
    with (
        house.app.test_request_context("/", method="GET"),
        pytest.raises(RuntimeError, match="must not write"),
        web.transaction(),
    ):
        pass


def test_the_reading_session_refuses_to_write(house: House) -> None:
    with house.app.test_request_context("/"), pytest.raises(OperationalError):
        web.reading().execute(text("UPDATE people SET name = 'changed'"))
