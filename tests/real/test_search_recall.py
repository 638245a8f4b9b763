"""Known items are found in every language: sections of the Universal Declaration, on both engines.

What should be found is decided by comparing raw text, never by the tokens under test.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import regex

from portal.core.orm import Base, Database
from portal.search.index import Document, find, put
from portal.search.models import SearchDocument

pytestmark = pytest.mark.real
DECLARATION = Path(__file__).resolve().parents[3] / "shared/data/4_documents/udhr"
NAMESPACE = "{http://efele.net/udhr}"
UNSPACED = {"jpn", "jpn_tokyo", "cmn_hans", "cmn_hant", "tha", "khm"}
QUERIES = 50
AT = 5


def sections(path: Path) -> list[str]:
    """Title, preamble and articles of one translation, each as its paragraphs."""
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 - reference data
    parts = [root.iter(f"{NAMESPACE}preamble"), root.iter(f"{NAMESPACE}article")]
    return [
        "\n".join(
            paragraph.text.strip() for paragraph in part.iter(f"{NAMESPACE}para") if paragraph.text
        )
        for kind in parts
        for part in kind
    ]


TEXTS = {
    path.stem.removeprefix("udhr_"): sections(path) for path in sorted(DECLARATION.glob("*.xml"))
}


@dataclass(frozen=True)
class Searcher:
    database: Database

    def places(self, q: str, language: str, limit: int = AT) -> list[int]:
        """The sections among the first answers."""
        with self.database.reading() as session:
            page = find(session, q, within=language, limit=limit)
            return [int(hit.id) for hit in page]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def searcher(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    database_name: Callable[[], str],
) -> Iterator[Searcher]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('recall') / 'search.db'}"
    else:
        url = request.getfixturevalue("cluster").create(database_name())
    database = Database(url)
    Base.metadata.create_all(database.writer, tables=[SearchDocument.__table__])
    with database.transaction() as session:
        for language, texts in TEXTS.items():
            for number, body in enumerate(texts):
                put(
                    session,
                    Document(
                        "section",
                        str(number),
                        language,
                        "udhr",
                        "",
                        body,
                        "public",
                        f"{language}{number}",
                    ),
                )
    yield Searcher(database)
    database.dispose()


def plain(text: str) -> str:
    """Two words that are one to their readers: Arabic vowel points are left to taste."""
    text = regex.sub(r"[\u064b-\u0652\u0670]", "", text)
    return unicodedata.normalize("NFKC", text).casefold()


def bare(text: str) -> str:
    """The same to those who type no accents, and no letters that other keyboards lack."""
    text = regex.sub(
        r"(?<=[\p{Latin}\p{Cyrillic}\p{Arabic}])\p{M}+", "", unicodedata.normalize("NFD", text)
    )
    return text.translate(str.maketrans("đےөү", "dیоу"))


def clusters(text: str) -> list[str]:
    """Grapheme clusters, a subscript with its base."""
    return regex.findall(r"(?:\X(?<=\u17d2))*\X", text)


@cache
def units(language: str, *, clustered: bool) -> list[list[list[str]]]:
    """What queries are cut from, by section: words of a line, or clusters of an unbroken run."""
    if clustered:
        return [
            [clusters(run) for run in regex.findall(r"[\p{L}\p{M}]+", text)]
            for text in TEXTS[language]
        ]
    word = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d'’ʻʼ‘]+")
    return [[word.findall(line) for line in text.splitlines()] for text in TEXTS[language]]


@cache
def stretches(language: str, length: int, *, clustered: bool) -> dict[tuple[str, ...], set[int]]:
    """Every stretch of so many units, as written and bare, with the sections that it stands in."""
    where: dict[tuple[str, ...], set[int]] = {}
    for number, runs in enumerate(units(language, clustered=clustered)):
        for run in runs:
            for at in range(len(run) - length + 1):
                cut = run[at : at + length]
                for form in (plain, lambda unit: bare(plain(unit))):
                    where.setdefault(tuple(map(form, cut)), set()).add(number)
    return where


def known_items(
    language: str, length: int, *, clustered: bool | None = None, longest: int | None = None
) -> list[tuple[list[str], set[int]]]:
    """Stretches of so many units that stand in at most five sections, with those sections."""
    clustered = language in UNSPACED if clustered is None else clustered
    where = stretches(language, length, clustered=clustered)
    cuts = sorted(
        {
            tuple(run[at : at + length])
            for runs in units(language, clustered=clustered)
            for run in runs
            for at in range(len(run) - length + 1)
        }
    )
    random.Random(f"{language}{length}").shuffle(cuts)
    items = ((list(cut), where[tuple(map(plain, cut))]) for cut in cuts)
    known = (item for item in items if len(item[1]) <= AT)
    short = (item for item in known if longest is None or len(clusters(item[0][0])) <= longest)
    return list(islice(short, QUERIES))


def join(language: str, cut: list[str]) -> str:
    return "".join(cut) if language in UNSPACED else " ".join(cut)


def recall(
    searcher: Searcher, language: str, asked: list[tuple[str, set[int]]]
) -> tuple[float, list[str]]:
    """The share of known sections among the first five, and the queries that lost some."""
    lost = []
    shares = []
    for q, where in asked:
        share = len(where & set(searcher.places(q, language))) / len(where)
        shares.append(share)
        if share < 1:
            lost.append(q)
    assert shares
    return sum(shares) / len(shares), lost


LANGUAGES = pytest.mark.parametrize("language", sorted(TEXTS))


@LANGUAGES
def test_a_remembered_stretch_finds_its_section(searcher: Searcher, language: str) -> None:
    length = 7 if language in UNSPACED else 3
    items = known_items(language, length)
    share, lost = recall(searcher, language, [(join(language, cut), where) for cut, where in items])
    assert share >= 0.98, lost


@LANGUAGES
def test_words_of_one_and_two_letters_are_found(searcher: Searcher, language: str) -> None:
    if language in UNSPACED or language == "kor":
        # Korean words take endings, so that a short one mostly stands inside a longer.
        items = [
            item for length in (1, 2) for item in known_items(language, length, clustered=True)
        ]
    else:
        items = known_items(language, 1, longest=2)
    share, lost = recall(searcher, language, [("".join(cut), where) for cut, where in items])
    assert share >= 0.98, lost


KEYBOARDS: dict[str, Callable[[str], str]] = {
    "vie": lambda q: unaccented(q).translate(str.maketrans("đĐ", "dD")),
    "uzn_latn": lambda q: regex.sub("['’ʻʼ‘]", "", q),
    "tet": lambda q: regex.sub("['’ʻʼ‘]", "", unaccented(q)),
    "khk": lambda q: q.translate(str.maketrans("өүӨҮ", "оуОУ")),
    "rus": lambda q: q.replace("ё", "е"),
    "urd": lambda q: q.translate(str.maketrans("یکہ", "يكه")),
    "arb": lambda q: regex.sub(r"[\u064b-\u0652\u0640]", "", q).translate(
        str.maketrans("أإآىة", "ااايه")
    ),
    "mly_arab": lambda q: q.translate(str.maketrans("کی", "كي")),
    "hin": lambda q: q.replace("़", "").replace("न्द", "ंद").replace("ँ", "ं"),
    "nep": lambda q: q.replace("ँ", "ं"),
    "khm": lambda q: q.replace("្ដ", "្ត"),
    "tha": lambda q: unicodedata.normalize("NFKC", q),
    "kor": lambda q: unicodedata.normalize("NFD", q),
    "jpn": lambda q: unicodedata.normalize("NFD", q),
}


def unaccented(text: str) -> str:
    return regex.sub(r"\p{M}", "", unicodedata.normalize("NFD", text))


def weakly(language: str, cut: list[str], chance: random.Random) -> str:
    """As people type: on the keyboard at hand, in capitals, with a wrong unit among the right."""
    typed = [KEYBOARDS.get(language, str)(unit) for unit in cut]
    wrong = chance.randrange(len(typed))
    if chance.random() < 0.5:
        sections_of_words = units(language, clustered=language in UNSPACED)
        strangers = [unit for run in chance.choice(sections_of_words) for unit in run]
        typed[wrong] = chance.choice(strangers)
    return join(language, typed).upper()


@LANGUAGES
def test_weak_typing_still_finds_the_section(searcher: Searcher, language: str) -> None:
    length = 10 if language in UNSPACED else 5
    chance = random.Random(language)
    items = known_items(language, length)
    asked = [(weakly(language, cut, chance), where) for cut, where in items]
    share, lost = recall(searcher, language, asked)
    assert share >= 0.95, lost


@LANGUAGES
def test_what_is_found_for_one_word_holds_it(searcher: Searcher, language: str) -> None:
    length = 3 if language in UNSPACED else 1
    shares = []
    for cut, _ in known_items(language, length):
        q = join(language, cut)
        form = plain if plain(q) != bare(plain(q)) else lambda text: bare(plain(text))
        found = searcher.places(q, language, 30)
        assert found, q
        held = [number for number in found if form(q) in form(TEXTS[language][number])]
        shares.append(len(held) / len(found))
    assert sum(shares) / len(shares) >= 0.9
