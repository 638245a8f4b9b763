"""How long the slowest texts of one block take to render: the goal is any text of 50 kB under 200 ms."""

import random
import time

from portal.core.markdown import MAX_BLOCK, render_block

GOAL_MS = 200
UNITS = [
    "[", "![", "*a* ", "*_", "_a_ ", "**a ", "[a](/b)", "[a](", "`a` ", "<a@", "http://a.example ", "\\[", "<&",
    "a\n", "ភាសាខ្មែរ", "\u202e", "a*b**",
]  # fmt: skip


def slowest(rounds: int = 200) -> tuple[float, str]:
    """The greatest processor time in ms over attacks and random mixtures of markup, and the text's beginning."""
    chance = random.Random(7)
    bodies = [(unit * MAX_BLOCK)[:MAX_BLOCK] for unit in UNITS]
    bodies += [
        "".join(chance.choices(UNITS, k=MAX_BLOCK // 2))[:MAX_BLOCK] for _ in range(rounds // 4)
    ]
    bodies += ["".join(chance.choices("*_`[]()<>\\ a\n", k=MAX_BLOCK)) for _ in range(rounds // 4)]
    worst = (0.0, "")
    for body in bodies:
        started = time.process_time()
        render_block(body, "paragraph")
        worst = max(worst, ((time.process_time() - started) * 1000, body[:24]))
    return worst


def main() -> None:
    took, text = slowest()
    verdict = "ok" if took < GOAL_MS else "too slow"
    print(
        f"markdown: slowest block of {MAX_BLOCK} characters {took:.0f} ms ({text!r}); goal {GOAL_MS} ms: {verdict}"
    )


if __name__ == "__main__":
    main()
