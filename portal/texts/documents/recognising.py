"""What a file is, by what stands in it: the name only decides between kinds of plain text."""

import enum
import io
import re

import pikepdf
import puremagic

from portal.texts.documents.archives import MAX_FILE, Archive
from portal.texts.documents.decoding import Decoded, decode
from portal.texts.documents.read import Reason, UnreadableDocument


class Form(enum.Enum):
    """The kinds of documents that are read."""

    WORD = "docx"
    OPEN_DOCUMENT = "odt"
    MARKDOWN = "md"
    HTML = "html"
    PLAIN = "txt"


_WORD_MAIN = re.compile(rb"(?:wordprocessingml|ms-word)\.(?:document|template)[^\"]*main\+xml")
_OPEN_TEXT = re.compile(rb"application/vnd\.oasis\.opendocument\.text(?:-template|-master)?\s*\Z")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {
    "EncryptedPackage": "",
    "WordDocument": "doc",
    "Workbook": "xls",
    "PowerPoint Document": "ppt",
}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|meta|article|main|section|div|p|h[1-6]"
    r"|ul|ol|table|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"^(?:---\n|#{1,6} +\S|[-*+] +\S|> |\d{1,3}[.)] +\S|```|:::)|\]\([^)\s]+\)|\*\*\S", re.MULTILINE
)
_HEADING = re.compile(r"^(?:#{1,6} +\S.*|[^\n]+\n(?:={3,}|-{3,}))$", re.MULTILINE)


def recognise(data: bytes, filename: str) -> tuple[Form, Archive | Decoded]:
    """The form, with the checked archive or the decoded text. Raises UnreadableDocument."""
    if len(data) > MAX_FILE:
        raise UnreadableDocument(Reason.TOO_LARGE)
    if not data.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument(Reason.EMPTY)
    if data.startswith(b"PK\x03\x04"):
        archive = Archive(data)
        return _in_archive(archive), archive
    if (foreign := _foreign(data)) is not None:
        raise foreign
    decoded = decode(data)
    return _in_text(decoded.text, filename), decoded


def _in_archive(archive: Archive) -> Form:
    if "[Content_Types].xml" in archive:
        if _WORD_MAIN.search(archive.read("[Content_Types].xml")):
            return Form.WORD
        found = next((kind for kind in ("xl", "ppt") if _has_folder(archive, kind)), "")
        raise UnreadableDocument(Reason.FOREIGN, {"xl": "xlsx", "ppt": "pptx"}.get(found, "zip"))
    if "mimetype" not in archive:
        raise UnreadableDocument(Reason.FOREIGN, "zip")
    kind = archive.read("mimetype")
    if not _OPEN_TEXT.match(kind):
        found = kind.decode("ascii", "replace").strip().rpartition("/")[2].rpartition(".")[2]
        raise UnreadableDocument(Reason.FOREIGN, found[:40])
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise UnreadableDocument(Reason.ENCRYPTED, "odt")
    return Form.OPEN_DOCUMENT


def _has_folder(archive: Archive, folder: str) -> bool:
    return any(name.startswith(f"{folder}/") for name in archive.names())


def _foreign(data: bytes) -> UnreadableDocument | None:
    """The refusal for a file that says of itself that it is no text."""
    if data.startswith(_OLE):
        return _in_compound(data)
    if b"%PDF-" in data[:1024]:
        return _in_pdf(data)
    if data.startswith(b"{\\rtf"):
        return UnreadableDocument(Reason.FOREIGN, "rtf")
    if b"\0" not in data[:1024] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        found = puremagic.from_string(data[:8192])
    except (puremagic.PureError, ValueError):
        return None
    # Only kinds that are nothing but themselves; a UTF-16 text may look like any of the others.
    kind = found.lstrip(".")
    known = {
        "png",
        "jpg",
        "jpeg",
        "gif",
        "webp",
        "mp3",
        "mp4",
        "zip",
        "7z",
        "rar",
        "gz",
        "exe",
        "ttf",
        "otf",
    }
    return UnreadableDocument(Reason.FOREIGN, kind) if kind in known else None


def _in_compound(data: bytes) -> UnreadableDocument:
    """An OLE compound file: its stream names, in UTF-16, tell what it holds."""
    if b"HWP Document File" in data:
        return UnreadableDocument(Reason.FOREIGN, "hwp")
    for stream, kind in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            if not kind:
                return UnreadableDocument(Reason.ENCRYPTED, "docx")
            return UnreadableDocument(Reason.FOREIGN, kind)
    return UnreadableDocument(Reason.FOREIGN, "ole")


def _in_pdf(data: bytes) -> UnreadableDocument:
    try:
        pikepdf.open(io.BytesIO(data)).close()
    except pikepdf.PasswordError:
        return UnreadableDocument(Reason.ENCRYPTED, "pdf")
    except pikepdf.PdfError:
        return UnreadableDocument(Reason.DAMAGED, "pdf")
    return UnreadableDocument(Reason.FOREIGN, "pdf")


def _in_text(text: str, filename: str) -> Form:
    ending = filename.rpartition(".")[2].lower()
    if _HTML.match(text) and "</" in text:
        return Form.HTML
    if ending in {"md", "markdown"}:
        return Form.MARKDOWN
    if ending in {"csv", "tsv"} or not _HEADING.search(text):
        return Form.PLAIN
    return Form.MARKDOWN if len(_MARKDOWN.findall(text)) >= 2 else Form.PLAIN
