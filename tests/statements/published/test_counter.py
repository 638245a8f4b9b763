"""How many have signed, on other people's sites: small, without a cookie, telling no withheld name."""

import json
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from portal.core.orm import Database
from portal.statements.models import Stage, Statement
from portal.statements.pack.picture import wrapped
from tests.pages import open_page
from tests.statements.test_life import Network, sign

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("tag", ["en", "ko", "km", "ur"])
def test_the_counter_is_small_and_speaks_the_readers_language(
    client: FlaskClient, released: Statement, tag: str
) -> None:
    page = open_page(client, f"/{tag}/statements/{released.slug}/counter")
    assert page.status == 200
    assert len(page.response.data) <= 3 * 1024
    html = page.document
    assert (html.get("lang"), html.get("dir")) == (tag, "rtl" if tag == "ur" else "ltr")
    assert "안전하게 신고할 권리" in page.text
    assert not html.xpath("//script | //form | //*[@style]")
    for link in html.iter("a"):
        assert link.get("target") == "_top"
        assert link.get("href").startswith("http://portal.test/")


def test_the_counter_may_be_framed_and_keeps_nothing_of_its_reader(
    client: FlaskClient, released: Statement
) -> None:
    answer = client.get(f"/statements/{released.slug}/counter")
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "서명 3개" in answer.get_data(as_text=True)


def test_an_address_chooses_the_language_also_without_a_prefix(
    client: FlaskClient, released: Statement
) -> None:
    page = open_page(client, f"/statements/{released.slug}/counter?lang=ko")
    assert page.document.get("lang") == "ko"
    assert open_page(client, f"/statements/{released.slug}/counter?lang=%00").status == 200


def test_nothing_is_counted_that_is_not_public(
    database: Database, client: FlaskClient, released: Statement
) -> None:
    with database.transaction() as session:
        statement = session.merge(released)
        statement.public_release, statement.stage = None, Stage.DRAFT
    for form in ("", ".svg", ".json"):
        answer = client.get(f"/statements/{released.slug}/counter{form}")
        assert answer.status_code == 403
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "안전하게 신고할 권리" not in answer.get_data(as_text=True)


def test_the_picture_says_what_it_shows(client: FlaskClient, released: Statement) -> None:
    answer = client.get(f"/ur/statements/{released.slug}/counter.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    root = ET.fromstring(answer.data)  # noqa: S314 - our own
    assert root.get("role") == "img"
    words = root.findtext(f"{SVG}title")
    assert words
    assert words == root.get("aria-label")
    assert "안전하게 신고할 권리" in words
    assert {text.get("direction") for text in root.iter(f"{SVG}text")} == {"ltr", "rtl"}
    assert not root.findall(f".//{SVG}style")
    assert b"style=" not in answer.data


def test_the_figures_are_there_for_programs(
    database: Database, client: FlaskClient, network: Network, released: Statement
) -> None:
    with database.transaction() as session:
        sign(session, network, session.merge(released), network.tokyo)
    answer = client.get(f"/statements/{released.slug}/counter.json")
    told = json.loads(answer.data)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (told["signatures"], told["bodies"], told["release"]) == (4, 4, 1)
    assert told["by_side"]["receiving"] == 2
    assert told["bodies_by_side"]["receiving"] == 2
    assert told["by_country"]["JP"] == {"signatures": 1, "bodies": 1}
    # A name that is kept from the public adds nothing here.
    assert "KH" not in told["by_country"]
    assert "ផ្ទះសង្ឃឹម" not in answer.get_data(as_text=True)


def test_what_a_site_copies_shows_the_counter(client: FlaskClient, released: Statement) -> None:
    page = open_page(client, f"/statements/{released.slug}/share")
    (snippet,) = page.document.xpath("//textarea/text()")
    assert "<script" not in snippet
    address = snippet.partition('src="')[2].partition('"')[0]
    assert address.startswith("http://portal.test/ko/statements/")
    assert open_page(client, address.removeprefix("http://portal.test")).status == 200


def test_every_other_page_may_not_be_framed(client: FlaskClient, released: Statement) -> None:
    for part in ("", "/share", "/press", "/signatories", "/submissions", "/feed.xml"):
        answer = client.get(f"/statements/{released.slug}{part}")
        assert answer.status_code == 200, part
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], part
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("ស្ត្រីគ្រប់រូបត្រូវអាចរាយការណ៍ដោយសុវត្ថិភាពនៅគ្រប់ទីកន្លែងទាំងអស់", "km"),
        ("모든 여성은 어디에서나 언제나 안전하게 신고할 수 있어야 합니다 그리고 더", "ko"),
        ("Donaudampfschifffahrtsgesellschaftskapitänswitwenverein" * 2, "de"),
        ("", "en"),
    ],
)
def test_lines_of_a_picture_are_cut_between_words_and_lose_none(words: str, language: str) -> None:
    lines = wrapped(words, language, 20, 99)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert len(wrapped(words, language, 20, 2)) <= 2
