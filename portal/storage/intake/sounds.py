"""Sounds: MP3 without its tags, which may name whoever speaks and where."""

from portal.storage.intake.refusals import DAMAGED, NotTaken


def clean_mp3(data: bytes) -> bytes:
    """The frames alone: ID3 and APE tags before and behind them are taken off."""
    while data.startswith(b"ID3") and len(data) > 10:
        size = 10
        for shift, byte in zip((21, 14, 7, 0), data[6:10], strict=True):
            size += (byte & 0x7F) << shift
        size += 10 if data[5] & 0x10 else 0
        data = data[size:]
    if data[-128:].startswith(b"TAG"):
        data = data[:-128]
    if (ape := data.rfind(b"APETAGEX")) > len(data) - 1_000_000 and ape > 0:
        first = data.rfind(b"APETAGEX", 0, ape)
        data = data[: first if first > 0 else ape]
    data = data.lstrip(b"\0")
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        raise NotTaken(DAMAGED)
    return data
