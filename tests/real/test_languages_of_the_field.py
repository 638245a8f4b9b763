"""The language tools agree with the reference data on real languages."""

import json
from pathlib import Path

import pytest

from portal.core.languages import (
    COMMON_LANGUAGES,
    autonym,
    choose,
    direction,
    name,
    normalise,
    script,
)

pytestmark = pytest.mark.real
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
UDHR = json.loads((DATA / "4_documents" / "udhr_index.json").read_text("utf-8"))["rows"]
LOCALES = json.loads((DATA / "5_locale" / "babel_locales.json").read_text("utf-8"))["locales"]
SUMMARY = json.loads((DATA / "5_locale" / "babel_summary.json").read_text("utf-8"))
THE_21 = {tag for group in SUMMARY["plural_groups_of_the_21"].values() for tag in group}


@pytest.mark.parametrize("row", UDHR, ids=lambda row: row["file"])
def test_each_translation_of_the_declaration_has_its_script_and_direction(
    row: dict[str, str],
) -> None:
    tag = normalise(row["bcp47"])
    assert normalise(row["iso639_3"]).partition("-")[0] == tag.partition("-")[0]
    assert direction(tag) == row["dir"]
    # Korean texts may mix Hangul and Han; CLDR names the mixture, the index the letters used.
    assert script(tag) == {"Hang": "Kore"}.get(row["script"], row["script"])
    assert autonym(tag) != tag


def test_a_reader_of_each_translation_is_given_hers() -> None:
    available = [row["bcp47"] for row in UDHR]
    for row in UDHR:
        assert choose([row["bcp47"]], available) == row["bcp47"]
        assert choose([normalise(row["bcp47"])], available) == row["bcp47"]


def test_the_21_languages_are_among_the_common_ones() -> None:
    assert len(THE_21) == 21
    assert {normalise(tag) for tag in THE_21} <= set(COMMON_LANGUAGES)


@pytest.mark.parametrize("tag", sorted(THE_21))
def test_names_and_direction_agree_with_the_locale_facts(tag: str) -> None:
    facts = LOCALES[tag]
    assert direction(tag) == facts["text_direction"]
    for other, told in facts["language_names_of_our_set"].items():
        if other != "zh":  # a bare zh is simplified Chinese here, and is called so
            assert name(other, tag) == told
