"""Measures the text engine: words, differences, merges, identities and checks on 50 kB and on pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from portal.texts.engine import carry, check, diff, is_word, merge, tokenise

UDHR = Path(__file__).parents[2] / "shared" / "data" / "4_documents" / "udhr"
FILES = {
    "en": "eng",
    "ko": "kor",
    "vi": "vie",
    "km": "khm",
    "th": "tha",
    "ja": "jpn",
    "zh-Hant": "cmn_hant",
    "mn-Cyrl": "khk",
}
HOSTILE = {
    "one word repeated": ("right " * 8_300, "right " * 8_299 + "wrong "),
    "nothing in common": (". " * 25_000, "! " * 25_000),
    "the order reversed": ("a b c d e f g " * 3_500, "g f e d c b a " * 3_500),
    "characters exchanged": ("漢字" * 25_000, "字漢" * 25_000),
}


def milliseconds(act: Callable[[], object], rounds: int = 5) -> float:
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        act()
        taken.append((perf_counter() - start) * 1_000)
    return median(taken)


def one_word_edits_marked_small(language: str, lines: list[str], rounds: int = 400) -> float:
    """Share of one-word replacements and deletions of which at most three words are marked."""
    random = Random(1)
    few = 0
    for _ in range(rounds):
        old = random.choice(lines)
        tokens = tokenise(old, language)
        words = [index for index, token in enumerate(tokens) if is_word(token)]
        tokens[random.choice(words)] = random.choice(["", tokens[random.choice(words)]])
        marked = [
            part
            for change in diff(old, "".join(tokens), language)
            if change.kind != "equal"
            for part in (change.old, change.new)
        ]
        few += sum(len(tokenise(part, language)) for part in marked) <= 3
    return 100 * few / rounds


def edited(body: str, language: str, share: float, seed: int) -> str:
    random = Random(seed)
    tokens = tokenise(body, language)
    words = [index for index, token in enumerate(tokens) if is_word(token)]
    for index in random.sample(words, max(1, int(len(words) * share))):
        tokens[index] = tokens[random.choice(words)]
    return "".join(tokens)


def show(name: str, act: Callable[[], object], goal: int, rounds: int = 5) -> None:
    print(f"engine {name}: {milliseconds(act, rounds):.1f} ms (goal <= {goal})")


def measure(language: str, body: str) -> None:
    lines = [line for line in body.splitlines() if len(line) > 20]
    share = one_word_edits_marked_small(language, lines)
    print(f"engine {language}, one-word edits with <= 3 words marked: {share:.1f} % (goal >= 95)")
    long = (body * (50_000 // len(body) + 1))[:50_000]
    mine, theirs = edited(long, language, 0.02, 1), edited(long, language, 0.02, 2)
    rewritten = edited(long, language, 0.5, 3)
    show(f"{language}, words of 50,000 characters", lambda: tokenise(long, language), 100)
    show(f"{language}, difference, 2 % changed", lambda: diff(long, mine, language), 300)
    show(f"{language}, difference, half changed", lambda: diff(long, rewritten, language), 500)
    show(f"{language}, merge of two edits", lambda: merge(long, mine, theirs, language), 500)
    show(f"{language}, checks", lambda: check(long, mine, language, language), 200)
    blocks = [(str(at), line) for at, line in enumerate(lines)]
    changed = [edited(line, language, 0.1, at) for at, line in enumerate(lines)]
    show(
        f"{language}, identities of {len(lines)} changed blocks",
        lambda: carry(blocks, changed),
        100,
    )
    paragraph = max(lines, key=len)
    once = edited(paragraph, language, 0, 4)
    show(f"{language}, difference of a paragraph", lambda: diff(paragraph, once, language), 2, 50)


def main() -> None:
    if not UDHR.is_dir():
        print("engine: not measured, the reference data is not beside the project")
        return
    for language, name in FILES.items():
        measure(language, (UDHR / f"udhr_{name}.txt").read_text(encoding="utf-8"))
    for name, texts in HOSTILE.items():
        show(f"difference of 50 kB, {name}", partial(diff, *texts, "en"), 1_000, 3)


if __name__ == "__main__":
    main()
