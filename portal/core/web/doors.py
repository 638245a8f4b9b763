"""What a request reaches the database and the settings through."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import (
    current_app,
    g,
    request,
)
from sqlalchemy.orm import Session

from portal.core.orm import Database
from portal.core.settings import Settings


def database() -> Database:
    return cast("Database", current_app.extensions["portal_database"])


def is_demo() -> bool:
    """Whether this portal shows a demo network (`accounts` knows)."""
    return bool(current_app.extensions["portal_is_demo"]())


def settings() -> Settings:
    return cast("Settings", current_app.extensions["portal_settings"])


def reading() -> Session:
    """This request's reading session; the database refuses writes through it."""
    if "reading" not in g:
        g.reading = database().open_reading()
    return cast("Session", g.reading)


@contextmanager
def transaction() -> Iterator[Session]:
    """A writing transaction. Only a POST may open one: a GET that writes is an error."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        raise RuntimeError("A GET must not write.")
    # The reading session must not keep an older view of the data open while we write. It begins
    # anew when it is asked again, and is closed with the request, whoever still holds it.
    if "reading" in g:
        g.reading.close()
    with database().transaction() as session:
        yield session
