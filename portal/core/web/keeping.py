"""Public pages that the reader or this process holds already."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import (
    Response,
    current_app,
    g,
    request,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.core import locales


def not_modified(*parts: object) -> WerkzeugResponse | None:
    """304 when the reader already holds this version of a public page, else None.

    `parts` name everything that the page shows: the newest change, the language. The tag also
    holds the locale and the release of the program. A signed-in reader's page is never kept.
    """
    if g.actor.signed_in or request.method != "GET" or "_flashes" in flask_session():
        return None
    tag = _entity_tag(*parts)
    g.entity_tag = tag
    # Our tags are weak, and what a plain "in" asks for is a strong match.
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
        answer.set_etag(tag, weak=True)
        return answer
    return None


def flask_session() -> Any:
    from flask import session  # noqa: PLC0415 - kept beside its one use

    return session


def _entity_tag(*parts: object) -> str:
    import hashlib  # noqa: PLC0415 - kept beside its one use

    raw = "\x1f".join(
        str(part)
        for part in (current_app.extensions["portal_version"], locales.current().tag, *parts)
    )
    return hashlib.blake2s(raw.encode(), digest_size=12).hexdigest()


def kept(key: tuple[object, ...], build: Callable[[], str]) -> str:
    """An anonymous page of one language, kept in this process under `key`.

    The key holds the newest change of what is shown, so a change makes a new key; the store is
    small and forgets the oldest.
    """
    if g.actor.signed_in or "_flashes" in flask_session():
        return build()
    store: MutableMapping[tuple[object, ...], str] = current_app.extensions["portal_pages"]
    full = (locales.current().tag, request.script_root, *key)
    page = store.get(full)
    if page is None:
        page = build()
        while len(store) >= 256:
            store.pop(next(iter(store)))
        store[full] = page
    return page
