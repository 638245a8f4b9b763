"""Lists of organisations as people really keep them, read line by line and never thrown away.

Pure: bytes in, frozen dataclasses out, no database. Every line is kept as it stood, whether it
was understood or not; what was understood of it is a proposal for a person to look at.
"""

from portal.network.imports.bodies import ListedName
from portal.network.imports.encodings import ENCODINGS, decode
from portal.network.imports.matching import Candidate, Matcher
from portal.network.imports.notes import NOTES
from portal.network.imports.parsing import (
    MAX_LINES,
    ParsedLine,
    ParsedList,
    parse_list,
)

__all__ = [
    "ENCODINGS",
    "MAX_LINES",
    "NOTES",
    "Candidate",
    "ListedName",
    "Matcher",
    "ParsedLine",
    "ParsedList",
    "decode",
    "parse_list",
]
