"""Files in and out through the pages: a preview first, identities kept, each format readable."""

import io

import pytest

from portal.texts.documents.reading import read_document
from portal.texts.documents.writing import write_document
from portal.texts.documents.written import Format, WrittenBlock, WrittenDocument
from tests.pages import Page, open_page
from tests.texts.conftest import BODIES, Desk

CHANGED = "Call 1366 by 5 May 2027."
ADDED = "We stand together."


def written(form: Format) -> bytes:
    """The desk's text with one paragraph changed, one taken out and one added."""
    bodies = (BODIES[0], CHANGED, ADDED)
    return write_document(
        WrittenDocument(
            title="The right to report",
            language="en",
            direction="ltr",
            blocks=[WrittenBlock("paragraph", body, "en", "ltr") for body in bodies],
        ),
        form,
    )


def bring(desk: Desk, data: bytes, name: str, language: str = "en") -> Page:
    page = desk.page("hanoi", f"/texts/{desk.text_id}/import")
    response = page.client.post(
        page.address,
        data={
            "csrf_token": page.token,
            "file": (io.BytesIO(data), name),
            "language": language,
        },
        content_type="multipart/form-data",
    )
    return Page(page.client, response, page.address)


@pytest.mark.parametrize("form", [Format.WORD, Format.OPEN_DOCUMENT, Format.MARKDOWN, Format.PLAIN])
def test_a_file_is_previewed_and_brought_in_with_identities_kept(desk: Desk, form: Format) -> None:
    before = desk.blocks
    preview = bring(desk, written(form), f"text.{form.value}")
    assert preview.status == 200, preview.text
    assert CHANGED in preview.text
    assert ADDED in preview.text
    assert desk.bodies == list(BODIES)

    page = preview.submit("/import/confirm")
    assert page.status == 200, page.text
    after = desk.blocks
    assert [block.body for block in after] == [BODIES[0], CHANGED, ADDED]
    assert after[0].revision_id == before[0].revision_id
    assert after[1].id == before[1].id
    assert desk.read().title.body == "The right to report"
    assert BODIES[2] in desk.page("seoul", f"/texts/blocks/{before[2].id}/history").text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.docx"),
        (b"PK\x03\x04 not a document", "broken.docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture.docx"),
        (b"%PDF-1.7\n", "paper.pdf"),
    ],
)
def test_what_cannot_be_read_gets_one_clear_sentence_and_changes_nothing(
    desk: Desk, data: bytes, name: str
) -> None:
    page = bring(desk, data, name)
    assert page.status == 422
    assert page.document.xpath("//*[@id='file-error']")
    assert desk.bodies == list(BODIES)


def test_an_import_without_a_file_asks_for_one(desk: Desk) -> None:
    page = desk.page("hanoi", f"/texts/{desk.text_id}/import").submit()
    assert page.status == 422
    assert "Choose a file." in page.text


@pytest.mark.parametrize(
    "packed", ["", "{", "[]", '{"title": "", "language": "en", "blocks": []}', '{"title": 1}']
)
def test_a_preview_that_came_back_damaged_changes_nothing(desk: Desk, packed: str) -> None:
    preview = bring(desk, written(Format.PLAIN), "text.txt")
    page = preview.submit("/import/confirm", packed=packed)
    assert page.status == 400
    assert "nothing was changed" in page.text.casefold()
    assert desk.bodies == list(BODIES)


def test_markup_in_a_file_is_shown_as_words(desk: Desk) -> None:
    preview = bring(desk, b"Title\n\n<script>alert(1)</script>\n", "text.txt")
    assert preview.status == 200
    assert not preview.document.xpath("//script[not(@src)]")


@pytest.mark.parametrize("form", list(Format))
def test_a_text_is_taken_along_in_each_format(desk: Desk, form: Format) -> None:
    client = desk.by("hanoi")
    answer = client.get(f"/texts/{desk.text_id}/export/en.{form.value}")
    assert answer.status_code == 200
    assert answer.mimetype == form.media_type.partition(";")[0]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 100
    if form in {Format.WORD, Format.OPEN_DOCUMENT, Format.MARKDOWN, Format.PLAIN}:
        read = read_document(answer.data, f"text.{form.value}")
        found = [block.body for block in read.blocks]
        for body in BODIES:
            assert body in found


def test_a_format_that_there_is_not_is_no_page(desk: Desk) -> None:
    page = desk.page("hanoi", f"/texts/{desk.text_id}/export/en.exe")
    assert page.status == 404


def test_a_draft_is_exported_to_nobody_outside_its_group(desk: Desk) -> None:
    answer = open_page(desk.by("stranger"), f"/texts/{desk.text_id}/export/en.txt")
    assert answer.status == 403
    assert BODIES[0] not in answer.html
