"""What was found by trial elsewhere, so that it is not repeated here."""

import io
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.app import create_app
from portal.core import locales, web
from portal.core.errors import Conflict
from portal.core.sentences import say
from portal.core.settings import Settings
from tests.house.conftest import House
from tests.house.walking import VISITS, address_of, is_page
from tests.pages import open_page

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\\/evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/home\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    "http:///evil.example",
    "evil.example",
)

FRAMED = "statements.counter"
"""The one page that other sites may show in a frame."""


def addresses(house: House) -> Iterator[tuple[str, str]]:
    for endpoint, several in VISITS.items():
        for visit in several:
            yield endpoint, address_of(house, endpoint, visit)


def token(house: House, role: str) -> str:
    return open_page(house.clients[role], "/network/join").token


def test_every_answer_carries_its_headers(house: House) -> None:
    for role in ("anonymous", "secretary"):
        for endpoint, address in (*addresses(house), ("", "/there-is-nothing-here")):
            headers = house.clients[role].get(address).headers
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'"), endpoint
            assert "unsafe" not in policy, endpoint
            assert "http:" not in policy
            assert "https:" not in policy
            assert headers["X-Content-Type-Options"] == "nosniff", endpoint
            assert headers["Referrer-Policy"] == "no-referrer", endpoint
            assert "Server" not in headers or "Werkzeug" in headers["Server"]
            if endpoint == FRAMED:
                assert policy.endswith("frame-ancestors *"), endpoint
                assert "script-src" not in policy
                assert "Set-Cookie" not in headers
            elif "text/html" in headers.get("Content-Type", ""):
                assert "frame-ancestors 'none'" in policy, endpoint


def test_pages_of_people_are_never_kept_and_pages_vary_by_who_asks(house: House) -> None:
    for endpoint, address in addresses(house):
        mine = house.clients["sending"].get(address)
        if is_page(mine) and "no-store" not in mine.headers["Cache-Control"]:
            assert web.is_impersonal(house.app, endpoint), endpoint
        public = house.clients["anonymous"].get(address)
        if not is_page(public) or web.is_impersonal(house.app, endpoint):
            continue
        assert "Cookie" in public.vary, endpoint
        assert "Accept-Language" in public.vary, endpoint
        assert "public" not in public.headers["Cache-Control"], endpoint


def test_a_page_kept_for_one_language_is_not_given_for_another(house: House) -> None:
    address = f"/statements/{house.seed['open']}"
    client = house.app.test_client()
    tag = client.get(address, headers={"Accept-Language": "en"}).headers.get("ETag")
    if tag:
        again = client.get(address, headers={"Accept-Language": "ko", "If-None-Match": tag})
        assert again.status_code == 200
        assert 'lang="ko"' in again.get_data(as_text=True)
        same = client.get(address, headers={"Accept-Language": "en", "If-None-Match": tag})
        assert same.status_code == 304
        assert same.data == b""


def test_no_page_repeats_the_name_that_the_request_gave_its_host(house: House) -> None:
    for endpoint, address in addresses(house):
        for role in ("anonymous", "sending"):
            answer = house.clients[role].get(address, headers={"Host": "evil.example"})
            assert b"evil.example" not in answer.data, endpoint
            assert not (answer.location or "").startswith(("http", "//")), endpoint


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nothing_leads_out_of_the_site(house: House, address: str) -> None:
    client = house.app.test_client()
    page = open_page(client, "/network/join")
    language = client.post(
        "/language", data={"csrf_token": page.token, "locale": "ko", "next": address}
    )
    assert language.location == "/"
    signed_in = house.clients["member"].get("/sign-in", query_string={"next": address})
    assert signed_in.location == "/home"
    code = client.get("/sign-in/code", query_string={"next": address})
    assert "evil" not in code.location
    assert "javascript" not in code.location
    confirm = house.clients["member"].get("/sign-in/confirm", query_string={"next": address})
    assert confirm.location == "/home"
    sign_in = open_page(client, "/sign-in?next=/home")
    answer = client.post(
        "/sign-in",
        data={
            "csrf_token": sign_in.token,
            "next": address,
            "email": "nobody@example.org",
            "password": "x",
        },
    )
    assert answer.status_code in {200, 422}


def test_a_form_without_its_token_gives_back_what_was_typed(house: House) -> None:
    answer = house.app.test_client().post(
        "/network/join",
        data={
            "name_1": "Eine Gruppe",
            "password": "hush",
            "message": "<b>long words</b>",
            "act": "publish",
            "release": "01KB0Z5Z8QW3RT9YHV7XNPD4MC",
            "text_root": "0f" * 32,
            "agreed": "y",
        },
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Eine Gruppe" in page
    assert "&lt;b&gt;long words&lt;/b&gt;" in page
    assert "hush" not in page.replace('class="hush"', "")
    for made in ("publish", "01KB0Z5Z8QW3RT9YHV7XNPD4MC", "0f" * 32, ">\ny</textarea>"):
        assert made not in page
    assert page.count("<textarea readonly") == 2
    assert 'aria-label="What you typed, part 2"' in page
    assert 'name_1"' not in page
    assert '<a class="button" href="/network/join">Open the page again</a>' in page


def test_a_token_of_another_session_is_refused(house: House) -> None:
    foreign = token(house, "receiving")
    with house.sent() as sent:
        answer = house.clients["sending"].post(
            f"/statements/{house.seed['open']}/freeze", data={"csrf_token": foreign, "frozen": "1"}
        )
    assert answer.status_code == 400
    assert not [each for each in sent if each.startswith(("UPDATE", "INSERT", "DELETE"))]


# --- the pages of errors ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def live(house: House, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The same portal as people meet it: errors are shown, and some pages break on purpose."""
    settings: Settings = house.app.extensions["portal_settings"]
    app = create_app(settings, RATELIMIT_ENABLED=False)

    @app.get("/breaks")
    @web.public
    def breaks() -> str:
        raise RuntimeError("the secret of the trace, secret-key-1234")

    @app.post("/clashes")
    @web.public
    def clashes() -> str:
        raise Conflict(
            say("Someone else was quicker."), mine="mine", theirs="theirs", language="ko"
        )

    return app


@pytest.mark.parametrize("tag", list(locales.LOCALES))
def test_an_error_of_ours_is_told_with_a_reference_and_nothing_else(live: Flask, tag: str) -> None:
    answer = live.test_client().get(f"/{tag}/breaks")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert f'<html lang="{tag}" dir="{locales.LOCALES[tag].dir}">' in page
    assert re.search(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", page)
    for leak in ("secret", "RuntimeError", "Traceback", "portal/", ".py"):
        assert leak not in page
    with locales.speaking(tag):
        words = str(say("Something broke"))
    assert words in page
    assert (words == "Something broke") == (tag == "en")


@pytest.mark.parametrize("tag", list(locales.LOCALES))
def test_what_is_not_there_is_told_in_the_readers_language(live: Flask, tag: str) -> None:
    answer = live.test_client().get(f"/{tag}/there-is-nothing-here")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert f'<html lang="{tag}"' in page
    with locales.speaking(tag):
        assert str(say("There is nothing here")) in page


def test_a_refusal_gives_its_reason_and_a_conflict_both_versions(house: House, live: Flask) -> None:
    refused = open_page(house.clients["member"], f"/statements/{house.seed['draft']}")
    assert refused.status == 403
    assert "with its drafting group" in refused.text
    client = live.test_client()
    page = open_page(client, "/network/join")
    answer = client.post("/clashes", data={"csrf_token": page.token})
    assert answer.status_code == 409
    assert "mine" in answer.get_data(as_text=True)
    assert "theirs" in answer.get_data(as_text=True)


def test_what_is_too_large_is_refused_in_words(house: House) -> None:
    settings: Settings = house.app.extensions["portal_settings"]
    app = create_app(settings, RATELIMIT_ENABLED=False, MAX_CONTENT_LENGTH=2_000)
    client = app.test_client()
    page = open_page(client, "/network/join")
    for data in (
        {"csrf_token": page.token, "message": "m" * 4_000},
        {"csrf_token": page.token, "file": (io.BytesIO(bytes(4_000)), "file.pdf")},
    ):
        answer = client.post("/network/join", data=data, content_type="multipart/form-data")
        assert answer.status_code == 413
        assert "larger than this site takes" in answer.get_data(as_text=True)


def test_a_method_that_an_address_does_not_take_is_told_in_words(live: Flask) -> None:
    answer = live.test_client().delete("/statements/")
    assert answer.status_code in {400, 405}
    assert "<h1>" in answer.get_data(as_text=True)


def test_programs_get_errors_as_data(live: Flask) -> None:
    answer = live.test_client().get("/breaks", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    assert set(answer.get_json()) == {"error"}
    assert "secret" not in answer.get_json()["error"]


# --- cookies ----------------------------------------------------------------------------------------


def cookies(app: Flask) -> dict[str, Any]:
    client = app.test_client()
    page = open_page(client, "/sign-in")
    answers = [
        client.get("/sign-in"),
        client.post("/language", data={"csrf_token": page.token, "locale": "ko"}),
    ]
    found: SimpleCookie = SimpleCookie()
    for answer in (page.response, *answers):
        for line in answer.headers.getlist("Set-Cookie"):
            found.load(line)
    return dict(found)


def test_cookies_are_for_the_server_and_this_site_alone(house: House) -> None:
    found = cookies(house.app)
    assert set(found) == {"portal", "locale"}
    for cookie in found.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"


def test_over_https_cookies_never_travel_in_the_open(house: House, tmp_path: Path) -> None:
    inner: Settings = house.app.extensions["portal_settings"]
    settings = Settings(
        data=tmp_path,
        database_url=inner.database_url,
        base_url="https://portal.test",
        secure_cookies=True,
        secret_key="only for tests",
        processes=1,
    )
    app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    client = app.test_client()
    answer = client.get("/sign-in", base_url="https://portal.test")
    (line,) = answer.headers.getlist("Set-Cookie")
    assert line.startswith("__Host-portal=")
    assert "; Secure" in line
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_reading_public_pages_sets_no_cookie(house: House) -> None:
    for endpoint, several in VISITS.items():
        if web.access_of(house.app, endpoint) != "public" or not endpoint.startswith(
            ("library.", "home.", "events.show", "forums.")
        ):
            continue
        for visit in several:
            answer = house.app.test_client().get(address_of(house, endpoint, visit))
            if endpoint == "library.ask" or answer.status_code != 200:
                continue
            assert not answer.headers.getlist("Set-Cookie"), endpoint
