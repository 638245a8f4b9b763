"""The gate: a file's kind is found by its content, and it is written anew without what it hides.

Every kind is rewritten (pictures re-encoded, documents packed anew), so that what follows or
precedes the document proper, its author, place and programs stay outside.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from portal.storage.intake.packages import clean_package
from portal.storage.intake.pdf import clean_pdf
from portal.storage.intake.pictures import clean_picture
from portal.storage.intake.refusals import (
    DAMAGED,
    EMPTY,
    TWO_IN_ONE,
    UNKNOWN,
    WEB_PAGE,
    NotTaken,
    other_name,
    too_large,
)
from portal.storage.intake.sounds import clean_mp3

__all__ = ["MAX_FILE", "MEDIA", "NotTaken", "Taken", "take"]

MAX_FILE = 20 * 1024 * 1024
MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "mp3": "audio/mpeg",
}
_NAMES = {"jpeg": "jpg", "jpe": "jpg"}
_CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    "pdf": clean_pdf,
    "jpg": lambda data: clean_picture(data, "JPEG"),
    "png": lambda data: clean_picture(data, "PNG"),
    "webp": lambda data: clean_picture(data, "WEBP"),
    "docx": lambda data: clean_package(data, "docx"),
    "odt": lambda data: clean_package(data, "odt"),
    "mp3": clean_mp3,
}
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<!--")


@dataclass(frozen=True)
class Taken:
    """A file that may be kept: rewritten, with the kind that it truly has."""

    data: bytes
    kind: str
    """A key of `MEDIA`."""
    name: str
    """The name that was given, without folders and control characters, ending as its kind does."""

    @property
    def media_type(self) -> str:
        return MEDIA[self.kind]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def take(data: bytes, filename: str = "", *, limit: int = MAX_FILE) -> Taken:
    """The file as it may be kept. Raises NotTaken with a sentence, and nothing else."""
    if not data.strip(b"\0\t\r\n "):
        raise NotTaken(EMPTY)
    if len(data) > limit:
        raise NotTaken(too_large(limit))
    kind = _kind(data)
    name, ending = _plain_name(filename)
    if ending and _NAMES.get(ending, ending) != kind:
        raise NotTaken(other_name(f".{ending}", kind.upper()))
    if kind not in {"docx", "odt"} and _holds_zip(data):
        raise NotTaken(TWO_IN_ONE)
    return Taken(_CLEANERS[kind](data), kind, f"{name or 'file'}.{kind}")


def _kind(data: bytes) -> str:
    """What the content is. A kind is believed only where the file begins with it."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf\t\r\n \0").lower()
    if head.startswith(_MARKUP) or b"<html" in head or b"<script" in head:
        raise NotTaken(WEB_PAGE)
    if data.startswith(b"%PDF-"):
        return "pdf"
    if b"%PDF-" in data[:1024]:
        raise NotTaken(TWO_IN_ONE)
    if data.startswith(b"PK\x03\x04"):
        return _packed_kind(data)
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"ID3") or (data[0] == 0xFF and data[1:2] and data[1] & 0xE6 == 0xE2):
        return "mp3"
    try:
        found = puremagic.from_string(data[:8192]).lstrip(".")
    except (puremagic.PureError, ValueError):
        found = ""
    raise NotTaken(WEB_PAGE if found in {"html", "htm", "xml", "svg"} else UNKNOWN)


def _packed_kind(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise NotTaken(DAMAGED) from None
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        return "docx"
    if "content.xml" in names and "mimetype" in names and b"opendocument.text" in data[:200]:
        return "odt"
    raise NotTaken(UNKNOWN)


def _holds_zip(data: bytes) -> bool:
    return b"PK\x05\x06" in data and zipfile.is_zipfile(io.BytesIO(data))


def _plain_name(filename: str) -> tuple[str, str]:
    """Its stem and ending, of the last part alone and without what no screen shows."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    path = PurePosixPath(shown.strip(". ") or "file")
    return path.stem[:100].strip(), path.suffix.lstrip(".").lower()[:10]
