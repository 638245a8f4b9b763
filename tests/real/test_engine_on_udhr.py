"""The text engine on the Universal Declaration of Human Rights in every script that it is kept in."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest
import regex

from portal.texts.engine import Merged, carry, diff, is_word, merge, tokenise

pytestmark = pytest.mark.real

UDHR = Path(__file__).parents[3] / "shared" / "data" / "4_documents" / "udhr"

FILES = {
    "zh-Hant": "cmn_hant",
    "zh-Hans": "cmn_hans",
    "ja": "jpn",
    "km": "khm",
    "th": "tha",
    "ko": "kor",
    "vi": "vie",
    "mn-Cyrl": "khk",
    "en": "eng",
    "ur": "urd",
    "ne": "nep",
    "bn": "ben",
    "ta": "tam",
    "ar": "arb",
}
"""Burmese is not among the kept translations; its words are tried in tests/texts/engine."""

WITHOUT_SPACES = {"zh-Hant", "zh-Hans", "ja", "km", "th"}


def paragraphs(language: str) -> list[str]:
    body = (UDHR / f"udhr_{FILES[language]}.txt").read_text(encoding="utf-8")
    return [line for line in body.splitlines() if line.strip()]


def with_one_word_edited(
    random: Random, body: str, vocabulary: Sequence[str], language: str
) -> str:
    """The text as a person leaves it who replaced, added or took out one word."""
    tokens = tokenise(body, language)
    at = random.choice([index for index, token in enumerate(tokens) if is_word(token)])
    space = [] if language in WITHOUT_SPACES else [" "]
    act = random.choice(["replace", "insert", "delete"])
    if act == "replace":
        tokens[at] = random.choice([word for word in vocabulary if word != tokens[at]])
    elif act == "insert":
        tokens[at:at] = [random.choice(vocabulary), *space]
    else:
        del tokens[at : at + 1 + (tokens[at + 1 : at + 2] == space != [])]
    return "".join(tokens)


@pytest.mark.parametrize("language", FILES)
def test_a_one_word_edit_marks_at_most_three_words(language: str) -> None:
    random = Random(2026)
    bodies = paragraphs(language)
    vocabulary = sorted(
        {token for body in bodies for token in tokenise(body, language) if is_word(token)}
    )
    rounds = 500
    few = 0
    for _ in range(rounds):
        old = random.choice(bodies)
        new = with_one_word_edited(random, old, vocabulary, language)
        changes = [change for change in diff(old, new, language) if change.kind != "equal"]
        marked = sum(
            len(tokenise(change.old, language)) + len(tokenise(change.new, language))
            for change in changes
        )
        few += marked <= 3
    assert few / rounds >= 0.95


@pytest.mark.parametrize("language", FILES)
def test_no_word_boundary_falls_inside_a_character(language: str) -> None:
    for body in paragraphs(language):
        tokens = tokenise(body, language)
        assert "".join(tokens) == body
        characters = set(accumulate(map(len, regex.findall(r"(?s)\X", body))))
        assert set(accumulate(map(len, tokens))) <= characters


@pytest.mark.parametrize("language", sorted(WITHOUT_SPACES))
def test_a_sentence_without_spaces_falls_into_words(language: str) -> None:
    tokens = [token for body in paragraphs(language) for token in tokenise(body, language)]
    words = [token for token in tokens if is_word(token)]
    mean = sum(len(regex.findall(r"\X", word)) for word in words) / len(words)
    assert 1 < mean < 5


@pytest.mark.parametrize("language", FILES)
def test_two_edits_apart_are_joined_exactly_and_near_ones_never_wrongly(language: str) -> None:
    random = Random(2027)
    texts = [body for body in paragraphs(language) if len(tokenise(body, language)) > 20]
    vocabulary = sorted(
        {token for body in texts for token in tokenise(body, language) if is_word(token)}
    )
    rounds = 300
    joined = apart = 0
    for _ in range(rounds):
        tokens = tokenise(random.choice(texts), language)
        words = [index for index, token in enumerate(tokens) if is_word(token)]
        first, second = sorted(random.sample(words, 2))
        mine, theirs, both = tokens.copy(), tokens.copy(), tokens.copy()
        mine[first] = both[first] = random.choice(vocabulary)
        theirs[second] = both[second] = random.choice(["", random.choice(vocabulary)])
        result = merge("".join(tokens), "".join(mine), "".join(theirs), language)
        far = second - first > 10
        apart += far
        if isinstance(result, Merged):
            assert result.text == "".join(both)
            joined += far
    assert joined / apart >= 0.98


def edited_in_a_plain_editor(
    random: Random, blocks: Sequence[tuple[str, str]], foreign: Sequence[str]
) -> list[tuple[str | None, str]]:
    """Some words changed in every seventh paragraph or so, three taken out, three moved, three new."""
    edited: list[tuple[str | None, str]] = list(blocks)
    for at in random.sample(range(len(edited)), len(edited) // 7):
        block, body = edited[at]
        tokens = tokenise(body, "und")
        words = [index for index, token in enumerate(tokens) if is_word(token)]
        for index in random.sample(words, len(words) // 8):
            tokens[index] = random.choice(["", tokens[random.choice(words)]])
        edited[at] = block, "".join(tokens)
    for _ in range(3):
        del edited[random.randrange(len(edited))]
        moved = edited.pop(random.randrange(len(edited)))
        edited.insert(random.randrange(len(edited)), moved)
        edited.insert(random.randrange(len(edited)), (None, random.choice(foreign)))
    return edited


@pytest.mark.parametrize("path", sorted(UDHR.glob("*.txt")), ids=lambda path: path.stem)
def test_paragraphs_keep_their_identities_through_a_plain_editor(path: Path) -> None:
    random = Random(2028)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    blocks = [(f"b{at}", line) for at, line in enumerate(lines)]
    foreign = paragraphs("en" if path.stem != "udhr_eng" else "vi")
    right = total = 0
    for _ in range(20):
        edited = edited_in_a_plain_editor(random, blocks, foreign)
        ids, gone = carry(blocks, [body for _, body in edited])
        right += sum(found == block for found, (block, _) in zip(ids, edited, strict=True))
        total += len(edited)
        assert {block for block, _ in blocks} == {*filter(None, ids), *gone}
    assert right / total >= 0.99
