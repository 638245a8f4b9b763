"""Writing files: each block in its language and direction, and PDFs without an empty box."""

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from portal.core.locales import speaking
from portal.texts.documents import fonts
from portal.texts.documents.fonts import MissingFont, families_for
from portal.texts.documents.reading import read_document
from portal.texts.documents.writing import write_document, write_side_by_side
from portal.texts.documents.written import (
    Edited,
    Format,
    SideBySide,
    WrittenBlock,
    WrittenDocument,
)

KOREAN = WrittenBlock("paragraph", "모든 **인간**은 자유롭다.", "ko", "ltr")
THAI = WrittenBlock("paragraph", "มนุษย์ทั้งหลายเกิดมามีอิสระ", "th", "ltr")
KHMER = WrittenBlock("paragraph", "មនុស្សទាំងអស់កើតមកមានសេរីភាព", "km", "ltr")
URDU = WrittenBlock("paragraph", "تمام انسان آزاد ہیں", "ur", "rtl")
MIXED = WrittenDocument(
    "Rights & <duties>",
    "en",
    "ltr",
    [KOREAN, THAI, KHMER, URDU],
    credits=["Translated by a volunteer"],
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(made: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return archive.read(name).decode()


def text_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "made.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_word_knows_each_paragraphs_language_and_direction() -> None:
    root = etree.fromstring(part(write_document(MIXED, Format.WORD), "word/document.xml").encode())
    found = {}
    for paragraph in root.iter(f"{W}p"):
        words = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        languages = [dict(lang.attrib) for lang in paragraph.iter(f"{W}lang")]
        found[words] = (paragraph.find(f"{W}pPr/{W}bidi") is not None, languages[:1])
    assert found[URDU.body] == (True, [{f"{W}val": "ur", f"{W}bidi": "ur"}])
    assert found["모든 인간은 자유롭다."] == (False, [{f"{W}val": "ko", f"{W}eastAsia": "ko"}])
    assert found[KHMER.body] == (False, [{f"{W}val": "km", f"{W}bidi": "km"}])


def test_open_document_turns_right_to_left_paragraphs() -> None:
    content = part(write_document(MIXED, Format.OPEN_DOCUMENT), "content.xml")
    style = re.search(r'<text:p text:style-name="([^"]+)"><text:span[^>]*>تمام', content)
    assert style
    turned = re.search(rf'style:name="{style.group(1)}"[^>]*>.*?</style:style>', content, re.DOTALL)
    assert turned
    assert 'style:writing-mode="rl-tb"' in turned.group()
    assert 'style:language-complex="ur"' in content
    assert 'style:language-asian="ko"' in content


def test_open_document_and_epub_begin_with_their_kind() -> None:
    for form in (Format.OPEN_DOCUMENT, Format.EPUB):
        made = write_document(MIXED, form)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_epub_is_version_3_with_language_direction_and_a_lasting_identifier() -> None:
    urdu = WrittenDocument("منشور", "ur", "rtl", [URDU, KOREAN])
    made = write_document(urdu, Format.EPUB)
    package = part(made, "EPUB/content.opf")
    assert 'version="3.0"' in package
    assert ">ur</dc:language>" in package
    assert 'page-progression-direction="rtl"' in package
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        pages = "".join(
            archive.read(n).decode() for n in archive.namelist() if n.endswith(".xhtml")
        )
    assert 'lang="ko"' in pages
    identifier = re.search(r"urn:uuid:[0-9a-f-]+", package)
    again = re.search(
        r"urn:uuid:[0-9a-f-]+", part(write_document(urdu, Format.EPUB), "EPUB/content.opf")
    )
    assert identifier
    assert again
    assert identifier.group() == again.group()


def test_html_says_its_languages_and_fetches_nothing() -> None:
    page = write_document(MIXED, Format.HTML).decode()
    assert '<html lang="en" dir="ltr">' in page
    assert '<div lang="ur" dir="rtl">' in page
    assert "<h1>Rights &amp; &lt;duties&gt;</h1>" in page
    assert not re.search(r"<script|<link|<img|src=|@import|url\(", page)


def test_markdown_and_plain_text_read_as_they_should() -> None:
    markdown = write_document(MIXED, Format.MARKDOWN).decode()
    assert "# Rights & \\<duties\\>" in markdown
    assert "모든 **인간**은 자유롭다." in markdown
    plain = write_document(MIXED, Format.PLAIN).decode()
    assert plain.split("\n\n")[:3] == [
        "Rights & <duties>",
        "Translated by a volunteer",
        "모든 인간은 자유롭다.",
    ]


@pytest.mark.parametrize("form", list(Format))
def test_two_languages_stand_side_by_side(form: Format, tmp_path: Path) -> None:
    left = WrittenDocument("권리", "ko", "ltr", [])
    right = WrittenDocument("حقوق", "ur", "rtl", [])
    late = WrittenBlock("paragraph", "아직 번역되지 않음", "ko", "ltr")
    made = write_side_by_side(SideBySide(left, right, [(KOREAN, URDU), (late, None)]), form)
    match form:
        case Format.PDF:
            words = text_of(made, tmp_path, "-layout")
        case Format.WORD:
            words = part(made, "word/document.xml")
        case Format.OPEN_DOCUMENT:
            words = part(made, "content.xml")
        case Format.EPUB:
            with zipfile.ZipFile(io.BytesIO(made)) as archive:
                words = "".join(archive.read(n).decode() for n in archive.namelist() if "ch00" in n)
        case _:
            words = made.decode()
    for word in ("권리", "자유롭다", "번역되지"):
        assert word in words
    if form is not Format.PDF:
        assert "تمام انسان آزاد ہیں" in words


def test_a_file_written_twice_is_the_same() -> None:
    for form in Format:
        assert write_document(MIXED, form) == write_document(MIXED, form), form


def test_change_marks_reach_word_as_tracked_changes(tmp_path: Path) -> None:
    when = "2026-02-03T04:05:06Z"
    block = WrittenBlock(
        "paragraph",
        "우리는 이 법을 거부한다.",
        "ko",
        "ltr",
        edited=Edited("우리는 이 법을 반대한다.", "Mai", when),
    )
    document = WrittenDocument("T", "ko", "ltr", [block, KOREAN])
    read = read_document(write_document(document, Format.WORD))
    assert (read.blocks[0].before, read.blocks[0].body) == (
        "우리는 이 법을 반대한다.",
        "우리는 이 법을 거부한다.",
    )
    assert {(change.author, change.date) for change in read.changes} == {("Mai", when)}
    assert read.blocks[1].before is None
    page = write_document(document, Format.HTML).decode()
    assert re.search("<del>.*반대한다.*</del>", page)
    assert re.search("<ins>.*거부한다.*</ins>", page)
    words = text_of(write_document(document, Format.PDF), tmp_path)
    assert "반대한다" in words
    assert "거부한다" in words
    assert "반대한다" not in write_document(document, Format.PLAIN).decode()


# -- PDF -----------------------------------------------------------------------------------------------------


def test_four_scripts_are_set_on_one_page(tmp_path: Path) -> None:
    pdf = write_document(MIXED, Format.PDF)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        assert opened.Root.MarkInfo.Marked
        assert str(opened.docinfo["/Title"]) == "Rights & <duties>"
    words = text_of(pdf, tmp_path)
    assert "모든 인간은 자유롭다." in words
    used = subprocess.run(
        ["pdffonts", str(tmp_path / "made.pdf")], capture_output=True, check=True
    ).stdout.decode()
    for font in ("NotoSansCJKkr", "NotoSansThai", "NotoSansKhmer", "NotoNastaliqUrdu"):
        assert font in used


def test_a_right_to_left_paragraph_begins_at_the_right(tmp_path: Path) -> None:
    document = WrittenDocument(
        "T", "en", "ltr", [URDU, WrittenBlock("paragraph", "left", "en", "ltr")]
    )
    boxes = text_of(write_document(document, Format.PDF), tmp_path, "-bbox")
    places = [
        (float(a), float(b), word)
        for a, b, word in re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)".*?>(.*?)<', boxes)
    ]
    width = 595
    latin = next(left for left, _, word in places if word == "left")
    arabic = max(
        right for _, right, word in places if re.search("[\u0600-\u06ff\ufb50-\ufeff]", word)
    )
    assert latin < 80
    assert arabic > width - 80


def test_what_people_write_is_never_code(tmp_path: Path) -> None:
    nasty = '#panic("x") $x^2$ #include "/etc/passwd" \\ ] } <label> @ref = = // /* "'
    document = WrittenDocument(
        nasty, "en", "ltr", [WrittenBlock("paragraph", nasty, "en", "ltr")], credits=[nasty]
    )
    words = " ".join(text_of(write_document(document, Format.PDF), tmp_path).split())
    assert '#panic("x") $x^2$ #include "/etc/passwd"' in words


def test_every_kind_of_block_is_set(tmp_path: Path) -> None:
    blocks = [
        WrittenBlock("heading", "Part", "en", "ltr", 2),
        WrittenBlock("heading", "Section", "en", "ltr", 3),
        WrittenBlock("list_item", "(b) second", "en", "ltr"),
        WrittenBlock("list_item", "inside", "en", "ltr", 1),
        WrittenBlock("quotation", "said *so*\nloudly", "en", "ltr"),
        WrittenBlock("caption", "A `caption` [law](https://a.example)", "en", "ltr"),
        WrittenBlock("list_item", "نکتہ", "ur", "rtl"),
        WrittenBlock("quotation", "اقتباس", "ur", "rtl"),
    ]
    words = text_of(write_document(WrittenDocument("T", "en", "ltr", blocks), Format.PDF), tmp_path)
    for word in ("Part", "Section", "(b)", "second", "inside", "loudly", "caption", "law"):
        assert word in words


def test_a_missing_letter_is_an_error_that_names_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed = {
        family: face for family, face in fonts._installed().items() if "Khmer" not in family
    }
    monkeypatch.setattr(fonts, "_installed", lambda: installed)
    fonts._any_family_with.cache_clear()
    try:
        with pytest.raises(MissingFont) as missing:
            write_document(MIXED, Format.PDF)
    finally:
        fonts._any_family_with.cache_clear()
    assert missing.value.script == "Khmr"
    assert missing.value.package == "fonts-noto-core"
    assert "Khmer" in str(missing.value.sentence)
    assert "fonts-noto-core" in str(missing.value.sentence)
    with speaking("ko"):
        assert "fonts-noto-core" in str(missing.value.sentence)


def test_a_character_that_no_font_can_have_is_named() -> None:
    with pytest.raises(MissingFont) as missing:
        families_for("a\ue123", ["en"])
    assert missing.value.package == ""
    assert missing.value.characters == "\ue123"


def test_joiners_and_word_breaks_need_no_glyph() -> None:
    assert families_for("ភាសា\u200bខ្មែរ می\u200cخواهم \u2067x\u2069 \u00a0", ["km", "fa"])


def test_chinese_characters_are_drawn_as_the_language_wants() -> None:
    chosen = families_for("直", ["ja", "ko", "zh-Hans", "zh-Hant"])
    first = {
        tag: next(family for family in families if "CJK" in family)
        for tag, families in chosen.items()
    }
    assert first == {
        "ja": "Noto Sans CJK JP",
        "ko": "Noto Sans CJK KR",
        "zh-Hans": "Noto Sans CJK SC",
        "zh-Hant": "Noto Sans CJK TC",
    }


def test_word_files_are_read_back_without_the_lines_under_the_title() -> None:
    read = read_document(write_document(MIXED, Format.WORD))
    assert "volunteer" not in json.dumps([block.body for block in read.blocks])
    assert len(read.blocks) == 4
