"""From a block's Markdown to safe HTML for the page, and to plain text for search, excerpts and titles."""

from html import escape
from typing import Final
from xml.etree.ElementTree import Element

import nh3
from markupsafe import Markup

from portal.core.markdown.cleaning import clean
from portal.core.markdown.grammar import inline_tree

KINDS: Final = frozenset({"title", "heading", "paragraph", "list_item", "quotation", "caption"})


def render_block(body: str, kind: str = "paragraph") -> Markup:
    """The inner HTML of one block; the template makes the element around it.

    A new line in the body is a line break, in a title or heading a space. Raises TextTooLong, and ValueError for
    a kind that is not one of `KINDS`.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no block of the kind {kind!r}.")
    return _safe(
        _html(inline_tree(clean(body)), links=True, breaks=kind not in {"title", "heading"})
    )


def render_inline(body: str) -> Markup:
    """The HTML of a text that stands inside a link, a button or a title: emphasis and code only, one line."""
    return _safe(_html(inline_tree(clean(body)), links=False, breaks=False))


def plain_text(body: str) -> str:
    """What a reader sees of the body, without markup; line breaks are new lines."""
    return _text(inline_tree(clean(body)))


def _safe(html: str) -> Markup:
    """The second lock: whatever the grammar let through, only these tags, attributes and schemes remain."""
    return Markup(  # noqa: S704 -- nh3 has just cleaned it
        nh3.clean(
            html,
            tags={"a", "br", "code", "em", "strong"},
            attributes={"a": {"href", "dir"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="nofollow noopener noreferrer",
        )
    )


def _html(element: Element, *, links: bool, breaks: bool) -> str:
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if child.tag == "br":
            parts.append("<br>\n" if breaks else " ")
        else:
            inner = _html(child, links=links, breaks=breaks)
            if child.tag != "a":
                parts.append(f"<{child.tag}>{inner}</{child.tag}>")
            elif links:
                attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.items())
                parts.append(f"<a{attributes}>{inner}</a>")
            else:
                parts.append(inner)
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == "br" else _text(child))
        parts.append(child.tail or "")
    return "".join(parts)
