"""To whom it was handed and what came back: read by everyone, kept by those who lead, each act on record."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core import clock
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.statements import commands
from portal.statements.models import Stage, Statement, Submission
from tests.pages import Page, open_page
from tests.statements.test_life import Network


@pytest.fixture
def published(database: Database, network: Network, released: Statement) -> Statement:
    with database.transaction() as session:
        commands.publish(session, released.id, by=network.actor(session, network.seoul))
    return released


@pytest.fixture
def lead(sign_in, network: Network, released: Statement) -> FlaskClient:
    return sign_in(network.people[network.seoul.id])


def add(lead: FlaskClient, statement: Statement, **values: str) -> Page:
    page = open_page(lead, f"/statements/{statement.slug}/submissions/new")
    given = {
        "addressee": "여성가족부",
        "language": "ko",
        "submitted_on": clock.today().isoformat(),
        "reference": "2026-17",
        **values,
    }
    return page.submit(**given)


def lines(database: Database) -> list[Submission]:
    with database.reading() as session:
        return list(session.scalars(select(Submission)))


@pytest.mark.parametrize("tag", ["en", "ko", "km", "ur"])
def test_everyone_reads_to_whom_it_was_handed_and_what_came_back(
    database: Database, client: FlaskClient, lead: FlaskClient, published: Statement, tag: str
) -> None:
    page = add(lead, published)
    assert "The submission is recorded." in page.text
    (line,) = lines(database)
    page = open_page(lead, f"/statements/{published.slug}/submissions/{line.id}/answer")
    page = page.submit(
        answer="검토하겠습니다.\n\n감사합니다.",
        language="ko",
        answered_on=clock.today().isoformat(),
    )
    assert page.status == 200
    public = open_page(client, f"/{tag}/statements/{published.slug}/submissions")
    (name,) = public.document.xpath("//main//h2/bdi[@lang='ko']")
    assert name.text == "여성가족부"
    assert "2026-17" in public.text
    assert [p.text for p in public.document.xpath("//main//p[@lang='ko'][@dir='ltr']")] == [
        "검토하겠습니다.",
        "감사합니다.",
    ]
    assert not public.links("/submissions/new")
    with database.reading() as session:
        assert session.get_one(Statement, published.id).stage is Stage.SUBMITTED


def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(
    database: Database, lead: FlaskClient, published: Statement
) -> None:
    page = add(lead, published, submitted_on=(clock.today() + timedelta(days=3)).isoformat())
    assert page.status == 422
    assert "Choose today or a day before." in page.text
    assert page.document.xpath("//input[@name='addressee']/@value") == ["여성가족부"]
    assert lines(database) == []


def test_an_answer_is_not_older_than_what_it_answers(
    database: Database, lead: FlaskClient, published: Statement
) -> None:
    add(lead, published)
    (line,) = lines(database)
    page = open_page(lead, f"/statements/{published.slug}/submissions/{line.id}/answer").submit(
        answer="…",
        language="ko",
        answered_on=(clock.today() - timedelta(days=1)).isoformat(),
    )
    assert page.status == 422
    assert "Check this day." in page.text
    assert lines(database)[0].answered_on is None


def test_a_wrong_line_is_put_right_and_what_it_said_is_kept(
    database: Database, client: FlaskClient, lead: FlaskClient, published: Statement
) -> None:
    add(lead, published, addressee="여성가족처")
    (line,) = lines(database)
    page = open_page(lead, f"/statements/{published.slug}/submissions/{line.id}/edit")
    assert page.document.xpath("//input[@name='addressee']/@value") == ["여성가족처"]
    assert page.document.xpath("//select[@name='language']/option[@selected]/@value") == ["ko"]
    page.submit(addressee="여성가족부")
    assert "여성가족처" not in open_page(client, f"/statements/{published.slug}/submissions").text
    with database.reading() as session:
        entries = {
            entry.act: entry.details
            for entry in session.scalars(
                select(AuditEntry).where(AuditEntry.act.like("Submission%"))
            )
        }
    assert set(entries) == {"SubmissionRecorded", "SubmissionCorrected"}
    assert entries["SubmissionCorrected"]["before"][0] == "여성가족처"


def test_only_those_who_lead_write_there(
    database: Database, sign_in, network: Network, lead: FlaskClient, published: Statement
) -> None:
    add(lead, published)
    (line,) = lines(database)
    other = sign_in(network.people[network.tokyo.id])
    for part in ("new", f"{line.id}/edit", f"{line.id}/answer"):
        assert other.get(f"/statements/{published.slug}/submissions/{part}").status_code == 403
    for part in ("edit", "answer"):
        lost = lead.get(f"/statements/{published.slug}/submissions/{'0' * 26}/{part}")
        assert lost.status_code == 404


def test_a_statement_that_is_not_published_is_handed_to_nobody(
    lead: FlaskClient, released: Statement
) -> None:
    page = add(lead, released)
    assert page.status == 422
    assert "Only a published statement" in page.text
