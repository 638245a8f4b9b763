"""The addresses of a public statement's pages: for a language, for search engines, for other sites."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for

from portal.core import locales, web
from portal.statements.models import Statement


@dataclass(frozen=True)
class Alternate:
    """The same page for readers of another language; `x-default` for whoever comes."""

    language: str
    url: str


def page_in(
    statement: Statement, language: str | None = None, endpoint: str = "statements.show"
) -> str:
    """The path of a statement's page for readers of a language, or for whoever comes."""
    path = url_for(endpoint, slug=statement.slug)[len(request.script_root) :]
    if language is None:
        return path
    prefix = f"/{language}" if language in locales.LOCALES else ""
    return f"{prefix}{path}?lang={language}"


def whole_address(
    statement: Statement, language: str | None = None, endpoint: str = "statements.show"
) -> str:
    """The public address of such a page, whatever host was asked; the same for every reader."""
    return web.settings().address + page_in(statement, language, endpoint)


def alternates(
    statement: Statement, offered: Sequence[str], endpoint: str = "statements.show"
) -> list[Alternate]:
    """The page in each of its languages, and for whoever comes."""
    return [
        *(Alternate(tag, whole_address(statement, tag, endpoint)) for tag in offered),
        Alternate("x-default", whole_address(statement, None, endpoint)),
    ]
