"""Reading texts: in the reader's language, side by side, through time, and what waits for translators."""

from portal.texts.queries.reading import (
    Badge,
    Completeness,
    ReadBlock,
    ReadText,
    read_text,
    read_texts_titles,
)

__all__ = ["Badge", "Completeness", "ReadBlock", "ReadText", "read_text", "read_texts_titles"]
