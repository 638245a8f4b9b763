"""Reads the whole folder of demo content."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from portal.demo.reading.forums import Gathering, Programme, Series
from portal.demo.reading.library import Work, WorkFile
from portal.demo.reading.network import Group, Organisation, Person, Topic
from portal.demo.reading.statements import Statement, StatementFile
from portal.demo.reading.structure import Misshapen, read_toml, shape
from portal.demo.reading.texts import Text, read_blocks

CONTENT = Path(__file__).resolve().parent.parent / "content"

T = TypeVar("T")


@dataclass(frozen=True)
class Content:
    """Everything that the demo network is made of; `programmes` are named as editions name them."""

    topics: tuple[Topic, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]
    works: tuple[Work, ...]
    series: tuple[Series, ...]
    programmes: Mapping[str, Programme]
    gatherings: tuple[Gathering, ...]


def read_content(folder: Path = CONTENT) -> Content:
    """Raises Misshapen, naming the place, when a file does not say what it should."""
    series = tuple(
        shape(Series, read_toml(path), path.name)
        for path in sorted((folder / "forums").glob("*.toml"))
        if not path.name.startswith("programme-")
    )
    return Content(
        topics=_list(Topic, folder / "topics.toml"),
        organisations=_list(Organisation, folder / "organisations.toml"),
        people=_list(Person, folder / "people.toml"),
        groups=_list(Group, folder / "groups.toml"),
        statements=tuple(_statement(path) for path in sorted((folder / "statements").iterdir())),
        works=tuple(_work(path) for path in sorted((folder / "library").iterdir())),
        series=series,
        programmes={
            name: shape(Programme, read_toml(folder / "forums" / name), name)
            for one in series
            for edition in one.editions
            if (name := edition.programme) is not None
        },
        gatherings=_list(Gathering, folder / "gatherings.toml"),
    )


def _list(cls: type[T], path: Path) -> tuple[T, ...]:
    rows = read_toml(path)[path.stem]
    if not isinstance(rows, list):
        raise Misshapen(f"{path.name} holds no list named {path.stem}")
    return tuple(
        shape(cls, row, f"{path.name}[{row.get('key', index)}]") for index, row in enumerate(rows)
    )


def _statement(folder: Path) -> Statement:
    about = shape(StatementFile, read_toml(folder / "statement.toml"), folder.name)
    blocks = read_blocks(folder, about.source, about.sources)
    return Statement(
        about, Text(about.source, about.titles, blocks, about.translations, about.stale)
    )


def _work(folder: Path) -> Work:
    about = shape(WorkFile, read_toml(folder / "work.toml"), folder.name)
    blocks = read_blocks(folder, about.original, about.sources)
    return Work(about, Text(about.original, about.titles, blocks, about.translations, about.stale))
