"""Keeps texts findable in the full-text index of either database; `find` finds them again."""

from dataclasses import dataclass, field
from datetime import datetime

import regex
from sqlalchemy import ColumnElement, delete, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.core import clock
from portal.search.finding import Hit, find, is_sqlite
from portal.search.models import FTS, INDEX_TABLE, Audience, SearchDocument
from portal.search.tokens import index_tokens

__all__ = ["Document", "Hit", "find", "put", "rebuild", "remove"]

MAX_VECTOR = 900_000
"""Bytes of a `tsvector` literal; PostgreSQL refuses one of a mebibyte."""
LAST_POSITION = 16_383
"""The last place in a text that PostgreSQL tells apart."""
LAST_REPEAT = 255
"""The last place of one token that PostgreSQL keeps."""
_UNSTORABLE = regex.compile(r"[\x00\p{Cs}]")


@dataclass(frozen=True, slots=True)
class Document:
    """One text in one language. Those of one `work_key` are found as one work."""

    subject_type: str
    subject_id: str
    language: str
    kind: str
    title: str
    body: str
    audience: Audience = "members"
    work_key: str = ""
    updated_at: datetime = field(default_factory=clock.now)


def put(session: Session, document: Document) -> None:
    """Make a text findable, by what it says now instead of by what it said before."""
    on_sqlite = is_sqlite(session)
    title, body = (_UNSTORABLE.sub("", words) for words in (document.title, document.body))
    named, told = index_tokens(title), index_tokens(body)
    key = {
        "subject_type": document.subject_type,
        "subject_id": document.subject_id,
        "language": document.language,
    }
    values = {
        "work_key": document.work_key or f"{document.subject_type}:{document.subject_id}",
        "kind": document.kind,
        "audience": document.audience,
        "updated_at": document.updated_at,
        "title": title,
        "body": body,
        "title_tokens": " ".join(named),
        "tokens": " ".join(told) if on_sqlite else vector(named, told),
    }
    if on_sqlite:
        _forget(session, *_key(**key))
    upsert = sqlite.insert if on_sqlite else postgresql.insert
    session.execute(
        upsert(SearchDocument)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )
    if on_sqlite:
        session.execute(
            insert(FTS).from_select(
                ["rowid", "title_tokens", "tokens"], select(*_LEARNT).where(*_key(**key))
            )
        )


def remove(
    session: Session, subject_type: str, subject_id: str, language: str | None = None
) -> None:
    """Let a text be found no more, in one language or in all."""
    key = _key(subject_type, subject_id, language)
    if is_sqlite(session):
        _forget(session, *key)
    session.execute(delete(SearchDocument).where(*key))


def rebuild(session: Session) -> None:
    """Make SQLite's full-text index anew from its table, after a repair; PostgreSQL needs none."""
    if is_sqlite(session):
        session.execute(insert(FTS).values({INDEX_TABLE: "rebuild"}))


def vector(named: list[str], told: list[str]) -> str:
    """A `tsvector` literal of a title's tokens (weight A) and a body's.

    Of a text too long for one, the beginning counts.
    """
    places: dict[str, list[str]] = {}
    size = 0
    for number, token in enumerate(named + told, start=1):
        place = f"{min(number, LAST_POSITION)}{'A' if number <= len(named) else ''}"
        known = places.setdefault(token, [])
        if len(known) >= LAST_REPEAT:
            continue
        size += len(place) + 1 if known else len(token.encode()) + len(place) + 8
        if size > MAX_VECTOR:
            break
        known.append(place)
    return " ".join(
        f"'{token}':{','.join(dict.fromkeys(known))}" for token, known in places.items() if known
    )


def _key(subject_type: str, subject_id: str, language: str | None) -> list[ColumnElement[bool]]:
    key = [SearchDocument.subject_type == subject_type, SearchDocument.subject_id == subject_id]
    return key if language is None else [*key, SearchDocument.language == language]


_LEARNT = (SearchDocument.id, SearchDocument.title_tokens, SearchDocument.tokens)


def _forget(session: Session, *key: ColumnElement[bool]) -> None:
    """Take rows out of FTS5, which has to be told the very words that it learnt."""
    session.execute(
        insert(FTS).from_select(
            [INDEX_TABLE, "rowid", "title_tokens", "tokens"],
            select(literal("delete"), *_LEARNT).where(*key),
        )
    )
