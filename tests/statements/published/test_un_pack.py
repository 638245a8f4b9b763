"""The pack for a body of the United Nations: what is lacking is named, and what there is, is in it."""

import csv
import io
import re
import zipfile

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.network.models import Organisation
from portal.statements import commands
from portal.statements.models import Statement
from portal.statements.pack.limits import found_language
from portal.statements.pack.table import inert
from portal.texts.documents.reading import read_document
from tests.pages import Page, open_page
from tests.statements.test_life import Network, translate

WITHHELD = "ផ្ទះសង្ឃឹម"


@pytest.fixture
def lead(sign_in, network: Network, released: Statement) -> FlaskClient:
    return sign_in(network.people[network.seoul.id])


@pytest.fixture
def in_english(database: Database, network: Network, released: Statement) -> Statement:
    with database.transaction() as session:
        statement = session.merge(released)
        translate(session, network, statement, "en")
        commands.add_release_language(
            session,
            statement.releases[0].id,
            language="en",
            by=network.actor(session, network.seoul),
        )
    return released


def sent(page: Page, **values: str) -> bytes:
    fields = {**dict(page.form("/un-pack/build").form_values()), **values}
    answer = page.client.post(page.form("/un-pack/build").get("action"), data=fields)
    assert answer.mimetype == "application/zip", answer.get_data(as_text=True)
    return answer.data


def built(page: Page, **values: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sent(page, **values))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words(parts: dict[str, bytes]) -> str:
    found = []
    for name, data in parts.items():
        if name.endswith(".docx"):
            document = read_document(data, name)
            found += [document.title, *(block.body for block in document.blocks)]
        else:
            found.append(data.decode("utf-8-sig"))
    return "\n".join(found)


def test_the_pack_holds_what_there_is_and_its_checklist_what_is_lacking(
    lead: FlaskClient, in_english: Statement
) -> None:
    page = open_page(lead, f"/statements/{in_english.slug}/un-pack")
    assert page.form().form_values()[0] == ("asked", "1")
    page = page.submit(
        languages=["en", "fr", "ko"], addressee="CEDAW Committee", reference="Session 97"
    )
    assert page.status == 200
    assert "French is missing" in page.text
    assert "no contact for the press" in page.text
    parts = built(page)
    assert list(parts) == [
        "0-checklist.txt",
        "1-letter-en.docx",
        "2-statement-en.docx",
        "2-statement-ko.docx",
        "3-signatories-en.docx",
        "3-signatories.csv",
    ]
    check = parts["0-checklist.txt"].decode("utf-8-sig")
    assert "[ ] French is missing" in check
    assert "[x] Addressed to CEDAW Committee." in check
    assert "2-statement-ko.docx" in check
    everything = words(parts)
    assert "모든 여성은 안전하게 신고할 수 있어야 합니다." in everything
    assert "Session 97" in everything
    with zipfile.ZipFile(io.BytesIO(parts["2-statement-ko.docx"])) as paper:
        assert in_english.releases[0].text_root.encode() in paper.read("word/document.xml")
    assert WITHHELD not in everything
    assert "바다건너 여성의집" in everything


def test_the_letter_goes_in_as_it_was_edited(lead: FlaskClient, in_english: Statement) -> None:
    page = open_page(lead, f"/statements/{in_english.slug}/un-pack").submit(addressee="CERD")
    (letter,) = page.document.xpath("//textarea[@name='letter']/text()")
    assert "To: CERD" in letter
    assert "en: …" in letter
    assert "3 signatures" in letter
    parts = built(page, letter="*Dear* friends,\n\nread this.")
    document = read_document(parts["1-letter-en.docx"], "letter.docx")
    assert [block.body for block in document.blocks][:2] == [r"\*Dear\* friends,", "read this."]


@pytest.mark.parametrize(("tag", "title"), [("ko", "안전하게"), ("km", "en: …"), ("ur", "en: …")])
def test_the_letter_is_proposed_in_the_language_that_is_chosen(
    lead: FlaskClient, in_english: Statement, tag: str, title: str
) -> None:
    page = open_page(lead, f"/{tag}/statements/{in_english.slug}/un-pack")
    page = page.submit(letter_language=tag)
    (area,) = page.document.xpath("//textarea[@name='letter']")
    assert area.get("lang") == tag
    assert title in area.text
    assert area.get("dir") == ("rtl" if tag == "ur" else "ltr")
    assert f"1-letter-{tag}.docx" in built(page)


def test_a_text_that_is_too_long_says_by_how_much(lead: FlaskClient, in_english: Statement) -> None:
    page = open_page(lead, f"/statements/{in_english.slug}/un-pack").submit(
        languages=["ko"], limit="5"
    )
    over = re.search(r"Korean has (\d+) words: (\d+) more than the 5 that are taken", page.text)
    assert over
    assert int(over[1]) - int(over[2]) == 5
    page = open_page(lead, f"/statements/{in_english.slug}/un-pack").submit(limit="-1")
    assert page.status == 422


def test_consultative_status_is_asked_of_the_signers_that_show_their_name(
    database: Database, lead: FlaskClient, network: Network, in_english: Statement
) -> None:
    address = f"/statements/{in_english.slug}/un-pack"
    page = open_page(lead, address).submit(occasion="commission")
    assert "No signer that shows its name has the consultative status" in page.text
    with database.transaction() as session:
        session.get_one(Organisation, network.khmer.id).ecosoc_status = "general"
        session.get_one(Organisation, network.hanoi.id).ecosoc_status = "roster"
    page = open_page(lead, address).submit(occasion="commission")
    assert "These signers have the consultative status that is asked for: Bến Về." in page.text
    assert WITHHELD not in page.html
    page = open_page(lead, address).submit(occasion="general")
    assert "No signer that shows its name has the consultative status" in page.text
    rows = list(csv.reader(io.StringIO(built(page)["3-signatories.csv"].decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["바다건너 여성의집", "Bến Về"]
    assert rows[2][-1] == "On the roster"


def test_the_same_choice_makes_the_same_pack_and_each_is_on_record(
    database: Database, lead: FlaskClient, in_english: Statement
) -> None:
    page = open_page(lead, f"/statements/{in_english.slug}/un-pack")
    assert sent(page) == sent(page)
    with database.reading() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.act == "PackBuilt")).all()
    assert len(acts) == 2
    assert acts[0].details["languages"] == ["en"]


def test_only_the_drafting_group_builds_it(
    sign_in, client: FlaskClient, network: Network, in_english: Statement
) -> None:
    other = sign_in(network.people[network.tokyo.id])
    page = open_page(other, f"/statements/{in_english.slug}/un-pack")
    assert page.status == 403
    assert "Only the drafting group" in page.text
    assert "/sign-in" in client.get(f"/statements/{in_english.slug}/un-pack").location


def test_a_form_that_comes_back_broken_builds_nothing(
    database: Database, lead: FlaskClient, in_english: Statement
) -> None:
    page = open_page(lead, f"/statements/{in_english.slug}/un-pack")
    for broken in ({"occasion": "moon"}, {"languages": "x y"}, {"letter_language": "xx"}):
        answer = page.submit("/un-pack/build", **broken)
        assert answer.status == 200
        assert "Nothing was built" in answer.text
    with database.reading() as session:
        assert not session.scalars(select(AuditEntry).where(AuditEntry.act == "PackBuilt")).all()


def test_chinese_is_asked_for_in_simplified_characters() -> None:
    assert found_language("zh", ["ko", "zh-Hans"]) == "zh-Hans"
    assert found_language("zh", ["ko", "zh-Hant"]) is None
    assert found_language("fr", ["ko", "en"]) is None


@given(st.text())
def test_no_cell_becomes_a_formula(cell: str) -> None:
    made = inert(cell)
    assert made.endswith(cell)
    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
