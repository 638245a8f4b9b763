"""Why a file is not taken, in sentences that a person can act on."""

from portal.core.errors import Invalid
from portal.core.sentences import Sentence, say

EMPTY = say("This file is empty. Choose it again.")
UNKNOWN = say(
    "This kind of file is not taken here. Send a PDF, a picture (JPEG, PNG, WebP), a Word or "
    "LibreOffice text, or a sound (MP3). Nothing was kept."
)
WEB_PAGE = say(
    "This is a web page, whatever its name says. Save it as a PDF and send that. Nothing was kept."
)
TWO_IN_ONE = say(
    "This file is two kinds of file in one, which is a way to hide something. "
    "Make it anew in its own program and send that. Nothing was kept."
)
ENCRYPTED = say(
    "This file is protected by a password. Save it without one and send it again. Nothing was kept."
)
DAMAGED = say(
    "This file is damaged. Open it in its own program, save it as a new file and send that. "
    "Nothing was kept."
)
BOMB = say(
    "This file would become far too large once it is unpacked. Make it smaller and send it again. "
    "Nothing was kept."
)
MACROS = say(
    "This document holds a program (macros). Save it without, as .docx or .odt, and send that. "
    "Nothing was kept."
)
MOVING = say("Moving pictures are not taken. Send one picture. Nothing was kept.")


class NotTaken(Invalid):
    """The file stays outside; the sentence says why and what would help."""


def other_name(name: str, found: str) -> Sentence:
    """The file is not what its name says."""
    return say(
        "The name of this file ends with %(name)s, but it is %(found)s. "
        "Save it again in its own program and send that. Nothing was kept.",
        name=name,
        found=found,
    )


def too_large(limit: int) -> Sentence:
    return say(
        "This file is larger than this site takes (%(megabytes)s MB). Make it smaller, or send it "
        "in parts. Nothing was kept.",
        megabytes=limit // 2**20,
    )
