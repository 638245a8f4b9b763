"""Every string of the demo content says something, in a language that it names."""

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import langcodes
import pytest

from portal.demo.reading import CONTENT, Content, Misshapen
from portal.demo.reading.forums import Programme
from portal.demo.reading.network import Topic
from portal.demo.reading.structure import read_text, shape
from portal.demo.reading.texts import read_blocks

LANGUAGES = frozenset(
    ["en", "ko", "vi", "km", "ur", "id", "fil", "ne", "mn-Cyrl", "bn", "ja", "th", "zh-Hant"]
)


def strings(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every string in the content, with the path that leads to it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from strings(item, f"{where}.{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from strings(item, f"{where}[{getattr(item, 'key', index)}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name), f"{where}.{field.name}")


def tags(value: object, name: str = "") -> Iterator[str]:
    """Every language tag: fields that name a language, and the keys of texts by language."""
    if isinstance(value, str):
        if name in {"language", "languages", "reads", "source", "original", "floor", "pairs"} | {
            "interpretation",
            "required_languages",
            "mandate_source",
            "host_language",
            "answer_language",
            "withdrawn_language",
            "sources",
        }:
            yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(key, str) and not isinstance(item, Programme):
                yield key
            yield from tags(item, name)
    elif isinstance(value, tuple):
        for item in value:
            yield from tags(item, name)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from tags(getattr(value, field.name), field.name)


def test_no_string_is_empty_or_padded_and_all_are_nfc(content: Content) -> None:
    found = list(strings(content))
    assert len(found) > 3000
    for where, text in found:
        assert text.strip() == text != "", where
        assert unicodedata.is_normalized("NFC", text), where
        assert "\N{REPLACEMENT CHARACTER}" not in text, where


def test_every_language_tag_is_valid_and_among_those_of_the_demo(content: Content) -> None:
    found = set(tags(content))
    assert found == LANGUAGES
    assert all(langcodes.tag_is_valid(tag) for tag in found)


def test_no_key_is_used_twice(content: Content) -> None:
    for rows in (content.topics, content.organisations, content.people, content.groups):
        assert not [key for key, count in Counter(row.key for row in rows).items() if count > 1]
    for holders_ in (content.statements, content.works):
        slugs = Counter(holder.about.slug for holder in holders_)
        assert max(slugs.values()) == 1
    emails = Counter(person.email for person in content.people)
    assert max(emails.values()) == 1


def test_folders_are_named_by_their_keys(content: Content) -> None:
    assert {s.about.key for s in content.statements} == {
        path.name for path in (CONTENT / "statements").iterdir()
    }
    assert {w.about.key for w in content.works} == {
        path.name for path in (CONTENT / "library").iterdir()
    }


def test_telephone_numbers_and_addresses_are_fictional(content: Content) -> None:
    for where, text in strings(content):
        for number in re.findall(r"\d[\d -]{6,}\d", text):
            if re.fullmatch(r"\d+", number) and ("amount" in where or "budget" in where):
                continue
            if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", number):
                continue
            assert "0000" in number or "555" in number, (where, number)
        for domain in re.findall(r"@([\w.-]+)|https?://([\w.-]+)", text):
            assert re.search(r"(^|\.)example\.(org|net)$|\.example$", "".join(domain)), where


def test_a_file_that_does_not_align_is_refused_by_name(tmp_path: Path) -> None:
    folder = CONTENT / "library" / "words-we-use"
    with pytest.raises(Misshapen, match="no text in its own language, th"):
        read_blocks(folder, "th")
    path = tmp_path / "vi.md"
    path.write_text("tie\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING ACUTE ACCENT}ng")
    with pytest.raises(Misshapen, match="normalisation form C"):
        read_text(path)


def test_two_languages_of_different_length_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ko.md").write_text("하나\n\n둘\n", encoding="utf-8")
    (tmp_path / "vi.md").write_text("một\n", encoding="utf-8")
    with pytest.raises(Misshapen, match=r"vi\.md has 1 blocks where ko\.md has 2"):
        read_blocks(tmp_path, "ko")


def test_an_entry_that_no_one_knows_is_refused() -> None:
    with pytest.raises(Misshapen, match="colour"):
        shape(Topic, {"key": "x", "names": {"en": "X"}, "colour": "red"}, "topics")
    with pytest.raises(Misshapen, match="lacks"):
        shape(Topic, {"key": "x"}, "topics")
