"""What was asked, as it comes in: without the letter and the numbers that no database keeps."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter


class Values(ImmutableMultiDict[str, Any]):
    """A query or a form without NUL, which stands in nobody's words and is no part of an id."""

    def __init__(self, given: Any = None) -> None:
        if isinstance(given, MultiDict):
            given = list(given.items(multi=True))
        elif isinstance(given, Mapping):
            given = list(given.items())
        super().__init__(_clean(given) if given is not None else None)


def _clean(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [
        (key.replace("\0", ""), value.replace("\0", "") if isinstance(value, str) else value)
        for key, value in pairs
    ]


class Number(IntegerConverter):
    """A whole number in an address, as large as a column takes; a larger one is no page of ours."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max", 2**31 - 1)
        super().__init__(*args, **options)


class Asked(Request):
    """A request of this portal."""

    parameter_storage_class = Values
