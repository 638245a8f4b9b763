"""One page of a longer list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
PER_PAGE = 30


@dataclass(frozen=True)
class Page(Generic[T]):
    """`items` of page `number` (from 1), of `total` items in all; iterates over its items."""

    items: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE
    address: Callable[[int], str] = field(default=lambda number: f"?page={number}")

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    def url_for(self, number: int) -> str:
        return self.address(number)

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def paginate(session: Session, query: Select[T], number: int, per_page: int = PER_PAGE) -> Page[T]:
    """Two statements, whatever the length: the count and the rows of one page."""
    number = max(1, min(number, 100_000))
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = session.scalars(query.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(rows, number, total, per_page)
