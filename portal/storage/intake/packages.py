"""Word and OpenDocument texts: unpacked under limits, without macros, author and camera notes, packed anew."""

import io
import re
import zipfile
import zlib

from portal.storage.intake.pictures import without_notes
from portal.storage.intake.refusals import BOMB, DAMAGED, ENCRYPTED, MACROS, NotTaken

MAX_MEMBERS = 2_000
MAX_UNPACKED = 60_000_000
MAX_RATIO = 200
_SMALL = 1_000_000
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)
_INSTEAD = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _APP.replace(b"extended-properties", b"custom-properties"),
    "meta.xml": _META,
}
_AUTHORS = (
    re.compile(rb'(\bw\d*:(?:author|initials|userId|providerId))="[^"]*"'),
    re.compile(rb"(<dc:creator>)[^<]*(?=</dc:creator>)"),
    re.compile(rb"(<(?:meta|loext):(?:creator-initials|sender-initials)>)[^<]*(?=<)"),
)
_MACROS = re.compile(r"(?:vbaproject|vbadata)|^(?:basic|scripts)/", re.IGNORECASE)


def clean_package(data: bytes, kind: str) -> bytes:
    """The document without what it says of its makers. Raises NotTaken."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise NotTaken(DAMAGED) from None
    members = package.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise NotTaken(BOMB)
    if len(set(names)) != len(names) or any(".." in name.split("/") for name in names):
        raise NotTaken(DAMAGED)
    if any(member.flag_bits & 0x1 for member in members):
        raise NotTaken(ENCRYPTED)
    if any(_MACROS.search(name) for name in names):
        raise NotTaken(MACROS)
    parts = _unpacked(package, members)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise NotTaken(ENCRYPTED)
    return _packed({name: _cleaned(name, part) for name, part in parts.items()}, kind)


def _unpacked(package: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Every part, read no further than the limits, whatever the directory claims."""
    parts, left = {}, MAX_UNPACKED
    for member in members:
        if member.is_dir():
            continue
        limit = min(left, max(_SMALL, MAX_RATIO * member.compress_size))
        try:
            with package.open(member) as stream:
                part = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError):
            raise NotTaken(DAMAGED) from None
        except RuntimeError:
            raise NotTaken(ENCRYPTED) from None
        if len(part) > limit:
            raise NotTaken(BOMB)
        left -= len(part)
        parts[member.filename] = part
    return parts


def _cleaned(name: str, part: bytes) -> bytes:
    if name in _INSTEAD:
        return _INSTEAD[name]
    lower = name.lower()
    if lower.endswith((".jpg", ".jpeg")):
        return without_notes(part)
    if lower.endswith(".xml"):
        part = _AUTHORS[0].sub(rb'\1=""', part)
        for pattern in _AUTHORS[1:]:
            part = pattern.sub(rb"\1", part)
    return part


def _packed(parts: dict[str, bytes], kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as fresh:
        # OpenDocument wants its `mimetype` first and unpacked.
        for name in sorted(parts, key=lambda item: (item != "mimetype", kind)):
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            fresh.writestr(part, parts[name])
    return out.getvalue()
