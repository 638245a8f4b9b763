"""The guard before every zip: opened in memory, measured by what really comes out, and packed anew."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

from portal.texts.documents.read import Reason, UnreadableDocument

MAX_FILE = 20_000_000
"""Bytes of a document as it is sent."""
MAX_MEMBERS = 2_000
MAX_PART = 40_000_000
"""Bytes of one part once unpacked."""
MAX_UNPACKED = 60_000_000
MAX_RATIO = 200
"""How much smaller the packed part may be. XML packs to a tenth, rarely to a hundredth."""
_SMALL = 1_000_000
_CHUNK = 65_536


class Archive:
    """A zip whose directory has been checked; parts are unpacked one by one under a common limit."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableDocument: DAMAGED, ENCRYPTED, or TOO_LARGE."""
        self._data = data
        try:
            listed = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
            raise UnreadableDocument(Reason.DAMAGED, "zip") from None
        if len(listed) > MAX_MEMBERS or sum(part.file_size for part in listed) > 4 * MAX_UNPACKED:
            raise UnreadableDocument(Reason.TOO_LARGE, "zip")
        self._parts = {part.filename: part for part in listed}
        if len(self._parts) != len(listed):
            # Two parts of one name are read differently by different programs.
            raise UnreadableDocument(Reason.DAMAGED, "zip")
        if any(part.flag_bits & 0x1 for part in listed):
            raise UnreadableDocument(Reason.ENCRYPTED, "zip")
        self._left = MAX_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """The part, unpacked no further than the limits; what the directory claims is not believed."""
        try:
            part = self._parts[name]
        except KeyError:
            raise UnreadableDocument(Reason.DAMAGED, "zip") from None
        packed = self._packed(part)
        limit = min(MAX_PART, self._left, max(_SMALL, MAX_RATIO * len(packed)))
        if part.file_size > limit:
            raise UnreadableDocument(Reason.TOO_LARGE, "zip")
        unpacked = packed if part.compress_type == zipfile.ZIP_STORED else _inflated(packed, limit)
        if len(unpacked) != part.file_size or zlib.crc32(unpacked) != part.CRC:
            raise UnreadableDocument(Reason.DAMAGED, "zip")
        self._left -= len(unpacked)
        return unpacked

    def parts(self, wanted: Callable[[str], bool]) -> dict[str, bytes]:
        """The wanted parts by name."""
        return {name: self.read(name) for name in self._parts if wanted(name)}

    def _packed(self, part: zipfile.ZipInfo) -> bytes:
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnreadableDocument(Reason.DAMAGED, "zip")
        head = self._data[part.header_offset : part.header_offset + 30]
        if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
            raise UnreadableDocument(Reason.DAMAGED, "zip")
        start = part.header_offset + 30
        start += int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        return self._data[start : start + part.compress_size]


def _inflated(packed: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = bytearray()
    waiting = packed
    try:
        while waiting and not unpacker.eof:
            unpacked += unpacker.decompress(waiting, _CHUNK)
            waiting = unpacker.unconsumed_tail
            if len(unpacked) > limit:
                raise UnreadableDocument(Reason.TOO_LARGE, "zip")
    except zlib.error:
        raise UnreadableDocument(Reason.DAMAGED, "zip") from None
    return bytes(unpacked)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A fresh zip of these parts; `mimetype` comes first and unpacked, as OpenDocument and EPUB want it.

    All parts carry the same date, so that equal parts make equal files.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as fresh:
        for name in sorted(parts, key=lambda name: name != "mimetype"):
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            fresh.writestr(part, parts[name])
    return out.getvalue()
