"""All translations of the Universal Declaration come in as one work, each article beside its own."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from portal.core.languages import normalise
from portal.core.markdown import clean
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.library.cli import library
from portal.library.commands import confirm_publication, propose_publication
from portal.library.manifest.importing import Fate, import_folder
from portal.library.manifest.rows import COLUMNS
from portal.library.models import Openness, Work
from portal.network.actors import PORTAL, actor_for
from portal.network.models import Role
from portal.texts.models import BlockKind
from portal.texts.queries import Badge, ReadText, read_text
from tests.factories import make_membership, make_organisation, make_person
from tests.pages import open_page

pytestmark = pytest.mark.real
FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "4_documents"
ROWS = json.loads((FOLDER / "udhr_index.json").read_text("utf-8"))["rows"]
OTHER_COUNT = "articles_with_other_paragraph_count_than_english"
NS = "{http://efele.net/udhr}"
Sections = list[tuple[str, list[tuple[bool, str]]]]


def sections(file: str) -> tuple[str, Sections]:
    """The title, then preamble and articles: each its heading and its paragraphs (in a list or not)."""
    root = lxml.etree.parse(FOLDER / "udhr" / f"{file}.xml").getroot()

    def words(element: Any) -> str:
        return clean(" ".join("".join(element.itertext()).split()))

    found: Sections = []
    for part in root:
        if part.tag not in {f"{NS}preamble", f"{NS}article"}:
            continue
        heading = part.find(f"{NS}title")
        told = words(heading) if heading is not None else part.get("number") or "—"
        paragraphs = [
            (para.getparent().tag == f"{NS}listitem", words(para))
            for para in part.iter(f"{NS}para")
            if words(para)
        ]
        found.append((told, paragraphs))
    return words(root.find(f"{NS}title")), found


def as_markdown(file: str) -> str:
    title, parts = sections(file)
    lines = [f"# {title}"]
    for heading, paragraphs in parts:
        lines.append(f"## {heading}")
        lines += [f"- {body}" if listed else body for listed, body in paragraphs]
    return "\n\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The declaration as somebody hands it in: a manifest and a Markdown file for each translation."""
    made = tmp_path_factory.mktemp("udhr")
    with (made / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in ROWS:
            name = f"{row['file']}.md"
            (made / name).write_text(as_markdown(row["file"]), encoding="utf-8")
            source = "https://www.ohchr.org/" if row["bcp47"] == "en" else ""
            writer.writerow(
                [
                    "udhr",
                    row["bcp47"],
                    "en",
                    "",
                    name,
                    "un_document",
                    "",
                    "un_mechanisms",
                    "",
                    source,
                ]
            )
    return made


@contextmanager
def opened(database: Database) -> Iterator[tuple[Settings, Database]]:
    yield Settings(), database


def article(text: ReadText, number: int) -> list[Any]:
    """The blocks of one article, its heading first."""
    starts = [at for at, block in enumerate(text.blocks) if block.kind is BlockKind.HEADING]
    starts.append(len(text.blocks))
    assert len(starts) == 32
    return list(text.blocks[starts[number] : starts[number + 1]])


def test_all_translations_come_in_as_one_work_whose_blocks_align(
    database: Database, folder: Path, client: FlaskClient
) -> None:
    result = CliRunner().invoke(library, ["import", str(folder)], obj=lambda: opened(database))
    assert "udhr  tet  new" in result.output, result.output
    assert "left out: 1" in result.output

    # The same folder again changes nothing, and reports the same of what could not be laid.
    lines = import_folder(database, folder, by=PORTAL)
    assert [line.number for line in lines] == list(range(2, 24))
    assert not any(line.paragraphs for line in lines)
    # Two wordings in Japanese: one text has one translation into a language, and the report says so.
    (refused,) = [line for line in lines if line.fate is Fate.REFUSED]
    assert ROWS[refused.number - 2]["file"] == "udhr_jpn_tokyo"
    assert "has this language already, in line" in str(refused.remarks[0])
    assert {line.fate for line in lines if line is not refused} == {Fate.UNCHANGED}

    with database.transaction() as session:
        organisation = make_organisation(session)
        people = [make_person(session) for _ in range(2)]
        for person in people:
            make_membership(session, person, organisation, Role.EDITOR)
    with database.transaction() as session:
        work = session.query(Work).one()
        slug = work.slug
        proposer, second = (actor_for(session, person.id, second_factor=True) for person in people)
        assert proposer is not None
        assert second is not None
        propose_publication(session, work.id, openness=Openness.PUBLIC, by=PORTAL)
        confirm_publication(session, work.id, by=second)

    english, whole = sections("udhr_eng"), 0
    with database.reading() as session:
        text_id = session.query(Work).one().text_id
        for row, line in zip(ROWS, lines, strict=True):
            if line is refused:
                continue
            tag = normalise(row["bcp47"])
            text = read_text(session, text_id, [tag], exactly=tag)
            assert text.language == tag
            title, parts = sections(row["file"])
            assert text.title.body == title
            for number in range(31):
                heading, *paragraphs = article(text, number)
                told, bodies = parts[number]
                assert (heading.language, heading.body) == (tag, told)
                as_many = len(bodies) == len(english[1][number][1])
                alike = [listed for listed, _ in bodies] == [
                    listed for listed, _ in english[1][number][1]
                ]
                if as_many and alike:
                    whole += 1
                    assert [block.body for block in paragraphs] == [body for _, body in bodies]
                    assert {block.language for block in paragraphs} == {tag}
                    continue
                # Nobody can tell which is which: the original stands there, nothing is shifted.
                assert {block.badge for block in paragraphs} == {Badge.MISSING}
                assert [block.body for block in paragraphs] == [
                    body for _, body in english[1][number][1]
                ]
                assert number == 0 or number in row[OTHER_COUNT]
            lacking = sum(block.badge is Badge.MISSING for block in text.blocks)
            assert lacking == line.missing
            assert bool(line.missing) == bool(line.remarks and "Section" in str(line.remarks[0]))
    assert whole > 21 * 29

    for tag, file, number in (
        ("km", "udhr_khm", 13),
        ("ur", "udhr_urd", 23),
        ("zh-Hant", "udhr_cmn_hant", 1),
        ("mn-Cyrl", "udhr_khk", 30),
    ):
        page = open_page(client, f"/library/{slug}?lang={tag}")
        told = sections(file)[1][number][1]
        for _, body in told:
            (found,) = page.document.xpath(
                f"//main//*[@lang='{normalise(tag)}'][. = $body]", body=body
            )
            assert found.get("dir") == ("rtl" if tag == "ur" else "ltr")
