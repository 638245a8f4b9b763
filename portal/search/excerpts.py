"""Shows where in a raw text a query was met: a short piece around it, with the met words marked."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from portal.search.tokens import SEPARATOR, Ladder, Located, Term, located

WIDTH = 200
"""Characters of an excerpt, about."""
SCANNED = (1_500, 6_000, 20_000)
"""Characters of a text that are searched for a place worth showing: further if there is none."""

NEAR = 24
"""Characters that an excerpt may lose in order to be cut at a space."""

_CLUSTER = regex.compile(r"(?s)\X")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of raw text, not escaped; `marked` where it answers the query."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Pieces in order; `cut_before` and `cut_after` tell whether the text goes on there."""

    pieces: tuple[Piece, ...] = ()
    cut_before: bool = False
    cut_after: bool = False

    @property
    def text(self) -> str:
        """The same without marks, with dots where it was cut."""
        words = "".join(piece.text for piece in self.pieces)
        return f"{'…' if self.cut_before else ''}{words}{'…' if self.cut_after else ''}"

    @property
    def is_marked(self) -> bool:
        return any(piece.marked for piece in self.pieces)


def excerpt(text: str, ladder: Ladder, width: int = WIDTH) -> Excerpt:
    """About `width` characters around the best place of `text`, cut between grapheme clusters.

    Marked are the phrase and its words or, where none of them is whole, any part of them.
    """
    spans: list[tuple[int, int]] = []
    for reach in SCANNED:
        places = _Places(place for place in located(text[:reach]) if place.end < reach)
        spans = places.whole(ladder)
        if spans or reach >= len(text):
            break
    spans = _merged(spans or places.parts(ladder.any))
    start, end = _window(text, spans, width)
    pieces: list[Piece] = []
    at = start
    for begin, finish in spans:
        if begin < start or finish > end:
            continue
        pieces += [Piece(text[at:begin]), Piece(text[begin:finish], marked=True)]
        at = finish
    pieces.append(Piece(text[at:end]))
    return Excerpt(
        tuple(piece for piece in pieces if piece.text),
        cut_before=bool(text[:start].strip()),
        cut_after=bool(text[end:].strip()),
    )


class _Places:
    """The tokens of a text, by their order and by what they are."""

    def __init__(self, places: Iterable[Located]) -> None:
        self.places = list(places)
        self.of_token: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            self.of_token.setdefault(place.token, []).append(number)

    def whole(self, ladder: Ladder) -> list[tuple[int, int]]:
        """The phrase, and each group of its words; a whole word rather than a beginning."""
        spans = self.sequence(ladder.phrase) if ladder else []
        for *first, last in ladder.all:
            whole_word, whole_cluster = Term(last.token), Term(last.token + SEPARATOR, prefix=True)
            for term in (whole_word, whole_cluster, last):
                if met := self.sequence((*first, term)):
                    spans += met
                    break
        return spans

    def parts(self, terms: Sequence[Term]) -> list[tuple[int, int]]:
        """Every token that any of the terms meets."""
        beginnings = tuple(term.token for term in terms)
        return [
            self._span((number,), term)
            for token, numbers in self.of_token.items()
            if token.startswith(beginnings)
            for term in terms
            if term.meets(token)
            for number in numbers
        ]

    def sequence(self, terms: Sequence[Term]) -> list[tuple[int, int]]:
        """Where the terms stand one after the other."""
        *first, last = terms
        if not all(term.token in self.of_token for term in first):
            return []
        ends = self.of_token.get(last.token, ())
        if last.prefix:
            ends = [
                n for token, numbers in self.of_token.items() if last.meets(token) for n in numbers
            ]
        return [
            self._span(range(end - len(first), end + 1), last)
            for end in ends
            if end >= len(first)
            and all(
                term.token == place.token
                for term, place in zip(first, self.places[end - len(first) : end], strict=True)
            )
        ]

    def _span(self, numbers: Sequence[int], last: Term) -> tuple[int, int]:
        # A single cluster is met by the pair that it begins; the second is not its own.
        end = self.places[numbers[-1]]
        alone = SEPARATOR not in last.token[:-1]
        return self.places[numbers[0]].start, end.first_end if alone else end.end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: Sequence[tuple[int, int]], width: int) -> tuple[int, int]:
    """Where to cut: around the place with most marked characters, at a space where one is near."""
    if len(text) <= width:
        return 0, len(text)
    best = max(spans, key=lambda span: _marked_within(spans, span[0], width), default=(0, 0))[0]
    start = min(best - width // 4, len(text) - width)
    start = start if start > NEAR else 0
    edges = [found.start() for found in _CLUSTER.finditer(text[: start + 2 * width])]
    if start:
        start = next((edge for edge in _near(edges, start) if text[edge - 1].isspace()), 0) or max(
            edge for edge in edges if edge <= start
        )
    reach = min(start + width, len(text))
    if reach == len(text):
        return start, reach
    end = next((edge for edge in _near(edges, reach) if text[edge].isspace()), 0)
    return start, end or max(edge for edge in edges if edge <= reach)


def _marked_within(spans: Sequence[tuple[int, int]], begin: int, width: int) -> int:
    after = spans[bisect_left(spans, (begin, begin)) :][:12]
    return sum(end - start for start, end in after if end <= begin + width)


def _near(edges: Sequence[int], place: int) -> Iterable[int]:
    """Edges a little before a place, the nearest first."""
    last = bisect_right(edges, place)
    return (edge for edge in reversed(edges[max(0, last - NEAR) : last]) if 0 < place - edge < NEAR)
