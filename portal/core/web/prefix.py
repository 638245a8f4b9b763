"""The interface language: in the address, in the switch, and as the reader would have it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import (
    g,
    request,
)

from portal.core import locales
from portal.core.languages import parse_accept_language


class LocalePrefix:
    """WSGI: `/km/library` is `/library` in Khmer; addresses made within keep the prefix."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        first, _, rest = path[1:].partition("/")
        if first in locales.LOCALES and (rest or path.endswith("/")):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + first
            environ["PATH_INFO"] = "/" + rest
            environ["portal.locale"] = first
        elif first in locales.LOCALES:
            start_response(
                "308 Permanent Redirect", [("Location", f"/{first}/"), ("Content-Length", "0")]
            )
            return [b""]
        return self.app(environ, start_response)


@dataclass(frozen=True)
class LocaleLink:
    """One entry of the language switch."""

    tag: str
    name: str
    dir: str
    url: str
    current: bool


def locale_links() -> Sequence[LocaleLink]:
    """This page in each interface language."""
    query = request.query_string.decode("latin-1")
    root = request.script_root.removesuffix("/" + request.environ.get("portal.locale", " "))
    rest = request.path + (f"?{query}" if query else "")
    if request.method != "GET":
        rest = "/"
    return [
        LocaleLink(tag, item.name, item.dir, f"{root}/{tag}{rest}", tag == locales.current().tag)
        for tag, item in locales.LOCALES.items()
    ]


def reader_languages() -> list[str]:
    """What this reader reads, in her order: her account's list, or her browser's.

    The language that the page is in comes first for those without an account, because she
    chose it; English is in the list only where she asked for it.
    """
    if g.actor.signed_in:
        return list(g.actor.languages)
    asked = parse_accept_language(request.headers.get("Accept-Language", ""))
    here = request.environ.get("portal.locale") or request.cookies.get("locale")
    if here not in locales.LOCALES:
        return asked
    return [str(here), *(tag for tag in asked if tag != here)]


def choose_locale() -> str:
    """Address, then account, then cookie, then browser; English only where nothing fits."""
    from portal.core.languages import choose  # noqa: PLC0415 - needed once a request

    prefixed = request.environ.get("portal.locale")
    if prefixed:
        return str(prefixed)
    if g.actor.signed_in and g.actor.locale in locales.LOCALES:
        return str(g.actor.locale)
    cookie = request.cookies.get("locale")
    if cookie in locales.LOCALES:
        return str(cookie)
    asked = parse_accept_language(request.headers.get("Accept-Language", ""))
    return choose(asked, list(locales.LOCALES)) or "en"
