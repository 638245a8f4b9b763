"""Pages that lead to a statement: its address in each language, and what journalists find."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.core import clock
from portal.core.orm import Database
from portal.statements import commands
from portal.statements.models import Erratum, Statement
from portal.statements.queries.reading import read_release
from tests.pages import open_page
from tests.statements.test_life import Network, translate


@pytest.fixture
def bilingual(database: Database, network: Network, released: Statement) -> Statement:
    with database.transaction() as session:
        statement = session.merge(released)
        for language in ("ur", "th"):
            translate(session, network, statement, language)
            commands.add_release_language(
                session,
                statement.releases[0].id,
                language=language,
                by=network.actor(session, network.seoul),
            )
    return released


def test_each_language_has_an_address_of_its_own(client: FlaskClient, bilingual: Statement) -> None:
    page = open_page(client, f"/ur/statements/{bilingual.slug}?lang=ur")
    links = {
        link.get("hreflang"): link.get("href")
        for link in page.document.xpath("//link[@rel='alternate'][@hreflang]")
    }
    assert set(links) == {"ko", "ur", "th", "x-default"}
    (canonical,) = page.document.xpath("//link[@rel='canonical']/@href")
    assert canonical == links["ur"]
    assert links["ur"].startswith("http://portal.test/ur/statements/")
    assert links["th"].startswith("http://portal.test/statements/")
    for tag in ("ko", "ur", "th"):
        there = open_page(client, links[tag].removeprefix("http://portal.test"))
        (own,) = there.document.xpath("//link[@rel='canonical']/@href")
        assert own == links[tag]
        assert there.document.xpath("//h1/span/@lang") == [tag]
    (feed,) = page.document.xpath("//link[@type='application/atom+xml']/@href")
    assert client.get(feed).status_code == 200


@pytest.mark.parametrize("tag", ["en", "ko", "km", "ur"])
def test_journalists_find_the_facts_and_the_files(
    client: FlaskClient, bilingual: Statement, tag: str
) -> None:
    page = open_page(client, f"/{tag}/statements/{bilingual.slug}/press")
    assert page.status == 200
    for title in ("안전하게 신고할 권리", "ur: …", "th: …"):
        assert title in page.text
    assert "바다건너 여성의집" in page.text
    assert bilingual.releases[0].text_root in page.text
    assert "ផ្ទះសង្ឃឹម" not in page.html
    for form in ("docx", "pdf", "epub"):
        assert page.links(f"/releases/1/ko.{form}")
    assert len(page.response.data) < 40_000


def test_facts_for_the_press_say_by_side_how_it_was_adopted(
    client: FlaskClient, bilingual: Statement
) -> None:
    page = open_page(client, f"/statements/{bilingual.slug}/press")
    text = page.text
    assert "Sending side: 2 of 2 organisations consented." in text
    assert "Receiving side: 2 of 2 organisations consented." in text
    assert "Called for by" in text
    assert page.document.xpath("//dl[@class='tally']//dd/text()") == ["3", "3", "2"]


def test_a_corrected_title_is_what_others_are_told(
    database: Database, client: FlaskClient, network: Network, bilingual: Statement
) -> None:
    with database.transaction() as session:
        release = session.get_one(Statement, bilingual.id).releases[0]
        title = read_release(session, release, ["ko"]).title
        session.add(
            Erratum(
                release_id=release.id,
                block_id=title.id,
                revision_id=title.revision_id,
                language="ko",
                body="안전하게 신고할 우리의 권리",
                html="안전하게 신고할 우리의 권리",
                sha256="0" * 64,
                reason="오타",
                organisation_id=network.seoul.id,
                side=network.seoul.side,
                by_id=network.people[network.seoul.id].id,
                objections_until=clock.now() - timedelta(hours=1),
            )
        )
    for part in ("press", "share", "counter", "counter.svg", "feed.xml"):
        answer = client.get(f"/ko/statements/{bilingual.slug}/{part}")
        assert "우리의 권리" in answer.get_data(as_text=True), part


def test_those_who_lead_say_whom_journalists_can_ask(
    sign_in, client: FlaskClient, network: Network, bilingual: Statement
) -> None:
    lead = sign_in(network.people[network.seoul.id])
    page = open_page(lead, f"/statements/{bilingual.slug}/press/contact")
    page = page.submit(press_contact="김 <b>활동가</b>\npress@example.org")
    assert page.status == 200
    public = open_page(client, f"/statements/{bilingual.slug}/press")
    assert "김 <b>활동가</b>" in public.text
    assert "press@example.org" in public.text
    other = sign_in(network.people[network.tokyo.id])
    assert other.get(f"/statements/{bilingual.slug}/press/contact").status_code == 403


def test_there_is_nothing_to_share_of_a_draft(
    database: Database, sign_in, network: Network
) -> None:
    from tests.statements.test_life import draft  # noqa: PLC0415 - beside its one use

    with database.transaction() as session:
        slug = draft(session, network).slug
    lead = sign_in(network.people[network.seoul.id])
    for part in ("share", "press", "submissions"):
        page = open_page(lead, f"/statements/{slug}/{part}")
        assert page.status == 404
        assert "not public yet" in page.text
    assert lead.get(f"/statements/{slug}/un-pack").status_code == 403
