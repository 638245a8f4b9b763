"""Cuts text into the tokens that both databases index, and a query into its ladder of questions.

Scripts that write no spaces between words, and Korean, whose words take endings, are cut into
overlapping pairs of orthographic clusters; all others into words. `SEPARATOR` stands after the
first cluster of a pair, so that `ក␣` asks for the cluster itself and not for whatever begins
with it; it is a private-use character, which no folded text contains.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

import regex

from portal.search.folding import fold, written

SEPARATOR = "\ue000"
MAX_TOKEN = 48
"""Characters of a word that count; more is no word in any language."""
MAX_CLUSTER = 16
MAX_QUERY = 200
"""Characters of a query that are read."""
MAX_SEQUENCE = 12
"""Tokens of a phrase or of an unbroken run that are asked for; their order makes them few enough."""
MAX_LEFT_OUT = 8
"""Words of a query up to which each in turn may be the wrong one."""
MAX_TERMS = 16
"""Words of a query that are asked for."""

_SCRIPTS = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
    r"\p{Tibetan}\p{Tai_Tham}\p{New_Tai_Lue}\p{Yi}ー\uff70"
)
_CLUSTERED = rf"[[\p{{L}}\p{{M}}\p{{Nl}}\p{{No}}]&&[{_SCRIPTS}]]"
_BURMESE = r"[\u1000-\u1021\u102b-\u103e]"
_ZERO_FOR_WA = rf"(?:၀(?={_BURMESE})|(?<={_BURMESE})၀)"
_SEGMENT = regex.compile(
    rf"""(?V1)
    (?P<cluster> (?={_CLUSTERED}|{_ZERO_FOR_WA})
        (?: [เເ]{{2}}
        |   (?: \X (?<=[\u17d2\u1039\u1a60]) (?={_CLUSTERED}) )*+ \X \p{{M}}*
            (?: (?<=\u0e4d[\u0e48-\u0e4b]?) \u0e32 | (?<=\u0ecd[\u0ec8-\u0ecb]?) \u0eb2 )?
        )
        \p{{Default_Ignorable_Code_Point}}*
    )
  | (?P<word> [[\p{{L}}\p{{M}}\p{{N}}]--{_CLUSTERED}]
        [[\p{{L}}\p{{M}}\p{{N}}\p{{Default_Ignorable_Code_Point}}'’‘‛`´]--{_CLUSTERED}]*
    )
    """,
    regex.VERBOSE,
)
"""A cluster holds what its reader sees as one: subscripts with their base, Thai am in two strokes."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


class Located(NamedTuple):
    """A token, and where it stands in the raw text; `first_end` closes the first of its clusters.

    `written` is the token with its accents, where it has any.
    """

    token: str
    start: int
    first_end: int
    end: int
    written: str | None = None


def located(text: str) -> Iterator[Located]:
    """The tokens of a text in order, with their places; the places never cut a cluster."""
    run: list[tuple[str, int, int]] = []
    for found in _SEGMENT.finditer(text):
        start, end = found.span()
        if run and (run[-1][2] != start or found.lastgroup != "cluster"):
            yield from _pairs(run)
            run = []
        if found.lastgroup == "cluster":
            if folded := fold(found.group().replace("၀", "ဝ")):
                run.append((folded[:MAX_CLUSTER], start, end))
        else:
            raw = found.group()
            words = _WORD.findall(folded := fold(raw))
            accented = _WORD.findall(written(raw)) if folded != written(raw) else words
            if len(accented) != len(words):
                accented = words
            for word, form in zip(words, accented, strict=True):
                yield Located(
                    word[:MAX_TOKEN], start, end, end, form[:MAX_TOKEN] if form != word else None
                )
    yield from _pairs(run)


def _pairs(run: Sequence[tuple[str, int, int]]) -> Iterator[Located]:
    for (first, start, first_end), (second, _, end) in pairwise(run):
        yield Located(f"{first}{SEPARATOR}{second}", start, first_end, end)
    if run:
        last, start, end = run[-1]
        yield Located(f"{last}{SEPARATOR}", start, end, end)


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    return [place.token for place in located(text)]


def index_tokens(text: str) -> list[str]:
    """What an index keeps of a text: its tokens, and after them each accented form once.

    A folded token has no accents, so the two never meet.
    """
    places = list(located(text))
    forms = dict.fromkeys(place.written for place in places if place.written)
    return [*(place.token for place in places), *forms]


@dataclass(frozen=True, slots=True)
class Term:
    """A token to be met whole, or as the beginning of one."""

    token: str
    prefix: bool = False

    def meets(self, token: str) -> bool:
        return token.startswith(self.token) if self.prefix else token == self.token


@dataclass(frozen=True, slots=True)
class Ladder:
    """What to ask the index, from the strictest to the loosest; empty (false) asks nothing.

    `phrase`: these one after the other. `all`: each group somewhere, its terms one after the
    other; only the last term of a sequence is a prefix. `any`: at least one, the more the better.
    `written`: the accented words as they were typed; who types accents means them, so texts
    that have them as well are asked for first.
    """

    phrase: tuple[Term, ...] = ()
    all: tuple[tuple[Term, ...], ...] = ()
    any: tuple[Term, ...] = ()
    written: tuple[Term, ...] = ()

    @property
    def most(self) -> tuple[tuple[Term, ...], ...]:
        """Sets of terms of which one must be there whole: all but a wrong word, wherever it is.

        It keeps `any` from drowning a near hit among everything that holds one common word. A
        wrong cluster spoils two pairs, and a long query makes many sets: there, of four quarters
        two neighbours may fail.
        """
        terms = tuple(
            Term(term.token, term.prefix and SEPARATOR in term.token) for term in self.any
        )
        if len(terms) < 3:
            return ()
        if len(terms) <= MAX_LEFT_OUT and not any(SEPARATOR in term.token for term in terms):
            return tuple(combinations(terms, len(terms) - 1))
        cuts = [len(terms) * quarter // 4 for quarter in range(5)]
        first, second, third, fourth = (terms[a:b] for a, b in pairwise(cuts))
        return tuple(filter(None, (first + second, first + fourth, third + fourth)))

    def __bool__(self) -> bool:
        return bool(self.phrase)


def query_tokens(q: str) -> Ladder:
    """The ladder of a query as it was typed; at most `MAX_QUERY` characters of it count."""
    places = list(located(q[:MAX_QUERY]))
    runs = list(_runs(places))
    phrase: list[Term] = []
    groups: list[tuple[Term, ...]] = []
    loose: list[Term] = []
    for number, run in enumerate(runs):
        pairs = [token for token in run if not token.endswith(SEPARATOR)][:MAX_SEQUENCE]
        phrase += map(Term, run)
        if run[0] == run[-1] and run[0].endswith(SEPARATOR):
            # One cluster: the text may go on after it, and the cluster may not be typed to its end.
            if number == len(runs) - 1:
                phrase[-1] = Term(run[0], prefix=True)
            groups.append((Term(run[0].removesuffix(SEPARATOR), prefix=True),))
            loose.append(Term(run[0], prefix=True))
            continue
        if SEPARATOR in run[-1] and number == len(runs) - 1:
            phrase.pop()
        groups.append((*map(Term, pairs[:-1]), Term(pairs[-1], prefix=True)))
        loose += [Term(token, prefix=True) for token in run[: max(1, len(run) - 1)]]
    return Ladder(
        tuple(phrase[:MAX_SEQUENCE]),
        tuple(dict.fromkeys(groups))[:MAX_TERMS],
        tuple(dict.fromkeys(loose))[:MAX_TERMS],
        tuple(dict.fromkeys(Term(p.written) for p in places if p.written))[:MAX_TERMS],
    )


def _runs(places: Iterable[Located]) -> Iterator[list[str]]:
    """Tokens of one unbroken run together: a word alone, pairs up to the cluster that closes them."""
    run: list[str] = []
    for place in places:
        run.append(place.token)
        if SEPARATOR not in place.token or place.token.endswith(SEPARATOR):
            yield run
            run = []
