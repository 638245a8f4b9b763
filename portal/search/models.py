"""The table of what can be found, and beside it each database's index over its tokens."""

from datetime import datetime
from typing import Literal

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Dialect,
    Index,
    String,
    Text,
    UniqueConstraint,
    column,
    event,
    table,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.core.orm import Base, Language, moment_column

Audience = Literal["public", "members"]
INDEX_TABLE = "search_index"
FTS = table(INDEX_TABLE, *map(column, (INDEX_TABLE, "rowid", "title_tokens", "tokens")))
"""SQLite's full-text index, as statements name it; the column of its own name takes orders."""


class IndexTokens(TypeDecorator[str]):
    """Tokens of a body: parted by spaces for FTS5, a `tsvector` literal on PostgreSQL.

    The `tsvector` also holds the title's tokens, under weight A.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())


class SearchDocument(Base):
    """One text in one language as it can be found; `work_key` is shared by its translations."""

    __tablename__ = "search_documents"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "language"),
        CheckConstraint("audience IN ('public', 'members')", name="audience"),
        Index("ix_search_documents_tokens", "tokens", postgresql_using="gin").ddl_if(
            dialect="postgresql"
        ),
    )

    # What decides whether a row is shown comes before its long columns, which SQLite keeps on
    # pages of their own.
    id: Mapped[int] = mapped_column(primary_key=True)
    work_key: Mapped[str] = mapped_column(String(60), index=True)
    language: Mapped[Language]
    kind: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(10))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(26))
    updated_at: Mapped[datetime] = moment_column()
    title: Mapped[str]
    body: Mapped[str]
    title_tokens: Mapped[str]
    tokens: Mapped[str] = mapped_column(IndexTokens)


SQLITE_CREATE = (
    f"CREATE VIRTUAL TABLE {INDEX_TABLE} USING fts5(title_tokens, tokens, "
    f"content='{SearchDocument.__tablename__}', content_rowid='id', prefix='1 2 3', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
)
"""Makes the full-text index of SQLite, after the table; for migrations too.

No triggers keep it: with `trusted_schema=OFF` SQLite refuses a virtual table in a trigger.
`portal.search.index` writes both, and nothing else does.
"""
SQLITE_DROP = f"DROP TABLE IF EXISTS {INDEX_TABLE}"
"""The same back."""

for _moment, _statement in (("after_create", SQLITE_CREATE), ("before_drop", SQLITE_DROP)):
    event.listen(
        SearchDocument.__table__,
        _moment,
        DDL(_statement).execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]
    )
