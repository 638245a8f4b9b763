"""How Alembic sees the portal: its tables, and the connection that `portal.schema` opened."""

from typing import Any, Literal

from alembic import context

from portal.schema import all_tables


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own types by their names."""
    module, name = type(item).__module__, type(item).__name__
    if kind == "type" and module.startswith("portal."):
        autogen_context.imports.add(f"from {module} import {name}")
        return f"{name}()"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Full-text indexes keep tables of their own, which their migration makes by hand."""
    return not (kind == "table" and name is not None and name.startswith("search_index"))


def include_object(item: Any, _name: str | None, kind: str, _reflected: bool, _to: Any) -> bool:  # noqa: FBT001 - Alembic's own order
    """Leave out an index that is made for the other database only."""
    return not (kind == "index" and _is_elsewhere(item))


def _is_elsewhere(index: Any) -> bool:
    condition = getattr(index, "_ddl_if", None)
    return condition is not None and condition.dialect != connection.dialect.name


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=all_tables(),
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    include_name=include_name,
    include_object=include_object,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
