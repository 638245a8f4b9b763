"""Shapes plain TOML data into frozen dataclasses, and refuses whatever does not fit."""

import dataclasses
import functools
import tomllib
import types
import typing
import unicodedata
from collections.abc import Mapping
from pathlib import Path


class Misshapen(ValueError):
    """A content file does not say what its dataclass asks for; the message names the place."""


T = typing.TypeVar("T")


@functools.cache
def _hints(cls: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(cls)


def shape(cls: type[T], data: object, where: str) -> T:
    """Builds `cls` from a table; raises Misshapen for unknown, missing or wrongly typed entries."""
    return typing.cast("T", _dataclass(cls, data, where))


def _dataclass(cls: typing.Any, data: object, where: str) -> object:
    table = _table(data, where)
    fields = {field.name: field for field in dataclasses.fields(cls)}
    unknown = sorted(set(table) - set(fields))
    if unknown:
        raise Misshapen(f"{where} has entries that {cls.__name__} does not know: {unknown}")
    hints = _hints(cls)
    values = {name: _value(hints[name], value, f"{where}.{name}") for name, value in table.items()}
    missing = [
        name
        for name, field in fields.items()
        if name not in values
        and field.default is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise Misshapen(f"{where} lacks {missing}")
    return cls(**values)


def _value(hint: typing.Any, value: object, where: str) -> object:
    origin = typing.get_origin(hint)
    if dataclasses.is_dataclass(hint):
        return _dataclass(hint, value, where)
    if origin in (typing.Union, types.UnionType):
        wanted = next(part for part in typing.get_args(hint) if part is not type(None))
        return _value(wanted, value, where)
    if origin is typing.Literal:
        if value not in typing.get_args(hint):
            raise Misshapen(f"{where} is {value!r}, but may only be {typing.get_args(hint)}")
        return value
    if origin is tuple:
        return _tuple(hint, value, where)
    if origin is Mapping:
        return _mapping(hint, value, where)
    if type(value) is not hint:
        raise Misshapen(f"{where} is {value!r}, not {hint.__name__}")
    return value


def _tuple(hint: typing.Any, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise Misshapen(f"{where} is not a list")
    parts = typing.get_args(hint)
    if parts[-1] is Ellipsis:
        parts = (parts[0],) * len(value)
    if len(parts) != len(value):
        raise Misshapen(f"{where} has {len(value)} entries, not {len(parts)}")
    return tuple(
        _value(part, item, f"{where}[{index}]")
        for index, (part, item) in enumerate(zip(parts, value, strict=True))
    )


def _mapping(hint: typing.Any, value: object, where: str) -> Mapping[object, object]:
    key_hint, value_hint = typing.get_args(hint)
    return types.MappingProxyType(
        {
            (int(key) if key_hint is int else key): _value(value_hint, item, f"{where}.{key}")
            for key, item in _table(value, where).items()
        }
    )


def _table(data: object, where: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise Misshapen(f"{where} is not a table")
    return data


def read_toml(path: Path) -> dict[str, object]:
    return tomllib.loads(read_text(path))


def read_text(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if not unicodedata.is_normalized("NFC", text):
        raise Misshapen(f"{path.name} is not in Unicode normalisation form C")
    return text
