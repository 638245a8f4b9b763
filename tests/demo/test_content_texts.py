"""The demo's texts align block by block, and each translation says how far it has come."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from portal.demo.reading import Content
from portal.demo.reading.texts import Text

INTERFACE = ("en", "ko", "vi", "km", "ur")
OWN_SCRIPT = {
    "km": "KHMER",
    "ur": "ARABIC",
    "ko": "HANGUL",
    "ne": "DEVANAGARI",
    "bn": "BENGALI",
    "th": "THAI",
    "mn-Cyrl": "CYRILLIC",
    "zh-Hant": "CJK",
}


def holders(content: Content) -> Iterator[tuple[str, Text]]:
    for statement in content.statements:
        yield statement.about.key, statement.text
    for work in content.works:
        yield work.about.key, work.text


def test_texts_align_and_each_translation_has_a_state(content: Content) -> None:
    people = {person.key: person for person in content.people}
    for key, text in holders(content):
        languages = {language for block in text.blocks for language in block.bodies}
        assert languages == set(text.titles), key
        assert text.source in text.titles
        assert 5 <= len(text.blocks) <= 12, key
        assert len({state.language for state in text.states}) == len(text.states)
        for state in text.states:
            assert all(1 <= number <= len(text.blocks) for number in state.blocks or {}), key
            known = [people[name] for name in (state.translator, state.reviewer) if name]
            assert all(state.language in person.reads for person in known), (key, state.language)
        for one in text.translations():
            assert (one.translator is None) == (one.state == "machine_draft"), (key, one.language)
            assert (one.reviewer is not None) == (one.state in {"reviewed", "approved"}), (
                key,
                one.language,
            )
            assert one.reviewer is None or one.reviewer != one.translator, (key, one.language)


def test_every_state_and_every_kind_of_staleness_is_shown(content: Content) -> None:
    found = [one for _, text in holders(content) for one in text.translations()]
    assert {one.state for one in found} == {
        "machine_draft",
        "draft",
        "submitted",
        "reviewed",
        "approved",
    }
    assert {one.stale.significance for one in found if one.stale} == {"typo", "meaning", "safety"}
    for key, text in holders(content):
        for stale in text.stale:
            block = text.blocks[stale.block - 1]
            assert block.source not in stale.languages
            assert set(stale.languages) <= set(block.bodies), (key, stale.block)
            assert stale.previous != block.bodies[block.source]


def test_numbers_in_translations_are_those_of_the_source(content: Content) -> None:
    for key, text in holders(content):
        for one in text.translations():
            if one.block == 0 or one.stale:
                continue
            block = text.blocks[one.block - 1]
            assert digits(one.body) == digits(block.bodies[block.source]), (
                key,
                one.block,
                one.language,
            )


def digits(body: str) -> Counter[str]:
    return Counter(
        "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in run)
        for run in re.findall(r"\d[\d-]*", body)
    )


def test_each_language_is_written_in_its_own_script(content: Content) -> None:
    for key, text in holders(content):
        for number, block in enumerate(text.blocks, start=1):
            for language, body in block.bodies.items():
                script = OWN_SCRIPT.get(language)
                letters = [char for char in body if char.isalpha()]
                if script is None:
                    continue
                own = [char for char in letters if unicodedata.name(char).startswith(script)]
                assert len(own) > 0.6 * len(letters), (key, number, language)


def test_interface_languages_are_well_represented(content: Content) -> None:
    for language in INTERFACE:
        assert sum(language in work.text.titles for work in content.works) >= 10, language
        assert sum(language in one.text.titles for one in content.statements) >= 5, language
    originals = Counter(work.about.original for work in content.works)
    assert originals["en"] <= 3
    assert len(originals) >= 10
