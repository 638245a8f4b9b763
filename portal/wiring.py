"""Fact -> reactions: the one table where domains meet."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

REACTIONS: dict[type[Any], Sequence[Callable[[Session, Any], None]]] = {}
