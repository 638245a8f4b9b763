"""What leaves with a reader: files of a release in its languages, with all that belongs to it."""

import io
import zipfile
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from portal.core import clock
from portal.core.orm import Database
from portal.statements import commands
from portal.statements.models import Erratum, Stage, Statement
from portal.statements.queries.reading import read_release
from portal.texts.documents.reading import read_document
from tests.pages import open_page
from tests.statements.test_life import Network, sign, translate

FILES = ("docx", "odt", "pdf", "epub", "md", "html", "txt")


def file_of(client: FlaskClient, statement: Statement, form: str, language: str = "ko") -> bytes:
    answer = client.get(f"/statements/{statement.slug}/releases/1/{language}.{form}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.data


def test_a_file_is_named_in_its_own_script_and_its_header_in_latin_letters(
    client: FlaskClient, released: Statement
) -> None:
    answer = client.get(f"/statements/{released.slug}/releases/1/ko.txt")
    named = answer.headers["Content-Disposition"]
    assert named.isascii()
    assert f"filename*=UTF-8''{quote('안전하게-신고할-권리-1-ko.txt')}" in named
    assert "filename=1-ko.txt" in named


def words_of(data: bytes, form: str) -> str:
    """Every letter of a file, as far as it can be read without its program."""
    if form in {"docx", "odt", "epub"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("form", FILES)
def test_a_release_is_taken_along_in_every_form_without_what_is_withheld(
    client: FlaskClient, released: Statement, form: str
) -> None:
    data = file_of(client, released, form)
    words = words_of(data, form)
    assert "ផ្ទះសង្ឃឹម" not in words
    if form == "pdf":
        assert data.startswith(b"%PDF")
        return
    assert "모든 여성은 안전하게 신고할 수 있어야 합니다." in words
    assert released.releases[0].text_root in words
    assert released.releases[0].languages[0].language_root in words
    assert "바다건너 여성의집" in words
    assert "Bến Về" in words
    assert f"http://portal.test/statements/{quote(released.slug)}" in words


def test_signatories_stand_under_their_side_and_country(
    client: FlaskClient, released: Statement
) -> None:
    lines = [line for line in file_of(client, released, "md").decode().splitlines() if line]
    order = [lines.index(each) for each in lines if each.startswith("##")]
    assert len(order) >= 5
    text = "\n".join(lines)
    assert text.index("베트남") < text.index("Bến Về")
    assert text.index("대한민국") < text.index("바다건너 여성의집")
    assert "캄보디아" not in text


def test_a_name_that_looks_like_markdown_stays_a_name(
    database: Database, client: FlaskClient, network: Network, released: Statement
) -> None:
    with database.transaction() as session:
        organisation = session.merge(network.tokyo)
        organisation.names[0].text = "*Harbour* [of](http://evil.example) Tokyo"
        session.flush()
        sign(session, network, session.merge(released), organisation)
    text = file_of(client, released, "txt").decode()
    assert "*Harbour* [of](" in text
    assert "<em>Harbour</em>" not in file_of(client, released, "html").decode()


def test_the_same_release_makes_the_same_file(client: FlaskClient, released: Statement) -> None:
    for form in ("docx", "odt", "epub", "pdf", "txt"):
        assert file_of(client, released, form) == file_of(client, released, form), form


def test_a_language_that_is_not_there_gets_a_sentence_and_what_there_is(
    client: FlaskClient, released: Statement
) -> None:
    for asked in ("vi", "zh-Hant", "en"):
        page = open_page(client, f"/statements/{released.slug}/releases/1/{asked}.docx")
        assert page.status == 404
        assert "has no reviewed translation into" in page.text
        assert page.links("/releases/1/ko.docx")
        assert "안전하게 신고할 권리" in page.text
    for lost in ("releases/1/ko.exe", "releases/2/ko.docx", "releases/1/%20.docx"):
        assert client.get(f"/statements/{released.slug}/{lost}").status_code == 404


def test_the_file_holds_the_release_and_not_what_was_written_since(
    database: Database, client: FlaskClient, network: Network, released: Statement
) -> None:
    with database.transaction() as session:
        statement = session.merge(released)
        translate(session, network, statement, "en")
        commands.add_release_language(
            session,
            statement.releases[0].id,
            language="en",
            by=network.actor(session, network.seoul),
        )
    assert "en: …" in file_of(client, released, "txt", "en").decode()
    assert "The right" not in file_of(client, released, "txt", "en").decode()


def test_two_languages_stand_side_by_side(
    database: Database, client: FlaskClient, network: Network, released: Statement
) -> None:
    with database.transaction() as session:
        statement = session.merge(released)
        translate(session, network, statement, "ur")
        commands.add_release_language(
            session,
            statement.releases[0].id,
            language="ur",
            by=network.actor(session, network.seoul),
        )
    for form in FILES:
        answer = client.get(f"/statements/{released.slug}/releases/1/ko/ur.{form}")
        assert answer.status_code == 200, form
        if form != "pdf":
            words = words_of(answer.data, form)
            assert "안전하게 신고할 권리" in words, form
            assert "ur: …" in words, form
            assert "ផ្ទះសង្ឃឹម" not in words
    assert client.get(f"/statements/{released.slug}/releases/1/ko/th.pdf").status_code == 404


def test_a_correction_in_force_is_told_under_the_text_that_was_signed(
    database: Database, client: FlaskClient, network: Network, released: Statement
) -> None:
    with database.transaction() as session:
        release = session.merge(released).releases[0]
        block = read_release(session, release, ["ko"]).blocks[0]
        for body, until in (
            ("모든 여성은 **언제나** 안전하게 신고할 수 있어야 합니다.", -1),
            ("아직 아닙니다.", 1),
        ):
            session.add(
                Erratum(
                    release_id=release.id,
                    block_id=block.id,
                    revision_id=block.revision_id,
                    language="ko",
                    body=body,
                    html=body,
                    sha256="0" * 64,
                    reason="오타",
                    organisation_id=network.seoul.id,
                    side=network.seoul.side,
                    by_id=network.people[network.seoul.id].id,
                    objections_until=clock.now() + timedelta(hours=until),
                )
            )
    text = file_of(client, released, "txt").decode()
    assert text.index("모든 여성은 안전하게") < text.index("모든 여성은 언제나")
    assert "아직 아닙니다" not in text
    document = read_document(file_of(client, released, "docx"), "release.docx")
    assert "quotation" in {block.kind for block in document.blocks}


def test_a_release_that_waits_to_be_opened_is_not_for_everyone(
    database: Database, client: FlaskClient, released: Statement
) -> None:
    with database.transaction() as session:
        statement = session.merge(released)
        statement.public_release, statement.stage = None, Stage.TRANSLATIONS_CHECKED
    answer = client.get(f"/statements/{released.slug}/releases/1/ko.txt")
    assert answer.status_code == 403
