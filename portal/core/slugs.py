"""Words for addresses."""

import re
import unicodedata

_DASHES = re.compile(r"[\s\-–—_/]+")
_MOST = 60


def slugify(text: str) -> str:
    """A short lower-case address of letters and digits in any script, without accents on Latin."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not ("\u0300" <= c <= "\u036f")
    )
    plain = unicodedata.normalize("NFC", plain)
    kept = "".join(
        c if unicodedata.category(c)[0] in "LMN" else "-" if c.isspace() or c in "-–—_/" else ""
        for c in plain
    )
    return _DASHES.sub("-", kept).strip("-")[:_MOST].rstrip("-")
