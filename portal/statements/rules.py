"""The decision rule between equals, as a pure function of roster and answers.

Default, printed on the page: at least 60 % of each side answered, someone of each side consents,
no block is unresolved. That more consent than do anything else is not asked: silence is never
consent, and a block is a reason to go on talking. In a second round two thirds of each side must
consent and no country may hold more than half of all consents.

What is not adopted is *returned* to its drafters when enough organisations of each side answered,
or when a block is open: then there is something to work on. It *lapses* when the threshold of
answers is missed on a side and nobody blocks: the network had no time or no wish for it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from portal.network.models import Side
from portal.statements.models import Choice, Outcome

SIDES = (Side.SENDING, Side.RECEIVING)
CONSENTS = frozenset({Choice.CONSENT, Choice.CONCERN})


THIRDS = {33: Fraction(1, 3), 67: Fraction(2, 3)}
"""Hundredths that people write for thirds: two of three organisations are two thirds."""


def share(hundredths: int) -> Fraction:
    return THIRDS.get(hundredths, Fraction(hundredths, 100))


@dataclass(frozen=True)
class Rule:
    """What a network has settled on; shares are of each side's roster, in hundredths.

    67 stands for two thirds and 33 for one.
    """

    answered: int = 60
    second_round_consent: int = 67
    largest_country: int = 50
    least_days: int = 7

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Cast:
    """One organisation of the roster with its answer, if it gave one."""

    organisation: str
    side: Side
    countries: Sequence[str] = ()
    choice: Choice | None = None
    resolved: bool = False
    """A block whose words were taken up, or that was lifted."""


@dataclass(frozen=True)
class SideCount:
    """One side of the result."""

    side: Side
    roster: int
    answered: int
    consents: int
    by_choice: Mapping[Choice, int]


@dataclass(frozen=True)
class Result:
    """Whether the text is adopted, and if not, what is lacking."""

    sides: tuple[SideCount, SideCount]
    open_blocks: int
    lacking: tuple[str, ...]
    """Codes: `answers-sending`, `consent-receiving`, `blocks`, `country-KR`, `no-sending` …"""

    @property
    def adopted(self) -> bool:
        return not self.lacking


def count_side(casts: Sequence[Cast], side: Side) -> SideCount:
    """An organisation of both sides counts on each."""
    mine = [cast for cast in casts if cast.side in {side, Side.BOTH}]
    given = Counter(cast.choice for cast in mine if cast.choice is not None)
    return SideCount(
        side, len(mine), sum(given.values()), sum(given[choice] for choice in CONSENTS), dict(given)
    )


def decide(rule: Rule, casts: Sequence[Cast], round_number: int = 1) -> Result:
    """Apply the rule. A text is never adopted without the threshold on both sides."""
    sides = (count_side(casts, Side.SENDING), count_side(casts, Side.RECEIVING))
    lacking: list[str] = []
    for side in sides:
        name = side.side.value
        if side.roster == 0:
            lacking.append(f"no-{name}")
            continue
        if side.answered < share(rule.answered) * side.roster:
            lacking.append(f"answers-{name}")
        if side.consents == 0 or (
            round_number > 1 and side.consents < share(rule.second_round_consent) * side.roster
        ):
            lacking.append(f"consent-{name}")
    blocks = sum(cast.choice is Choice.BLOCK and not cast.resolved for cast in casts)
    if blocks:
        lacking.append("blocks")
    if round_number > 1:
        lacking += _too_large(rule, casts)
    return Result(sides, blocks, tuple(lacking))


def _too_large(rule: Rule, casts: Sequence[Cast]) -> list[str]:
    """Countries that hold more than their share of all consents."""
    consents = [cast for cast in casts if cast.choice in CONSENTS]
    countries = Counter(country for cast in consents for country in set(cast.countries))
    return [
        f"country-{country}"
        for country, count in sorted(countries.items())
        if count > share(rule.largest_country) * len(consents)
    ]


def outcome_of(result: Result) -> Outcome:
    """Adopted; else lapsed where too few answered and nobody blocks; else returned to the drafters."""
    if result.adopted:
        return Outcome.ADOPTED
    unheard = any(code.startswith(("answers-", "no-")) for code in result.lacking)
    return Outcome.LAPSED if unheard and not result.open_blocks else Outcome.RETURNED
