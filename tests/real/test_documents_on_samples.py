"""Documents that real programs wrote: each comes in whole or is refused with its reason, never anything else."""

import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from portal.core.markdown import plain_text
from portal.texts.documents.read import (
    ChangeKind,
    ReadDocument,
    Reason,
    Remark,
    UnreadableDocument,
)
from portal.texts.documents.reading import read_document
from portal.texts.documents.writing import write_document
from portal.texts.documents.written import Format, WrittenBlock, WrittenDocument

pytestmark = pytest.mark.real

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "6_samples"
FILES = sorted(
    file
    for folder in ("docx_odt_xlsx_hwp", "csv_txt", "pdf")
    for file in (SAMPLES / folder).iterdir()
)
REFUSED = {
    "hwplib__표.hwp": Reason.FOREIGN,
    "poi__right-to-left.xlsx": Reason.FOREIGN,
    "python-mammoth__empty.docx": Reason.EMPTY,
    "pdfjs__issue20504.pdf": Reason.FOREIGN,
    "pdfjs__issue8424.pdf": Reason.FOREIGN,
    "pdfminersix__aes-256.pdf": Reason.ENCRYPTED,
    "pdfminersix__jo.pdf": Reason.FOREIGN,
    "sample-files__habibi.pdf": Reason.FOREIGN,
}
LANGUAGES = {
    "udhr_cmn_hant.docx": "zh-Hant",
    "udhr_jpn.docx": "ja",
    "udhr_khm.docx": "km",
    "udhr_kor.docx": "ko",
    "udhr_tha.docx": "th",
    "udhr_urd.docx": "ur",
    "udhr_vie.odt": "vi",
    "poi__stress011.docx": "ar",
    "tika__testWORD_phonetic.docx": "ja",
    "charset_normalizer__sample-korean.txt": "ko",
    "sessions_ja_cp932.csv": "ja",
    "signatories_ko_cp949.csv": "ko",
    "signatories_ko_utf16_tab.txt": "ko",
}
ENCODINGS = {
    "charset_normalizer__sample-arabic-1.txt": "cp1256",
    "charset_normalizer__sample-korean.txt": "cp949",
    "charset_normalizer__sample-russian.txt": "mac_cyrillic",
    "holidays-jp__syukujitsu.csv": "cp932",
    "sessions_ja_cp932.csv": "cp932",
    "signatories_balkan_utf8_bom.csv": "utf-8",
    "signatories_ko_cp949.csv": "cp949",
    "signatories_ko_utf16_tab.txt": "utf-16-le",
}
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"


def names(file: Path) -> str:
    return file.name


def read(name: str) -> ReadDocument:
    file = next(file for file in FILES if file.name == name)
    return read_document(file.read_bytes(), file.name)


def letters(text: str) -> Counter[str]:
    return Counter("".join(unicodedata.normalize("NFC", text).split()))


def test_there_are_samples_to_read() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("file", [f for f in FILES if f.name not in REFUSED], ids=names)
def test_every_readable_sample_comes_in(file: Path) -> None:
    document = read_document(file.read_bytes(), file.name)
    assert document.title or document.blocks
    assert document.language == LANGUAGES.get(file.name, document.language)
    assert document.encoding == ENCODINGS.get(file.name, document.encoding)


@pytest.mark.parametrize("file", [f for f in FILES if f.name in REFUSED], ids=names)
def test_every_other_sample_is_refused_with_its_reason(file: Path) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(file.read_bytes(), file.name)
    assert refused.value.reason is REFUSED[file.name]
    assert str(refused.value.sentence)


@pytest.mark.parametrize("file", [f for f in FILES if f.name not in REFUSED], ids=names)
def test_the_name_does_not_matter(file: Path) -> None:
    named = read_document(file.read_bytes(), file.name)
    unnamed = read_document(file.read_bytes(), "upload.bin")
    assert [block.body for block in unnamed.blocks] == [block.body for block in named.blocks]


def words_of(file: Path) -> str:
    """All words of a Word or OpenDocument file, inserted and deleted ones included, taken from its XML."""
    with zipfile.ZipFile(file) as archive:
        if file.suffix == ".odt":
            root = etree.fromstring(archive.read("content.xml"))
            return "".join(
                "".join(paragraph.itertext())
                for paragraph in root.iter(f"{TEXT}p", f"{TEXT}h")
                if not any(
                    above.tag in {f"{TEXT}p", f"{TEXT}h"} for above in paragraph.iterancestors()
                )
            )
        root = etree.fromstring(archive.read("word/document.xml").removeprefix(b"\xef\xbb\xbf"))
        return "".join(
            text.text or ""
            for text in root.iter("{*}t", "{*}delText")
            if not any(above.tag.endswith("}Fallback") for above in text.iterancestors())
        )


@pytest.mark.parametrize(
    "file",
    [f for f in FILES if f.suffix in {".docx", ".odt"} and f.name not in REFUSED],
    ids=names,
)
def test_no_word_of_a_document_is_lost(file: Path) -> None:
    document = read_document(file.read_bytes(), file.name)
    gone = {ChangeKind.DELETION, ChangeKind.MOVED_AWAY}
    kept = [document.title or "", *(block.body for block in document.blocks)]
    told = "".join(map(plain_text, kept))
    told += "".join(change.text for change in document.changes if change.kind in gone)
    lost = letters(words_of(file)) - letters(told)
    # A symbol of the private use area becomes the character that it stands for.
    assert {letter: count for letter, count in lost.items() if letter.isalnum()} == {}


def test_tracked_changes_of_word_are_all_kept_with_their_authors() -> None:
    seen = 0
    for file in FILES:
        if file.suffix != ".docx" or file.name in REFUSED:
            continue
        with zipfile.ZipFile(file) as archive:
            root = etree.fromstring(archive.read("word/document.xml").removeprefix(b"\xef\xbb\xbf"))
        wanted: Counter[tuple[str, str, str]] = Counter()
        for element in root.iter("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo"):
            space = element.tag.partition("}")[0] + "}"
            words = "".join(text.text or "" for text in element.iter("{*}t", "{*}delText"))
            for letter in words:
                wanted[element.get(f"{space}author"), element.get(f"{space}date"), letter] += 1
        found: Counter[tuple[str, str, str]] = Counter()
        for change in read(file.name).changes:
            if change.kind is not ChangeKind.COMMENT:
                for letter in change.text:
                    found[change.author, change.date, letter] += 1
        assert wanted == found, file.name
        seen += wanted.total()
    assert seen > 0


def test_moves_are_known_as_moves() -> None:
    changes = read("pandoc__track_changes_move.docx").changes
    assert [(change.kind, change.author) for change in changes] == [
        (ChangeKind.MOVED_HERE, "Jesse Rosenthal"),
        (ChangeKind.MOVED_AWAY, "Jesse Rosenthal"),
    ]


def test_tracked_changes_of_an_open_document_are_all_kept_with_their_authors() -> None:
    file = SAMPLES / "docx_odt_xlsx_hwp" / "pandoc__trackedChanges.odt"
    with zipfile.ZipFile(file) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    wanted = Counter(
        (kind, region.findtext(f".//{DC}creator"), region.findtext(f".//{DC}date"))
        for region in root.iter(f"{TEXT}changed-region")
        for kind in ("insertion", "deletion")
        if region.find(f"{TEXT}{kind}") is not None
    )
    document = read(file.name)
    assert wanted == Counter((str(c.kind), c.author, c.date) for c in document.changes)
    assert document.blocks[0].body == "Some text with and inserted text."
    assert document.blocks[0].before == "Some text with deleted text."


def test_comments_stay_with_their_authors() -> None:
    comments = [c for c in read("pandoc__comments.docx").changes if c.kind is ChangeKind.COMMENT]
    assert comments[0].text == "I left a comment."
    assert {comment.author for comment in comments} == {"Jesse Rosenthal"}
    assert len(comments) >= 5


def test_ruby_tables_and_footnotes_are_kept_and_told() -> None:
    assert read("tika__testWORD_phonetic.docx").blocks[0].body == "東京（とうきょう）"
    assert Remark.TABLES_AS_ROWS in read("pandoc__table_header_rowspan.docx").warnings
    footnotes = read("python-mammoth__footnotes.docx")
    assert [block.body for block in footnotes.blocks] == [
        "Ouch¹.²",
        "¹ A tachyon walks into a bar.",
        "² Fin.",
    ]


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.suffix in {".docx", ".odt"} and f.name not in REFUSED], ids=names
)
def test_a_sample_written_as_word_comes_back_without_a_change(file: Path) -> None:
    document = read_document(file.read_bytes(), file.name)
    language = document.language or "und"
    blocks = [
        WrittenBlock(b.kind, b.body, language, "ltr", b.level) for b in document.blocks if b.body
    ]
    written = write_document(
        WrittenDocument(document.title or "T", language, "ltr", blocks), Format.WORD
    )
    again = read_document(written, "again.docx")
    assert [(b.kind, b.body) for b in again.blocks] == [(b.kind, b.body) for b in blocks]


def test_the_declaration_is_set_as_pdf_in_every_script() -> None:
    for file in FILES:
        if file.name.startswith("udhr_"):
            document = read_document(file.read_bytes(), file.name)
            language = document.language or "und"
            blocks = [
                WrittenBlock(b.kind, b.body, language, "ltr", b.level) for b in document.blocks
            ]
            made = write_document(
                WrittenDocument(document.title or "", language, "ltr", blocks), Format.PDF
            )
            assert made.startswith(b"%PDF-")
