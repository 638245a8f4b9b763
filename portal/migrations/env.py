"""How Alembic sees the portal: its tables, and the connection that `portal.schema` opened."""

from typing import Any, Literal

from alembic import context

from portal.core.orm import UtcDateTime
from portal.schema import all_tables


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own types by their names."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen_context.imports.add("from portal.core.orm import UtcDateTime")
        return "UtcDateTime()"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Full-text indexes keep tables of their own, which their migration makes by hand."""
    return not (kind == "table" and name is not None and name.startswith("search_index"))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=all_tables(),
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    include_name=include_name,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
