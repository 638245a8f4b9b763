"""Every list of signatories that was really published, wherever it stands in its statement's file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[3] / "shared" / "data"
STATEMENTS = DATA / "2_statements"


def lists_in(value: Any, place: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of signatories inside a statement's file, wherever it stands, as lines."""
    if isinstance(value, dict):
        for key, inside in value.items():
            named = f"{place}.{key}" if place else key
            if any(word in key for word in ("signator", "organisations", "members", "callers", "named", "hosts", "host_names")):  # fmt: skip
                lines = as_lines(inside)
                if lines:
                    yield named, lines
                    continue
            yield from lists_in(inside, named)
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from lists_in(inside, f"{place}[{number}]")


def as_lines(value: Any) -> list[str]:
    if isinstance(value, str) and value.count(",") > 10:
        return [value]
    if not isinstance(value, list):
        return []
    lines: list[str] = []
    for item in value:
        name = item if isinstance(item, str) else item.get("name") if isinstance(item, dict) else ""
        if name and isinstance(name, str):
            members = item.get("members_in_brackets") if isinstance(item, dict) else None
            inside = ", ".join(members) if isinstance(members, list) else members
            lines.append(f"{name} ({inside})" if inside else name)
    return lines


def statement_file(name: str) -> dict[str, Any]:
    """What is known of the statement whose file is called so."""
    known: dict[str, Any] = json.loads((STATEMENTS / f"{name}.json").read_text(encoding="utf-8"))
    return known


def all_lists() -> list[tuple[str, str, list[str]]]:
    return [
        (path.stem, place, lines)
        for path in sorted(STATEMENTS.glob("S*.json"))
        for place, lines in lists_in(json.loads(path.read_text(encoding="utf-8")))
    ]


LISTS = all_lists()
