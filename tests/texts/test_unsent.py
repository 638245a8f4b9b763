"""What a browser's queue sends is answered so that a script can tell what became of it."""

from flask.testing import FlaskClient
from sqlalchemy import select

from portal.texts.models import Revision
from tests.pages import open_page
from tests.texts.test_presence import Desk, desk

__all__ = ["desk"]

QUEUED = {"X-Queued": "1"}


def send(desk: Desk, client: FlaskClient, **values: str) -> tuple[int, str | None, str]:
    """Send the edit form as the queue does: the status, where it leads, and the page that came."""
    page = open_page(client, f"/en/texts/blocks/{desk.block}/edit")
    fields = {**dict(page.form().form_values()), **values}
    answer = client.post(page.address, data=fields, headers=QUEUED)
    return answer.status_code, answer.headers.get("Location"), answer.text


def test_what_is_taken_leads_on_and_the_sentence_waits_for_that_page(desk: Desk) -> None:
    client = desk.sign_in(desk.people["minji"])
    status, target, words = send(desk, client, body="새 글")
    assert (status, words) == (200, "")
    assert target is not None
    assert "The paragraph is saved." in open_page(client, target).text


def test_what_is_sent_twice_is_taken_once(desk: Desk) -> None:
    client = desk.sign_in(desk.people["minji"])
    page = open_page(client, f"/en/texts/blocks/{desk.block}/edit")
    fields = {**dict(page.form().form_values()), "body": "새 글"}
    for _ in range(2):
        assert client.post(page.address, data=fields, headers=QUEUED).status_code == 200
    with desk.database.reading() as session:
        wordings = (
            select(Revision.body).where(Revision.block_id == desk.block).order_by(Revision.seq)
        )
        assert session.scalars(wordings).all() == ["글", "새 글"]


def test_what_meets_another_edit_is_a_conflict_and_leads_nowhere(desk: Desk) -> None:
    client = desk.sign_in(desk.people["minji"])
    page = open_page(client, f"/en/texts/blocks/{desk.block}/edit")
    fields = dict(page.form().form_values())
    first = client.post(page.address, data={**fields, "body": "그녀의 글"}, headers=QUEUED)
    assert first.status_code == 200
    second = client.post(page.address, data={**fields, "body": "나의 말"}, headers=QUEUED)
    assert (second.status_code, second.headers.get("Location")) == (409, None)


def test_who_is_signed_out_is_told_so_and_not_sent_to_another_page(desk: Desk) -> None:
    client = desk.sign_in(desk.people["minji"])
    page = open_page(client, f"/en/texts/blocks/{desk.block}/edit")
    fields = {**dict(page.form().form_values()), "body": "새 글"}
    with client.session_transaction() as cookie:
        for key in [key for key in cookie if key != "csrf_token"]:
            del cookie[key]
    answer = client.post(page.address, data=fields, headers=QUEUED)
    assert (answer.status_code, answer.headers.get("Location")) == (401, None)


def test_the_page_of_what_waits_explains_itself_without_scripts(desk: Desk) -> None:
    page = open_page(desk.sign_in(desk.people["minji"]), "/en/texts/unsent")
    assert "everything has arrived" in page.text
    assert page.document.xpath("//template[@data-queue-words]")
