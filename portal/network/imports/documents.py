"""Files that are no lists: told apart by how they begin, and answered with what to do."""

from collections.abc import Sequence

from portal.core.sentences import Sentence, say

_KINDS: Sequence[tuple[bytes, Sentence]] = (
    (
        b"PK\x03\x04",
        say(
            "This is a file of Excel, Word or LibreOffice, not a plain list. Open it there, "
            "choose “Save as”, then CSV or plain text, and upload that."
        ),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        say(
            "This is a file of an older Excel, Word or Hangul word processor, not a plain list. "
            "Open it there, choose “Save as”, then CSV or plain text, and upload that."
        ),
    ),
    (b"%PDF", say("This is a PDF. Copy the list out of it into a text file, and upload that.")),
)
_PICTURE = say("This is a picture. Type the list into a text file, and upload that.")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")


def why_no_list(data: bytes) -> Sentence | None:
    """What to do instead, where these bytes are a document or picture; None for anything else."""
    for mark, sentence in _KINDS:
        if data.startswith(mark):
            return sentence
    return _PICTURE if data.startswith(_PICTURES) else None
