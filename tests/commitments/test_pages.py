"""Commitments through their real pages, from the paragraph to the list and the table."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.commitments.commands import report
from portal.commitments.models import Commitment, CommitmentState
from portal.commitments.views.listing import FORMULA, harmless
from portal.core import clock
from portal.core.orm import Database
from portal.network.models import Standing
from portal.statements.models import Stage
from portal.texts import commands as texts
from tests.commitments.conftest import KOREAN, WORDS, Shore
from tests.pages import Page, open_page

By = Callable[[str], FlaskClient]
Statements = Callable[[], AbstractContextManager[list[str]]]


def how_many(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Commitment)) or 0


def form_of(by: By, shore: Shore, name: str = "seoul") -> Page:
    """From the statement's page to the form beside its first paragraph."""
    page = open_page(by(name), f"/statements/{shore.slug}")
    (link,) = page.links(f"/commitments/new?block={shore.korean}")
    return open_page(page.client, link)


def made_by(by: By, shore: Shore, **values: str) -> Page:
    return form_of(by, shore).submit(**{"body": WORDS, "language": "ko", **values})


def test_a_representative_pledges_beside_a_paragraph_and_everyone_reads_it(
    shore: Shore, by: By, client: FlaskClient, tomorrow: date
) -> None:
    page = form_of(by, shore)
    assert KOREAN in page.text
    page = page.submit(body=WORDS, language="ko", due_on=tomorrow.isoformat())
    assert "Everyone can read it." in page.text
    key = page.address.rpartition("/")[2]
    for address in (
        f"/commitments/{key}",
        "/commitments",
        f"/statements/{shore.slug}",
        "/network/across-the-sea",
    ):
        seen = open_page(client, address)
        assert WORDS in seen.text, address
        assert seen.document.xpath(f"//*[@lang='ko'][contains(., '{WORDS}')]"), address
        assert not seen.links("/commitments/new"), address
    statement = open_page(client, f"/statements/{shore.slug}")
    assert "1 commitment" in statement.text
    assert "What was pledged" in statement.text
    (link,) = statement.links(f"block={shore.korean}")
    narrowed = open_page(client, link)
    assert WORDS in narrowed.text
    assert "on one paragraph" in narrowed.text


def test_the_statement_s_page_is_sent_anew_once_something_is_pledged(
    shore: Shore, by: By, client: FlaskClient
) -> None:
    before = client.get(f"/statements/{shore.slug}").headers["ETag"]
    made_by(by, shore)
    answer = client.get(f"/statements/{shore.slug}", headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert WORDS in answer.get_data(as_text=True)


def test_who_cannot_pledge_reads_why(shore: Shore, by: By, client: FlaskClient) -> None:
    address = f"/commitments/new?block={shore.korean}"
    assert "/sign-in" in open_page(client, address).address
    page = open_page(by("editor"), address)
    assert "power to sign" in page.text
    assert not page.document.xpath("//main//form")
    assert not open_page(by("editor"), f"/statements/{shore.slug}").links("/commitments/new")
    assert open_page(by("seoul"), "/commitments/new?block=nothing").status == 404
    assert open_page(by("seoul"), "/commitments/new").status == 404


def test_a_press_that_cannot_be_taken_keeps_every_word(shore: Shore, by: By) -> None:
    page = made_by(by, shore, due_on="2020-01-01", language="vi")
    assert page.status == 422
    assert "This day has passed." in page.text
    form = page.form()
    assert form.xpath(".//textarea[@name='body']")[0].text_content().strip() == WORDS
    assert form.xpath(".//input[@name='due_on']/@value") == ["2020-01-01"]
    assert form.xpath(".//select[@name='language']/option[@selected]/@value") == ["vi"]
    assert made_by(by, shore, body=" ").status == 422
    assert how_many(shore.database) == 0


def test_the_same_form_sent_twice_makes_one(shore: Shore, by: By) -> None:
    page = form_of(by, shore)
    first = page.submit(body=WORDS, language="ko")
    second = page.submit(body=WORDS, language="ko")
    assert first.address == second.address
    assert how_many(shore.database) == 1


def test_a_paragraph_that_changed_while_she_wrote_is_shown_with_her_words(
    shore: Shore, by: By, client: FlaskClient
) -> None:
    page = form_of(by, shore)
    with shore.database.transaction() as session:
        read = shore.revision(session, shore.korean)
        shore.statement(session).stage = Stage.DRAFT
        session.flush()
        lead = shore.actor(session, "seoul")
        texts.edit_block(session, shore.korean, body="새 문장", base_revision_id=read, by=lead)
        shore.release(session)
    page = page.submit(body=WORDS, language="ko")
    assert page.status == 422
    assert "reads otherwise" in page.text
    assert "새 문장" in page.text
    assert how_many(shore.database) == 0
    made = page.submit()
    assert "Everyone can read it." in made.text
    with shore.database.transaction() as session:
        lead = shore.actor(session, "seoul")
        now = shore.revision(session, shore.korean)
        shore.statement(session).stage = Stage.DRAFT
        session.flush()
        texts.edit_block(session, shore.korean, body="또 새 문장", base_revision_id=now, by=lead)
        shore.release(session)
    seen = open_page(client, made.address)
    assert "What has changed in it since" in seen.text
    assert [each.text_content() for each in seen.document.xpath("//ins")] == ["또 "]
    assert not seen.document.xpath("//del")


def test_a_paragraph_that_is_gone_is_said_to_be(shore: Shore, by: By, client: FlaskClient) -> None:
    form = form_of(by, shore)
    made = made_by(by, shore)
    with shore.database.transaction() as session:
        shore.statement(session).stage = Stage.DRAFT
        session.flush()
        texts.delete_block(session, shore.korean, by=shore.actor(session, "seoul"))
        shore.release(session)
    page = form.submit(body="Another", language="ko")
    assert page.status == 422
    assert "no longer part of the statement" in page.text
    assert "Another" in page.text
    assert "The commitment stands." in open_page(client, made.address).text
    assert WORDS in open_page(client, "/commitments").text
    assert how_many(shore.database) == 1


def test_the_organisation_reports_and_takes_up_again(
    shore: Shore, by: By, client: FlaskClient, tomorrow: date
) -> None:
    made = made_by(by, shore, due_on=tomorrow.isoformat())
    ours = by("seoul")
    address = f"{made.address}/report"
    assert open_page(by("hanoi"), address).status == 403
    assert not open_page(by("hanoi"), made.address).links("/report")
    assert "/sign-in" in open_page(client, address).address
    page = open_page(ours, "/home")
    assert WORDS in page.text
    page = open_page(ours, next(iter(page.links("/report"))))
    assert page.submit(state="kept", words="").status == 422
    page = page.submit(state="kept", words="창구가 열렸습니다.", language="ko")
    assert "the commitment was kept" in page.text
    assert "창구가 열렸습니다." in open_page(client, made.address).text
    assert WORDS not in open_page(ours, "/home").text
    stale = open_page(ours, address)
    assert stale.form().xpath(".//input[@name='state']/@value") == ["open"]
    page = stale.submit(words="다시 합니다.", language="ko")
    assert "Taken up again" in page.text
    assert "Still open" in page.text


def test_a_report_on_what_was_closed_meanwhile_keeps_its_words(shore: Shore, by: By) -> None:
    made = made_by(by, shore)
    page = open_page(by("seoul"), f"{made.address}/report")
    with shore.database.transaction() as session:
        report(
            session,
            made.address.rpartition("/")[2],
            state=CommitmentState.GIVEN_UP,
            words="돈이 없습니다.",
            language="ko",
            by=shore.actor(session, "seoul"),
        )
    page = page.submit(state="kept", words="다 했습니다.", language="ko")
    assert page.status == 422
    assert "다 했습니다." in page.html


def test_the_list_is_narrowed_and_ordered(shore: Shore, client: FlaskClient) -> None:
    today = clock.today()
    assert "Nothing has been pledged yet" in open_page(client, "/commitments").text
    with shore.database.transaction() as session:
        shore.pledge(session, body="far", due_on=today + timedelta(days=90))
        shore.pledge(session, body="never", language="en")
        late = shore.pledge(session, "hanoi", body="late", due_on=today)
        late.due_on = today - timedelta(days=3)
        done = shore.pledge(session, body="done", block_id=shore.vietnamese, due_on=today)
        report(
            session,
            done.id,
            state=CommitmentState.KEPT,
            words="Yes.",
            language="en",
            by=shore.actor(session, "seoul"),
        )
    listed = {
        "": ["late", "done", "far", "never"],
        "order=newest": ["done", "late", "never", "far"],
        "organisation=ben-ve": ["late"],
        "country=kr": ["done", "far", "never"],
        "side=sending": ["late"],
        "state=open": ["late", "far", "never"],
        "state=overdue": ["late"],
        "state=kept": ["done"],
        "state=given_up": [],
        f"statement={shore.slug}": ["late", "done", "far", "never"],
        f"block={shore.vietnamese}": ["done"],
        "statement=another": [],
        "country=xx&side=none&state=what&order=how&page=99999": ["late", "done", "far", "never"],
    }
    for query, words in listed.items():
        page = open_page(client, f"/commitments?{query}")
        assert page.status == 200
        items = page.document.xpath("//main//ul[contains(@class, 'rows')]/li/p[1]")
        assert [item.text_content() for item in items] == words, query
        if not words:
            assert "No commitment fits" in page.text
    page = open_page(client, "/commitments")
    narrowed = page.submit("/commitments", organisation="ben-ve", state="overdue")
    assert "late" in narrowed.text
    assert "far" not in narrowed.text


def test_what_is_on_no_public_statement_is_nowhere(
    shore: Shore, by: By, client: FlaskClient
) -> None:
    made = made_by(by, shore)
    with shore.database.transaction() as session:
        statement = shore.statement(session)
        statement.public_release, statement.stage = None, Stage.CONSULTATION
    for address in ("/commitments", "/commitments.csv", "/network/across-the-sea"):
        assert WORDS not in client.get(address).get_data(as_text=True)
    assert open_page(client, made.address).status == 404


def test_one_that_has_left_the_network_keeps_its_name_on_what_it_pledged(
    shore: Shore, by: By, client: FlaskClient
) -> None:
    made = made_by(by, shore)
    with shore.database.transaction() as session:
        organisation = session.merge(shore.organisations["seoul"])
        organisation.standing, organisation.changed_at = Standing.LEFT, clock.now()
    for address in ("/commitments", made.address, f"/statements/{shore.slug}"):
        assert "바다건너 여성의집" in open_page(client, address).text, address
    assert open_page(by("seoul"), f"{made.address}/report").status == 403


def test_the_table_says_what_the_list_says_and_runs_no_formula(
    shore: Shore, client: FlaskClient, tomorrow: date
) -> None:
    with shore.database.transaction() as session:
        made = shore.pledge(session, body="=HYPERLINK(1)", due_on=tomorrow)
        shore.pledge(session, "hanoi", body='+1, "và" 2', language="vi")
        report(
            session,
            made.id,
            state=CommitmentState.OPEN,
            words="@SUM(1)\nand a line",
            language="en",
            by=shore.actor(session, "seoul"),
        )
    answer = client.get("/commitments.csv")
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8-sig")
    head, first, second = csv.reader(io.StringIO(text, newline=""))
    row = dict(zip(head, first, strict=True))
    assert row["Commitment"].startswith("'=HYPERLINK")
    assert row["What came of it"] == "'@SUM(1)\nand a line"
    assert (row["Organisation"], row["Countries"]) == ("바다건너 여성의집", "KR")
    assert (row["Due on"], row["How it stands"]) == (tomorrow.isoformat(), "Still open")
    assert row["Address"].endswith(f"/commitments/{made.id}")
    assert dict(zip(head, second, strict=True))["Commitment"].startswith("'+1")
    narrowed = client.get("/commitments.csv?side=sending").get_data(as_text=True)
    assert narrowed.count("commitments/") == 1


@given(st.text())
def test_no_cell_begins_like_a_formula_and_none_is_lost(cell: str) -> None:
    assert not harmless(cell).lstrip(" ").startswith(FORMULA)
    assert harmless(cell) in {cell, f"'{cell}"}


@pytest.mark.parametrize("address", ["/commitments", "/statements/{slug}", "/commitments.csv"])
def test_thirty_cost_as_many_questions_as_one(
    shore: Shore, app: Flask, client: FlaskClient, statements: Statements, address: str
) -> None:
    asked = []
    for number in (1, 30):
        with shore.database.transaction() as session:
            for each in range(number):
                name = ("seoul", "hanoi")[each % 2]
                shore.pledge(session, name, body=f"Number {number}, {each}")
        here = address.format(slug=shore.slug)
        client.get(here)
        app.extensions["portal_pages"].clear()
        with statements() as sent:
            assert client.get(here).status_code == 200
        asked.append(len(sent))
    assert asked[1] <= asked[0]
    assert address.startswith("/statements") or asked[1] <= 7


def test_a_long_list_is_read_page_by_page(shore: Shore, client: FlaskClient) -> None:
    with shore.database.transaction() as session:
        for number in range(31):
            shore.pledge(session, body=f"Number {number:02}")
    first, second = (open_page(client, f"/commitments?page={page}") for page in (1, 2))
    assert "Number 29" in first.text
    assert "Number 30" not in first.text
    assert "Number 30" in second.text
    statement = open_page(client, f"/statements/{shore.slug}")
    assert "31 commitments" in statement.text
    assert statement.html.count("/commitments/0") <= 12
