"""Times the search: builds an index of many texts in many languages and asks it what people ask.

python -m bench.search [TEXTS] [--database URL]   (20,000 texts in a temporary SQLite by default)
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from portal.core.orm import Base, Database
from portal.search.index import Document, find, put
from portal.search.models import SearchDocument
from portal.search.tokens import SEPARATOR, tokens

DECLARATION = Path(__file__).resolve().parents[2] / "shared/data/4_documents/udhr"
BATCH = 1_000


def documents(count: int, chance: random.Random) -> Iterator[Document]:
    """Texts of one to six paragraphs drawn from one language each, two languages to a work."""
    languages = {
        path.stem: [line for line in path.read_text("utf-8").splitlines() if len(line) > 20]
        for path in sorted(DECLARATION.glob("*.txt"))
    }
    names = sorted(languages)
    for number in range(count):
        paragraphs = languages[names[number % len(names)]]
        body = "\n\n".join(chance.choices(paragraphs, k=chance.randint(1, 6)))
        yield Document(
            subject_type="work",
            subject_id=f"{number:026}",
            language=("en", "ko", "vi", "km", "ur")[number % 5],
            kind=("leaflet", "report", "minutes")[number % 3],
            title=chance.choice(paragraphs)[: chance.randint(20, 60)],
            body=body,
            audience="public" if number % 4 else "members",
            work_key=f"work:{number // 2}",
        )


def questions(sample: list[Document], chance: random.Random) -> Iterator[tuple[str, str]]:
    """What is typed: a phrase, words in any order, one word, one or two characters, a mistake."""
    for document in sample:
        words = document.body.split()
        start = chance.randrange(max(1, len(words) - 4))
        phrase = " ".join(words[start : start + 3])[:60]
        yield "phrase", phrase
        yield "words", " ".join(chance.sample(words, min(2, len(words))))[:60]
        yield "one word", chance.choice(words)[:30]
        token = chance.choice(tokens(document.body))
        yield "short", token.replace(SEPARATOR, "")[:2]
        yield "mistaken", f"{phrase} qzx"


def main() -> None:
    """Print what it takes to build and to ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="?", type=int, default=20_000)
    parser.add_argument("--database", help="an empty PostgreSQL database to use instead of SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "search.db"
        database = Database(asked.database or f"sqlite:///{file}")
        table = SearchDocument.__table__
        Base.metadata.create_all(database.writer, tables=[table])  # type: ignore[list-item]
        try:
            _measure(database, asked.texts)
            if not asked.database:
                print(f"database: {file.stat().st_size / 1e6:,.0f} MB")
        finally:
            Base.metadata.drop_all(database.writer, tables=[table])  # type: ignore[list-item]
            database.dispose()


def _measure(database: Database, count: int) -> None:
    chance = random.Random(7)
    pile = list(documents(count, chance))
    began = time.perf_counter()
    for first in range(0, count, BATCH):
        with database.transaction() as session:
            for document in pile[first : first + BATCH]:
                put(session, document)
    print(f"search: {count:,} texts kept at {count / (time.perf_counter() - began):,.0f} a second")
    if database.url.startswith("postgresql"):
        with database.transaction() as session:
            session.execute(text("ANALYZE search_documents"))
    took: dict[str, list[float]] = {}
    worked: list[float] = []
    with database.reading() as session:
        for kind, question in questions(chance.sample(pile, 100), chance):
            began, idle = time.perf_counter(), time.process_time()
            find(session, question, languages=["km", "ko"], limit=20)
            took.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - idle) * 1000)
    took["all"] = [one for times in took.values() for one in times]
    for kind, times in took.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"  {kind:10} median {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms")
    # On a busy machine this tells what the search itself takes.
    print(f"  processor time of this process: p95 {statistics.quantiles(worked, n=20)[-1]:.1f} ms")


if __name__ == "__main__":
    main()
