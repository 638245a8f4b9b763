"""Finds what answers a query: the same ladder, folding and order on both databases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from portal.core.languages import choose
from portal.core.paging import Page
from portal.search.excerpts import SCANNED, Excerpt, excerpt
from portal.search.models import INDEX_TABLE, Audience, SearchDocument
from portal.search.tokens import Ladder, Term, query_tokens

MAX_CANDIDATES = 1_000
"""Texts that are ranked for one rung of a ladder: where a word is in more, the newest of them."""
FEW = 10
"""Texts with all words, below which those with most of them are shown after them."""
PER_PAGE = 20

Record = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One work that was found, shown in the reader's language where it has one.

    `excerpt` is from that language too if the query is met there, else from where it was met:
    `excerpt_language` tells. Higher `score` is better; it compares within one answer only.
    """

    id: str
    type: str
    work_key: str
    kind: str
    language: str
    title: str
    excerpt: Excerpt
    excerpt_language: str
    score: float


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def find(
    session: Session,
    q: str,
    *,
    languages: Sequence[str] = (),
    kind: str | None = None,
    subject_type: str | None = None,
    within: str | None = None,
    audience: Audience = "public",
    limit: int = PER_PAGE,
    offset: int = 0,
) -> Page[Hit]:
    """The works that answer `q`: with the whole phrase, then with all its words; else with most
    of them; else with any.

    `languages` are the reader's, in her order: they choose how a work is shown, not what is
    found. `within` finds in one language only. `audience` is who is asking: *members* see what
    is public too. At most `MAX_CANDIDATES` texts of each rung count towards the total.
    """
    number = offset // max(1, limit) + 1
    ladder = query_tokens(q)
    if not ladder:
        return Page([], number, 0, limit)
    asked = {"kind": kind, "subject_type": subject_type, "language": within}
    asked["audience"] = "public" if audience == "public" else None
    question = _Question(session, {name: value for name, value in asked.items() if value})
    rows = question.works(ladder, limit, offset)
    total = int(rows[0].total) if rows else 0
    return Page(list(_shown(session, rows, ladder, languages, audience)), number, total, limit)


_BEST_OF_WORK = {
    True: "SELECT id, work_key, min(place) AS place FROM ({}) GROUP BY work_key",
    False: "SELECT DISTINCT ON (work_key) * FROM ({}) AS met ORDER BY work_key, place, id",
}
"""The statement that folds texts into works, on SQLite or not."""


class _Question:
    """One search in the words of one database. Only bound values come from outside."""

    def __init__(self, session: Session, filters: Mapping[str, str]) -> None:
        self.session = session
        self.filters = filters
        self.on_sqlite = is_sqlite(session)

    def works(self, ladder: Ladder, limit: int, offset: int) -> Sequence[Record]:
        """The best text of each work with `total`, the best work first; an earlier rung wins."""
        rungs: dict[str, str] = {}
        asked: dict[str, str] = {}
        for enough, matches in self._steps(ladder):
            before = list(rungs)
            for match in matches:
                if match and match not in asked.values():
                    rung = f"rung_{len(rungs)}"
                    beside = list(rungs)[len(before) :]
                    rungs[rung] = self._candidates(
                        rung, (before, str(enough)), (beside, ":at_most")
                    )
                    asked[rung] = match
        best = _BEST_OF_WORK[self.on_sqlite].format(
            " UNION ALL ".join(f"SELECT * FROM {rung}" for rung in rungs)  # noqa: S608
        )
        named = ", ".join(f"{rung} AS MATERIALIZED ({rows})" for rung, rows in rungs.items())
        return self.session.execute(
            text(
                f"WITH {named} SELECT id, work_key, place, count(*) OVER () AS total "  # noqa: S608
                f"FROM ({best}) AS works ORDER BY place, id DESC LIMIT :limit OFFSET :offset"
            ),
            {**asked, **self.filters, "at_most": MAX_CANDIDATES, "limit": limit, "offset": offset},
        ).all()

    def _steps(self, ladder: Ladder) -> Iterator[tuple[int, Sequence[str]]]:
        """Matches in this database's words, in steps from the strictest.

        A step is taken where those before found fewer texts than its number. Its matches stand
        beside one another, the strictest first.
        """
        both, either = (" AND ", " OR ") if self.on_sqlite else (" & ", " | ")
        phrase = self._sequence(ladder.phrase)
        words = both.join(map(self._sequence, ladder.all))
        if ladder.written:
            exact = both.join(self._sequence((term,)) for term in ladder.written)
            begun = both.join(self._sequence((replace(t, prefix=True),)) for t in ladder.written)
            yield 1, (phrase + both + exact, words + both + begun)
        yield 1, (phrase, words)
        most = [
            "(" + both.join(self._sequence((term,)) for term in terms) + ")"
            for terms in ladder.most
        ]
        # Three of the four pairs of one word are not that word.
        one_word = len(ladder.all) == 1 and len(ladder.any) < 6
        yield 1 if one_word else FEW, (either.join(most),)
        yield 1, (either.join(self._sequence((term,)) for term in ladder.any),)

    def _sequence(self, terms: Sequence[Term]) -> str:
        """Terms after one another; they hold letters, marks and digits only, so need no escape."""
        if self.on_sqlite:
            words = " ".join(term.token for term in terms)
            return f'"{words}"{" *" if terms[-1].prefix else ""}'
        return "(" + " <-> ".join(f"'{t.token}'{':*' if t.prefix else ''}" for t in terms) + ")"

    def _candidates(self, rung: str, *stricter: tuple[Sequence[str], str]) -> str:
        """Texts of one rung; a lower `place` is better, and rungs are a thousand apart.

        `stricter` are rungs with the number of texts from which on they are enough.
        """
        place = sum(len(rungs) for rungs, _ in stricter) * 1_000
        wanted = "".join(f" AND d.{name} = :{name}" for name in self.filters)
        for rungs, enough in stricter:
            if rungs:
                found = " + ".join(f"(SELECT count(*) FROM {other})" for other in rungs)  # noqa: S608
                wanted += f" AND {found} < {enough}"
        if self.on_sqlite:
            # CROSS JOIN keeps the index outside, where it yields the newest first unsorted.
            return (
                f"SELECT d.id, d.work_key, {place} + bm25({INDEX_TABLE}, 4.0, 1.0) AS place "  # noqa: S608
                f"FROM {INDEX_TABLE} CROSS JOIN search_documents AS d ON d.id = {INDEX_TABLE}.rowid "
                f"WHERE {INDEX_TABLE} MATCH :{rung}{wanted} "
                f"ORDER BY {INDEX_TABLE}.rowid DESC LIMIT :at_most"
            )
        asked = f"CAST(:{rung} AS tsquery)"
        return (
            f"SELECT d.id, d.work_key, {place} - ts_rank(d.tokens, {asked}, 1) AS place "  # noqa: S608
            f"FROM search_documents AS d WHERE d.tokens @@ {asked}{wanted} LIMIT :at_most"
        )


def _shown(
    session: Session,
    rows: Sequence[Record],
    ladder: Ladder,
    languages: Sequence[str],
    audience: Audience,
) -> Iterator[Hit]:
    """Hits in the order of `rows`: two statements, however many they are."""
    if not rows:
        return
    brief = select(
        SearchDocument.id,
        SearchDocument.work_key,
        SearchDocument.language,
        SearchDocument.subject_type,
        SearchDocument.subject_id,
        SearchDocument.kind,
        SearchDocument.title,
    ).where(SearchDocument.work_key.in_([row.work_key for row in rows]))
    if audience == "public":
        brief = brief.where(SearchDocument.audience == "public")
    by_work: dict[str, dict[int, Record]] = {}
    for document in session.execute(brief.order_by(SearchDocument.id)):
        by_work.setdefault(document.work_key, {})[document.id] = document
    shown = {row.id: _in_her_language(by_work[row.work_key], row.id, languages) for row in rows}
    raw = select(SearchDocument.id, func.substr(SearchDocument.body, 1, SCANNED[-1])).where(
        SearchDocument.id.in_({*shown, *(document.id for document in shown.values())})
    )
    bodies: dict[int, str] = dict(session.execute(raw).all())
    for row in rows:
        document, met = shown[row.id], by_work[row.work_key][row.id]
        piece, source = excerpt(bodies[document.id], ladder), document
        if not piece.is_marked and met.id != document.id:
            other = excerpt(bodies[met.id], ladder)
            piece, source = (other, met) if other.is_marked else (piece, source)
        yield Hit(
            id=document.subject_id,
            type=document.subject_type,
            work_key=document.work_key,
            kind=document.kind,
            language=document.language,
            title=document.title,
            excerpt=piece,
            excerpt_language=source.language,
            score=-float(row.place),
        )


def _in_her_language(documents: Mapping[int, Record], met: int, languages: Sequence[str]) -> Record:
    """The text of a work to show: in a language that she reads, else the one that was met."""
    best = choose(languages, {document.language for document in documents.values()})
    if best is None or documents[met].language == best:
        return documents[met]
    return next(document for document in documents.values() if document.language == best)
