"""One restricted Markdown for every block: cleaned, parsed in linear time, rendered as safe HTML."""

from portal.core.markdown.cleaning import MAX_BLOCK, TextTooLong, clean
from portal.core.markdown.grammar import inline_tree
from portal.core.markdown.pieces import Piece, canonical, pieces_of, reads_alike, write_pieces
from portal.core.markdown.rendering import KINDS, plain_text, render_block, render_inline
from portal.core.markdown.tokens import escape

__all__ = [
    "KINDS",
    "MAX_BLOCK",
    "Piece",
    "TextTooLong",
    "canonical",
    "clean",
    "escape",
    "inline_tree",
    "pieces_of",
    "plain_text",
    "reads_alike",
    "render_block",
    "render_inline",
    "write_pieces",
]
