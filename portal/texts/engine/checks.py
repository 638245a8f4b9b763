"""What a translation must state just as its source does: numbers, telephones, dates, addresses.

A wrong digit in a hotline or a deadline harms; whoever submits a translation is asked about each
difference found here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from portal.texts.engine.figures import Figure, FigureKind, figures


@dataclass(frozen=True, slots=True)
class Difference:
    """Things of one kind as they are written: `missing` in the source only, `added` in the target."""

    kind: FigureKind
    missing: tuple[str, ...]
    added: tuple[str, ...]


def check(
    source: str, target: str, source_language: str = "", target_language: str = ""
) -> list[Difference]:
    """The differences between what `source` and `target` state in figures, none if all agree.

    The script of the digits does not count, nor how a date or a number is written: 2024-05-06 is
    06/05/2024, and 1,250.5 is 1.250,5. With the languages given, months may be words on either side.
    """
    here, there = figures(source, source_language), figures(target, target_language)
    missing, added = _unmatched(here, there)
    missing, added = _less_dates_in_numbers(missing, added, _months(there))
    added, missing = _less_dates_in_numbers(added, missing, _months(here))
    missing, added = _less_doubtful_words(missing, added), _less_doubtful_words(added, missing)
    differences = []
    for kind in FigureKind:
        lacking, extra = (
            tuple(each.raw for each in side if each.kind is kind) for side in (missing, added)
        )
        if lacking or extra:
            differences.append(Difference(kind, lacking, extra))
    return differences


def _unmatched(here: list[Figure], there: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """What either side has for itself, each thing counted as often as it stands there."""
    here, there = _less_common(here, there, lambda each: (each.kind, each.meaning))
    sure = [each for each in here if each.date is None or each.date.sure]
    unsure = [each for each in here if each.date and not each.date.sure]
    unsure, there = _less_common(unsure, there, _day_in_any_order)
    sure_there = [each for each in there if each.date is None or each.date.sure]
    unsure_there = [each for each in there if each.date and not each.date.sure]
    sure, unsure_there = _less_common(sure, unsure_there, _day_in_any_order)
    return _in_order(here, [*sure, *unsure]), _in_order(there, [*sure_there, *unsure_there])


def _less_common(
    here: list[Figure], there: list[Figure], likeness: Callable[[Figure], Hashable]
) -> tuple[list[Figure], list[Figure]]:
    common = Counter(map(likeness, here)) & Counter(map(likeness, there))
    return _less(here, likeness, common), _less(there, likeness, common)


def _less(
    these: list[Figure], likeness: Callable[[Figure], Hashable], taken: Counter[Hashable]
) -> list[Figure]:
    to_take = taken.copy()
    left = []
    for each in these:
        if to_take[likeness(each)] > 0:
            to_take[likeness(each)] -= 1
        else:
            left.append(each)
    return left


def _day_in_any_order(figure: Figure) -> Hashable:
    if figure.date is None:
        return figure.kind, figure.meaning
    return figure.date.year, tuple(sorted(figure.date.numbers))


def _in_order(these: list[Figure], left: list[Figure]) -> list[Figure]:
    kept = set(map(id, left))
    return [each for each in these if id(each) in kept]


def _months(these: Iterable[Figure]) -> set[int | None]:
    return {each.date.month for each in these if each.date}


def _less_dates_in_numbers(
    dated: list[Figure], numbered: list[Figure], months: set[int | None]
) -> tuple[list[Figure], list[Figure]]:
    """Leave out dates that the other side states in single numbers: "3 to 5 May", "сарын 3-нд".

    `months` are those that the other side names anywhere: they need not be repeated for each day.
    """
    numbers = Counter(each.meaning for each in numbered if each.kind is FigureKind.NUMBER)
    used: Counter[Hashable] = Counter()
    left = []
    for each in dated:
        wanted = Counter(map(str, each.date.numbers)) if each.date else Counter[str]()
        lacking = wanted - numbers
        named = each.date is not None and each.date.month in months
        if each.date and (not lacking or (named and lacking == Counter([str(each.date.month)]))):
            numbers -= wanted
            used += wanted - lacking
        else:
            left.append(each)
    return left, _less(
        numbered, lambda each: each.meaning if each.kind is FigureKind.NUMBER else None, used
    )


def _less_doubtful_words(these: list[Figure], those: list[Figure]) -> list[Figure]:
    """Leave out what was taken for a month, as "may", if the other side has no date left over."""
    if any(each.date for each in those):
        return these
    return [each for each in these if not (each.date and each.date.is_a_word(each.raw))]
