"""Reading documents: what each kind of file becomes, and what is refused, why, and without a trace."""

import contextlib
import io
import os
import tempfile
import time
import tracemalloc
import unicodedata
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.locales import speaking
from portal.core.markdown import MAX_BLOCK, plain_text
from portal.texts.documents.archives import MAX_FILE
from portal.texts.documents.read import (
    REASONS,
    REMARKS,
    ChangeKind,
    Reason,
    Remark,
    UnreadableDocument,
)
from portal.texts.documents.reading import MAX_TEXT, read_document, read_html
from portal.texts.documents.writing import write_document
from portal.texts.documents.written import Format, WrittenBlock, WrittenDocument

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, **more: str) -> bytes:
    """A small Word file around the XML of its body."""
    base = write_document(
        WrittenDocument("", "en", "ltr", [WrittenBlock("paragraph", "x", "en", "ltr")]), Format.WORD
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name == "word/document.xml":
                new.writestr(
                    name, f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
                )
            else:
                new.writestr(name, old.read(name))
        for name, text in more.items():
            new.writestr(name, text)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def refusal(data: bytes, name: str = "") -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, name)
    return refused.value


# -- Word ----------------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_tracked_changes_keep_who_and_when() -> None:
    who = 'w:author="Nguyễn Thị Mai" w:date="2026-01-02T03:04:05Z"'
    read = read_document(
        word(
            f'<w:p>{run("We ")}<w:del w:id="1" {who}><w:r><w:delText>oppose</w:delText></w:r></w:del>'
            f'<w:ins w:id="2" {who}>{run("reject")}{run(" and condemn")}</w:ins>{run(" the law.")}</w:p>'
            f'<w:p><w:ins w:id="3" {who}>{run("A new paragraph.")}</w:ins></w:p>'
            f'<w:p><w:del w:id="4" {who}><w:r><w:delText>An old one.</w:delText></w:r></w:del></w:p>'
        )
    )
    changed, new, old = read.blocks
    assert (changed.body, changed.before) == (
        "We reject and condemn the law.",
        "We oppose the law.",
    )
    assert [(c.kind, c.text) for c in changed.changes] == [
        (ChangeKind.DELETION, "oppose"),
        (ChangeKind.INSERTION, "reject and condemn"),
    ]
    assert {(c.author, c.date) for c in read.changes} == {
        ("Nguyễn Thị Mai", "2026-01-02T03:04:05Z")
    }
    assert (new.body, new.before) == ("A new paragraph.", "")
    assert (old.body, old.before) == ("", "An old one.")
    assert Remark.CHANGES_TRACKED in read.warnings


def test_a_move_is_told_from_an_insertion() -> None:
    who = 'w:author="A" w:date="2026-01-02T03:04:05Z"'
    read = read_document(
        word(
            f'<w:p><w:moveTo w:id="1" {who}>{run("moved")}</w:moveTo></w:p><w:p>{run("stays")}</w:p>'
            f'<w:p><w:moveFrom w:id="2" {who}>{run("moved")}</w:moveFrom></w:p>'
        )
    )
    assert [(c.kind, c.author) for c in read.changes] == [
        (ChangeKind.MOVED_HERE, "A"),
        (ChangeKind.MOVED_AWAY, "A"),
    ]


def test_no_word_is_lost_that_pandoc_would_drop() -> None:
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>とうきょう</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>東京</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    read = read_document(
        word(
            f'<w:p>{ruby}{run("で")}</w:p><w:p><w:dir w:val="rtl">{run("حقوق")}</w:dir></w:p>'
            f'<w:p><w:smartTag w:element="x">{run("smart")}</w:smartTag></w:p>'
        )
    )
    assert [block.body for block in read.blocks] == ["東京（とうきょう）で", "حقوق", "smart"]


def test_tables_become_rows_and_say_so() -> None:
    def cell(text: str) -> str:
        return f"<w:tc><w:p>{run(text)}</w:p></w:tc>"

    rows = f"<w:tr>{cell('a')}{cell('b')}</w:tr><w:tr>{cell('c')}{cell('')}</w:tr>"
    read = read_document(word(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"))
    assert [block.body for block in read.blocks] == ["a | b", "c | –"]
    assert read.warnings == (Remark.TABLES_AS_ROWS,)


def test_the_language_is_the_one_that_fits_the_letters() -> None:
    khmer = run("សិទ្ធិមនុស្ស", '<w:lang w:val="en-US" w:bidi="km-KH"/>')
    assert read_document(word(f"<w:p>{khmer}</w:p>")).language == "km"
    assert read_document(word(f"<w:p>{run('인권')}</w:p>")).language == "ko"
    chinese = run("人權", '<w:lang w:eastAsia="zh-TW"/>')
    assert read_document(word(f"<w:p>{chinese}</w:p>")).language == "zh-Hant"


def test_a_link_inside_the_file_or_to_a_script_is_only_text() -> None:
    read = read_html(
        '<p><a href="#note">one</a><a href="/about">s</a> <a href="javascript:alert(1)">two</a> <a href="https://a.example">3</a></p>'
    )
    assert read.blocks[0].body == "ones two [3](https://a.example)"


# -- Markdown, HTML, plain text ----------------------------------------------------------------------------------


def test_markdown_becomes_blocks() -> None:
    source = (
        "# Title\n\nFirst *paragraph*\nwrapped.[^1]\n\n## Part\n\n- a\n- b\n  1. c\n\n> said\n\n"
        "![alt](https://x.example/p.png) text\n\n[^1]: A note.\n"
    )
    read = read_document(source.encode(), "text.md")
    assert read.title == "Title"
    assert [(b.kind, b.level, b.body) for b in read.blocks] == [
        ("paragraph", 0, "First *paragraph* wrapped.¹"),
        ("heading", 2, "Part"),
        ("list_item", 0, "a"),
        ("list_item", 0, "b"),
        ("list_item", 1, "1. c"),
        ("quotation", 0, "said"),
        ("paragraph", 0, "text"),
        ("paragraph", 0, "¹ A note."),
    ]
    assert set(read.warnings) == {Remark.FOOTNOTES_AT_END, Remark.PICTURES_LEFT_OUT}


def test_pasted_html_loses_scripts_and_keeps_words() -> None:
    read = read_html(
        '<html lang="ko"><head><title>Site</title><style>p{}</style></head><body><h1>제목</h1>'
        '<script>alert("x")</script><p onclick="x()">첫 <b>문단</b><br>둘째 줄</p><div><ul><li>항목</li></ul></div>'
        "<p>x<sup>2</sup> H<sub>2</sub>O</p></body></html>"
    )
    assert (read.title, read.language) == ("제목", "ko")
    assert [block.body for block in read.blocks] == ["첫 **문단**\n둘째 줄", "항목", "x² H₂O"]


def test_html_is_known_by_its_content_not_its_name() -> None:
    read = read_document(
        b"<!doctype html><html><body><p>Hello <i>you</i></p></body></html>", "letter.doc"
    )
    assert [block.body for block in read.blocks] == ["Hello *you*"]


def test_plain_text_has_title_paragraphs_and_lists() -> None:
    text = (
        "Our demands\n\nFirst paragraph.\n\n- one\n- two\n\n1. uno\n2. dos\n\n2 * 3 [sic] <all>\n"
    )
    read = read_document(text.encode(), "demands.txt")
    assert read.title == "Our demands"
    assert [(b.kind, b.body) for b in read.blocks] == [
        ("paragraph", "First paragraph."),
        ("list_item", "one"),
        ("list_item", "two"),
        ("list_item", "1. uno"),
        ("list_item", "2. dos"),
        ("paragraph", "2 * 3 [sic] <all>"),
    ]


def test_lines_that_a_program_wrapped_are_joined_and_others_kept() -> None:
    wrapped = "T\n\n" + "\n".join(["word " * 13 + "word"] * 3) + "\nend\n\nStreet 1\nTown"
    read = read_document(wrapped.encode())
    assert "\n" not in read.blocks[0].body
    assert read.blocks[1].body == "Street 1\nTown"


def vietnamese(text: str) -> bytes:
    """Windows-1258 stores the tone behind its letter."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            rest = unicodedata.normalize(
                "NFC", "".join(mark for mark in parts if mark not in tones)
            )
            out += (rest + tones).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.", "cp949", "ko"),
        (
            "すべての人間は、生れながらにして自由であり、尊厳と権利とについて平等である。",
            "shift_jis",
            "ja",
        ),
        (
            "すべての人間は、生れながらにして自由であり、尊厳と権利とについて平等である。",
            "euc_jp",
            "ja",
        ),
        ("人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心。", "big5", "zh-Hant"),
        ("人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心。", "gb18030", "zh-Hans"),
        ("يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.", "cp1256", None),
        ("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ", "cp874", "th"),
        ("Все люди рождаются свободными и равными в своем достоинстве и правах.", "cp1251", None),
        ("Все люди рождаются свободными и равными в своем достоинстве и правах.", "koi8-r", None),
        (
            "Todos los seres humanos nacen libres e iguales: según la razón y el corazón.",
            "cp1252",
            None,
        ),
        ("모든 인간은", "utf-16", "ko"),
        ("모든 인간은 자유롭다. 1 2 3", "utf-16-le", "ko"),
        ("सभी मनुष्यों को", "utf-8-sig", None),
    ],
)
def test_old_encodings_are_found_out(text: str, encoding: str, language: str | None) -> None:
    read = read_document(text.encode(encoding), "text.txt")
    assert [plain_text(block.body) for block in read.blocks] == [unicodedata.normalize("NFC", text)]
    assert read.language == language
    legacy = not encoding.startswith("utf") or encoding.endswith("-le")
    assert (Remark.ENCODING_GUESSED in read.warnings) is legacy


def test_vietnamese_in_its_old_encoding_is_found_out() -> None:
    text = "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền."
    read = read_document(vietnamese(text))
    assert read.blocks[0].body == text
    assert read.language == "vi"


# -- refusals ------------------------------------------------------------------------------------------------


def test_each_reason_is_one_sentence_in_the_readers_language() -> None:
    assert set(REASONS) == set(Reason)
    assert set(REMARKS) == set(Remark)
    with speaking("ko"):
        assert str(refusal(b"").sentence)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\t\n", Reason.EMPTY),
        (b"\xff\xfe", Reason.EMPTY),
        (b"PK\x03\x04 this is no zip", Reason.DAMAGED),
        (b"{\\rtf1\\ansi hello}", Reason.FOREIGN),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 100, Reason.FOREIGN),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 100
            + "EncryptedPackage".encode("utf-16-le"),
            Reason.ENCRYPTED,
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100 + "WordDocument".encode("utf-16-le"),
            Reason.FOREIGN,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"HWP Document File", Reason.FOREIGN),
        (b"%PDF-1.7 broken", Reason.DAMAGED),
        (bytes(range(256)) * 20, Reason.FOREIGN),
        (archive(mimetype=b"application/hwp+zip"), Reason.FOREIGN),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), Reason.FOREIGN),
        (archive(readme=b"only a zip"), Reason.FOREIGN),
        (
            archive(
                mimetype=b"application/vnd.oasis.opendocument.text",
                **{"META-INF__manifest.xml": b"<m><encryption-data/></m>"},
            ),
            Reason.ENCRYPTED,
        ),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), Reason.DAMAGED),
        (
            archive(
                mimetype=b"application/vnd.oasis.opendocument.text",
                **{"content.xml": b"<a><b></a>"},
            ),
            Reason.DAMAGED,
        ),
        (b"x" * (MAX_FILE + 1), Reason.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, reason: Reason) -> None:
    assert refusal(data, "document.docx").reason is reason


def test_a_locked_pdf_is_told_from_an_open_one() -> None:
    for encryption, reason in (
        (None, Reason.FOREIGN),
        (pikepdf.Encryption(owner="o", user="u"), Reason.ENCRYPTED),
    ):
        out = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(out, encryption=encryption or False)
        assert refusal(out.getvalue()).reason is reason


def test_a_word_file_without_text_is_empty() -> None:
    assert refusal(word("<w:p/>")).reason is Reason.EMPTY


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "ha">]><w:document xmlns:w="x"><w:body>&a;</w:body></w:document>'
    good = word("<w:p/>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "word/document.xml" else old.read(name))
    assert refusal(out.getvalue()).reason is Reason.DAMAGED


def test_a_cut_off_file_is_damaged() -> None:
    good = word(f"<w:p>{run('text ' * 500)}</w:p>")
    for length in (40, len(good) // 2, len(good) - 30):
        assert refusal(good[:length]).reason is Reason.DAMAGED


def test_a_zip_bomb_is_refused_at_once_and_in_little_memory() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb:
        bomb.writestr(
            "[Content_Types].xml",
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"',
        )
        with bomb.open("word/document.xml", "w") as part:
            for _ in range(200):
                part.write(b" " * 1_000_000)
    honest = out.getvalue()
    # The same bomb with a directory that claims one byte.
    lying = honest.replace((200_000_000).to_bytes(4, "little"), (1).to_bytes(4, "little"))
    assert lying != honest
    for data in (honest, lying):
        tracemalloc.start()
        started = time.process_time()
        assert refusal(data).reason in {Reason.TOO_LARGE, Reason.DAMAGED}
        assert time.process_time() - started < 5
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 50_000_000


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        with pytest.warns(UserWarning, match="Duplicate"):
            new.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert refusal(out.getvalue()).reason is Reason.DAMAGED


def test_a_very_long_paragraph_is_split_and_not_lost() -> None:
    words = "이주 여성 " * (MAX_BLOCK // 4)
    read = read_document(words.encode())
    assert len(read.blocks) > 1
    assert all(len(block.body) <= MAX_BLOCK for block in read.blocks)
    assert " ".join(block.body for block in read.blocks).split() == words.split()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    read_document(word(f"<w:p>{run('text')}</w:p>"))
    refusal(word("<w:p/>"))
    refusal(b"PK\x03\x04 broken")
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 50_000 + "x</div>",
        "<p>" + "<b>" * 50_000 + "x</b>",
        "# a\n\n# b\n\n" + ">" * 20_000 + " x",
    ],
    ids=["elements", "unclosed", "quotations"],
)
def test_what_nests_too_deep_is_refused_at_once(text: str) -> None:
    started = time.process_time()
    assert refusal(text.encode(), "text.md").reason is Reason.DAMAGED
    assert time.process_time() - started < 5


def test_a_document_may_be_larger_than_it_is_ever_read() -> None:
    assert refusal(b"word\n\n" * (MAX_TEXT // 5)).reason is Reason.TOO_LARGE


PIECES_OF_XML = st.lists(
    st.sampled_from(
        ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>text</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>",
         "</w:tc>", '<w:ins w:author="A">', "</w:ins>", '<w:del w:id="x">', "</w:del>", "<w:ruby>", "</w:ruby>",
         "<w:dir>", "</w:dir>", "<w:moveTo>", "</w:moveTo>", "&amp;", "<w:br/>", '<w:lang w:val=""/>', "<w:sdt>", "</w:sdt>"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PIECES_OF_XML | st.text(max_size=60))
def test_any_word_file_comes_in_or_is_refused(xml: str) -> None:
    with contextlib.suppress(UnreadableDocument):
        assert read_document(word(xml)).blocks is not None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_comes_in_or_is_refused(place: int, noise: bytes) -> None:
    for good in GOOD_FILES:
        with contextlib.suppress(UnreadableDocument):
            read_document(good[:place] + noise + good[place + len(noise) :])


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_come_in_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableDocument):
        read = read_document(data, "text.md")
        assert read.title or read.blocks


GOOD_FILES = [
    write_document(
        WrittenDocument("T", "ko", "ltr", [WrittenBlock("paragraph", "본문", "ko", "ltr")]), form
    )
    for form in (Format.WORD, Format.OPEN_DOCUMENT)
]
