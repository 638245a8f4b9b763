"""Feeds: valid Atom, the same tags for ever, and nobody named who keeps her name."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from portal.core import clock
from portal.core.orm import Database
from portal.statements import commands
from portal.statements.models import Milestone, Statement
from portal.statements.pack.picture import readable
from tests.pages import open_page
from tests.statements.test_life import Network, draft

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def handed_over(database: Database, network: Network, released: Statement) -> Statement:
    with database.transaction() as session:
        lead = network.actor(session, network.seoul)
        session.add(Milestone(release_id=released.releases[0].id, count=1000))
        commands.publish(session, released.id, by=lead)
        line = commands.record_submission(
            session,
            released.id,
            addressee='Комитет "<&>"',
            language="ru",
            submitted_on=clock.today(),
            reference="X/1",
            by=lead,
        )
        commands.record_answer(
            session,
            line.id,
            answer="Получено.",
            language="ru",
            answered_on=clock.today(),
            by=lead,
        )
        draft(session, network)
    return released


def read(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return ET.fromstring(answer.data)  # noqa: S314 - our own


@pytest.mark.parametrize("address", ["/statements/feed.xml", "/statements/{slug}/feed.xml"])
def test_a_feed_is_whole_and_tells_what_has_become_of_it(
    client: FlaskClient, handed_over: Statement, address: str
) -> None:
    root = read(client, address.format(slug=handed_over.slug))
    assert root.tag == f"{ATOM}feed"
    assert root.get(LANG)
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    relations = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert relations["self"].startswith("http://portal.test/")
    entries = root.findall(f"{ATOM}entry")
    kinds = [entry.find(f"{ATOM}category").get("term") for entry in entries]
    assert set(kinds) == {"opened", "published", "milestone", "submitted", "answered"}
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries:
        assert entry.findtext(f"{ATOM}id").startswith("tag:portal.test,2026-11-")
        assert entry.get(LANG) == "en"
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo is not None
        assert "안전하게 신고할 권리" in entry.findtext(f"{ATOM}title")
        (link,) = entry.findall(f"{ATOM}link")
        assert open_page(client, link.get("href").removeprefix("http://portal.test")).status == 200
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext(f"{ATOM}updated") == moments[0]


def test_tags_stay_when_the_words_are_in_another_language(
    client: FlaskClient, handed_over: Statement
) -> None:
    def ids(prefix: str) -> set[str]:
        root = read(client, f"{prefix}/statements/{handed_over.slug}/feed.xml")
        return {entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")}

    assert ids("") == ids("/ur") == ids("/km")
    urdu = read(client, f"/ur/statements/{handed_over.slug}/feed.xml")
    assert {entry.get(LANG) for entry in urdu.findall(f"{ATOM}entry")} == {"ur"}


def test_nobody_who_keeps_her_name_and_no_draft_is_in_a_feed(
    client: FlaskClient, handed_over: Statement
) -> None:
    for address in ("/statements/feed.xml", f"/statements/{handed_over.slug}/feed.xml"):
        words = client.get(address).get_data(as_text=True)
        assert "ផ្ទះសង្ឃឹម" not in words
        assert "@" not in words
        assert words.count("<entry") == 5


def test_a_reader_that_holds_the_feed_is_not_sent_it_again(
    client: FlaskClient, handed_over: Statement
) -> None:
    address = f"/statements/{handed_over.slug}/feed.xml"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_letters_that_xml_does_not_know_are_left_out() -> None:
    assert readable("a\x00b\x0bc\ufffed\ud800e\U0001f600") == "abcde\U0001f600"
