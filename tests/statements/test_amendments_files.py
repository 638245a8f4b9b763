"""Word files with tracked changes become attributed amendments; what does not fit is said, not dropped."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.core.errors import Invalid
from portal.network.models import Person
from portal.statements.models import Amendment, AmendmentKind
from portal.statements.tracked import Existing, file_changes
from portal.texts import commands as texts
from portal.texts.documents.read import ChangeKind, ReadBlock, ReadDocument, TrackedChange
from tests.pages import Page, open_page
from tests.statements.amending import KHMER, KOREAN, LAST, VIETNAMESE, Table

TITLE = "안전하게 신고할 권리"
DATE = "2026-10-03T04:05:06Z"
Pieces = list[tuple[str, str]]
KIND = AmendmentKind


def inlines(pieces: Pieces, author: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for mark, words in pieces:
        inside = [{"t": "Str", "c": words}]
        if mark == "=":
            found += inside
            continue
        name = {
            "+": "insertion",
            "-": "deletion",
            "¶+": "paragraph-insertion",
            "¶-": "paragraph-deletion",
        }[mark]
        attributes = ["", [name], [["author", author], ["date", DATE]]]
        found.append({"t": "Span", "c": [attributes, inside if words else []]})
    return found


def tracked_file(folder: Path, paragraphs: list[Pieces], author: str = "Sok Dara") -> bytes:
    """A Word file as pandoc writes it, its spans as tracked changes."""
    tree = {
        "pandoc-api-version": [1, 23, 1],
        "meta": {},
        "blocks": [{"t": "Para", "c": inlines(each, author)} for each in paragraphs],
    }
    made = folder / "tracked.docx"
    pypandoc.convert_text(
        json.dumps(tree),
        "docx",
        format="json",
        outputfile=str(made),
        extra_args=["--track-changes=all"],
    )
    return made.read_bytes()


def plain_file(folder: Path, paragraphs: list[str], form: str = "odt") -> bytes:
    made = folder / f"plain.{form}"
    pypandoc.convert_text("\n\n".join(paragraphs), form, format="markdown", outputfile=str(made))
    return made.read_bytes()


def same(words: str) -> Pieces:
    return [("=", words)]


@pytest.fixture
def send(table: Table, sign_in: Callable[[Person], FlaskClient]) -> Callable[..., Page]:
    """Sends a file to the page that takes amendments from one."""

    def send(data: bytes, language: str, name: str = "a.docx", who: str = "khmer") -> Page:
        page = open_page(sign_in(table.people[who]), f"/statements/{table.slug}/amendments/file")
        response = page.client.post(
            page.address,
            data={
                "csrf_token": page.token,
                "language": language,
                "file": (io.BytesIO(data), name),
            },
            content_type="multipart/form-data",
        )
        return Page(page.client, response, page.address)

    return send


def count(table: Table) -> int:
    with table.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Amendment)) or 0


def test_tracked_changes_become_amendments_with_their_author_and_day(
    table: Table, send: Callable[..., Page], tmp_path: Path
) -> None:
    data = tracked_file(
        tmp_path,
        [
            same(TITLE),
            [
                ("=", "모든 "),
                ("-", "여성은"),
                ("+", "사람은"),
                ("=", " 안전하게 신고할 수 있어야 합니다."),
            ],
            [("+", "새 문단을 넣습니다."), ("¶+", "")],
            same(VIETNAMESE),
            [("-", LAST), ("¶-", "")],
        ],
    )
    page = send(data, "ko")
    assert page.status == 200, page.text
    assert "Sok Dara" in page.text
    assert page.document.xpath("//p[@class='changes']/del/text()")[0] == "여성은"
    assert count(table) == 0
    page = page.submit("/confirm", reason="우리 이사회의 제안")
    assert "3 new amendments" in page.text, page.text
    with table.database.reading() as session:
        made = session.scalars(select(Amendment).order_by(Amendment.number)).all()
        assert [each.kind for each in made] == [KIND.REPLACE, KIND.INSERT, KIND.DELETE]
        assert {each.written_by for each in made} == {"Sok Dara"}
        assert {each.written_at for each in made} == {datetime(2026, 10, 3, 4, 5, 6, tzinfo=UTC)}
        assert {each.organisation_id for each in made} == {table.organisations["khmer"].id}
        assert made[0].body == "모든 사람은 안전하게 신고할 수 있어야 합니다."
        assert made[1].block_id == made[0].block_id == table.order(session)[1]
        assert made[2].block_id == table.order(session)[3]
    again = send(data, "ko").submit("/confirm", reason="다시")
    assert "0 new amendments, 3 that your organisation had proposed already" in again.text
    assert count(table) == 3


def test_only_what_is_ticked_is_proposed(
    table: Table, send: Callable[..., Page], tmp_path: Path
) -> None:
    data = tracked_file(
        tmp_path,
        [
            same(TITLE),
            [("=", KOREAN), ("+", " 언제나.")],
            same(VIETNAMESE),
            [("=", LAST), ("+", " 지금.")],
        ],
    )
    page = send(data, "ko").submit("/confirm", chosen=["1"])
    assert "1 new amendments" in page.text
    assert table.amendment().body == f"{LAST} 지금."
    page = send(data, "ko").submit("/confirm", chosen=[])
    assert page.status == 422
    assert "Tick at least one change" in page.text


@pytest.mark.parametrize(
    ("paragraphs", "said", "sentence"),
    [
        ([TITLE, KOREAN, VIETNAMESE, LAST], "km", "reads like 한국어"),
        ([TITLE, KOREAN, VIETNAMESE, LAST], "en", "reads like 한국어"),
        ([KHMER, KHMER], "ko", "reads like ខ្មែរ"),
        (["전혀 다른 이야기를 하는 글.", "서울의 날씨는 맑습니다."], "ko", "Is it the right file?"),
    ],
)
def test_a_file_of_another_language_or_text_is_refused_and_leaves_nothing(
    table: Table,
    send: Callable[..., Page],
    tmp_path: Path,
    paragraphs: list[str],
    said: str,
    sentence: str,
) -> None:
    page = send(tracked_file(tmp_path, [same(each) for each in paragraphs]), said)
    assert page.status == 422
    assert sentence in page.text
    assert "Nothing was kept" in page.text
    assert page.form().fields["language"] == said
    assert count(table) == 0


def test_a_translation_of_the_text_is_told_from_its_original(
    table: Table, send: Callable[..., Page], tmp_path: Path
) -> None:
    english = ["The right to report safely", "Every woman can report in safety.", "We act at once."]
    with table.writing() as session:
        by = table.actor(session, "tokyo")
        for at, body in zip((0, 1, 3), english, strict=True):
            block = table.order(session)[at]
            texts.save_translation(
                session,
                block,
                language="en",
                body=body,
                based_on_id=table.head(session, block, "ko").id,
                base_revision_id=None,
                by=by,
            )
    file = tracked_file(
        tmp_path,
        [
            same(english[0]),
            [("=", english[1]), ("+", " Always.")],
            same(VIETNAMESE),
            same(english[2]),
        ],
    )
    refused = send(file, "ko")
    assert refused.status == 422
    assert "reads like English" in refused.text
    page = send(file, "en").submit("/confirm")
    assert "1 new amendments" in page.text
    made = table.amendment()
    assert (made.language, made.body) == ("en", f"{english[1]} Always.")


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PK\x03\x04 broken", "a.docx", "damaged"),
        (b"%PDF-1.4 nothing", "a.pdf", "damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "password",
        ),
        (b"{\\rtf1 a}", "a.rtf", "cannot be read as a text"),
        (b"   ", "a.docx", "There is no text"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    table: Table, send: Callable[..., Page], data: bytes, name: str, sentence: str
) -> None:
    page = send(data, "ko", name)
    assert page.status == 422
    assert sentence in page.text
    assert count(table) == 0


def test_a_file_that_nobody_tracked_offers_its_differences_without_an_author(
    table: Table, send: Callable[..., Page], tmp_path: Path
) -> None:
    page = send(plain_file(tmp_path, [TITLE, f"{KOREAN} 언제나.", VIETNAMESE]), "ko", "a.odt")
    assert "Nobody tracked changes" in page.text, page.text
    boxes = page.document.xpath("//input[@name='chosen']")
    assert [box.get("checked") is not None for box in boxes] == [True, False]
    page.submit("/confirm")
    made = table.amendment()
    assert (made.body, made.written_by, made.written_at) == (f"{KOREAN} 언제나.", "", None)
    assert count(table) == 1
    nothing = send(plain_file(tmp_path, [TITLE, KOREAN, VIETNAMESE, LAST]), "ko", "a.odt")
    assert "This file changes nothing" in nothing.text


def test_a_changed_paragraph_that_is_like_none_is_listed(
    table: Table, send: Callable[..., Page], tmp_path: Path
) -> None:
    page = send(
        tracked_file(
            tmp_path,
            [
                same(TITLE),
                [("=", KOREAN), ("+", " 언제나.")],
                [("=", "다른 문서에서 온 아주 낯선 문단이 여기 있습니다"), ("+", " 그리고 더")],
                same(VIETNAMESE),
                same(f"{LAST} 몰래."),
            ],
        ),
        "ko",
    )
    assert "These changes fit no paragraph of the text" in page.text
    assert "낯선 문단" in page.text
    assert "differ although nobody tracked it" in page.text
    assert len(page.document.xpath("//input[@name='chosen']")) == 1


def test_a_preview_that_was_tampered_with_is_refused(
    table: Table, send: Callable[..., Page], tmp_path: Path
) -> None:
    page = send(tracked_file(tmp_path, [same(TITLE), [("=", KOREAN), ("+", " 언제나.")]]), "ko")
    form = page.form("/confirm")
    packed = form.fields["packed"]
    for damaged in ("", "x", f"{packed[:-8]}AAAAAAA="):
        answer = page.submit("/confirm", packed=damaged)
        assert answer.status == 400
        assert "did not come back whole" in answer.text
    assert count(table) == 0


# --- the matching by itself ----------------------------------------------------------------------


READING = [
    Existing("t", "ko", TITLE, "r0", is_title=True),
    Existing("a", "ko", KOREAN, "ra"),
    Existing("b", "ko", LAST, "rb"),
]


def tracked_block(before: str, body: str, kind: ChangeKind, words: str) -> ReadBlock:
    return ReadBlock(
        "paragraph", 0, body, (TrackedChange(kind, "A", "2026-10-03T04:05:06", words),), before
    )


def document(*blocks: ReadBlock) -> ReadDocument:
    return ReadDocument(TITLE, "ko", blocks)


def test_a_tracked_move_is_one_amendment() -> None:
    found = file_changes(
        document(
            tracked_block(KOREAN, "", ChangeKind.MOVED_AWAY, KOREAN),
            ReadBlock("paragraph", 0, LAST),
            tracked_block("", KOREAN, ChangeKind.MOVED_HERE, KOREAN),
        ),
        "ko",
        {"ko": READING},
    )
    (only,) = found.offered
    assert (only.kind, only.block_id, only.target_id) == (KIND.MOVE, "a", "b")


def test_a_change_made_from_an_older_wording_is_carried_over_or_listed() -> None:
    older = KOREAN.replace("모든 ", "")
    found = file_changes(
        document(tracked_block(older, f"{older} 언제나.", ChangeKind.INSERTION, " 언제나.")),
        "ko",
        {"ko": READING},
    )
    assert [each.body for each in found.offered] == [f"{KOREAN} 언제나."]
    clash = KOREAN.replace("여성은", "사람은")
    found = file_changes(
        document(
            tracked_block(clash, clash.replace("사람은", "아이는"), ChangeKind.INSERTION, "아이는")
        ),
        "ko",
        {"ko": READING},
    )
    assert (list(found.offered), list(found.unmatched)) == ([], [clash])


def test_nothing_alike_names_the_language_that_was_said() -> None:
    with pytest.raises(Invalid, match="Nothing in this file is like this text"):
        file_changes(
            ReadDocument(None, "ko", (ReadBlock("paragraph", 0, "완전히 다른 글이다."),)),
            "ko",
            {"ko": READING},
        )
