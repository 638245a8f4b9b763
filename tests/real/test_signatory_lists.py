"""Every signatory list that was really published goes through the preview and loses no line."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core.orm import Database
from portal.network.models import ImportLine, ImportLineState, Organisation, OrganisationImport
from tests.factories import make_person
from tests.harness.field import DATA, LISTS
from tests.pages import Page, open_page

pytestmark = pytest.mark.real

SAMPLES = DATA / "6_samples" / "csv_txt"


def bare(text: str) -> str:
    """Without the commas between the entries of one cell, and without spaces."""
    return text.replace(",", "").replace(" ", "")


def test_the_lists_are_all_found() -> None:
    """62 + 62, 87, 11 of a nested list, 12, 15, 3 + 4, 158 and 7 are what the files state."""
    sizes = {(name.split("_")[0], len(lines)) for name, _, lines in LISTS}
    for known in (("S01", 62), ("S02", 87), ("S04", 11), ("S05", 12), ("S07", 15), ("S10", 158), ("S11", 7)):  # fmt: skip
        assert known in sizes


@pytest.fixture
def secretariat(database: Database, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    with database.transaction() as session:
        secretary = make_person(session, "Secretary", is_secretariat=True)
    return sign_in(secretary)


def upload(client: FlaskClient, data: bytes, filename: str) -> Page:
    page = open_page(client, "/admin/import")
    return page.submit("/admin/import", file=(BytesIO(data), filename))


def raw_lines(database: Database) -> list[str]:
    with database.reading() as session:
        return list(
            session.scalars(
                select(ImportLine.raw)
                .join(OrganisationImport, OrganisationImport.id == ImportLine.import_id)
                .order_by(OrganisationImport.created_at, ImportLine.number)
            )
        )


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("name", "place", "lines"), LISTS, ids=[f"{name}:{place}" for name, place, _ in LISTS]
)
def test_a_published_list_keeps_each_raw_line(
    secretariat: FlaskClient, database: Database, name: str, place: str, lines: list[str]
) -> None:
    page = upload(secretariat, "\n".join(lines).encode(), f"{name}.txt")
    assert page.status == 200, (place, page.text[:300])
    kept = raw_lines(database)
    if len(lines) > 1 or lines[0].count(",") <= 10:
        assert kept == [line for line in lines if line.strip()]
    else:
        # All in one cell: the pieces in their order are the cell, without the commas between.
        assert bare("".join(kept)) == bare(lines[0])
        assert len(kept) > 50
    assert kept[0] in page.document.text_content()
    with database.reading() as session:
        assert session.scalar(select(Organisation.id)) is None


@pytest.mark.parametrize(
    ("filename", "encoding", "count"),
    [
        ("signatories_ko_cp949.csv", "cp949", 27),
        ("signatories_ko_utf16_tab.txt", "utf-16", 27),
        ("signatories_balkan_utf8_bom.csv", "utf-8-sig", 87),
        ("sessions_ja_cp932.csv", "cp932", 16),
        ("holidays-kr__2026.csv", "utf-8-sig", None),
        ("holidays-jp__syukujitsu.csv", "cp932", None),
        ("charset_normalizer__sample-korean.txt", "cp949", None),
        ("charset_normalizer__sample-arabic-1.txt", "cp1256", None),
        ("charset_normalizer__sample-russian.txt", "mac_cyrillic", None),
    ],
)
def test_a_sample_file_is_read_in_its_own_encoding(
    secretariat: FlaskClient,
    database: Database,
    filename: str,
    encoding: str,
    count: int | None,
) -> None:
    data = (SAMPLES / filename).read_bytes()
    page = upload(secretariat, data, filename)
    assert page.status == 200
    with database.reading() as session:
        assert session.scalar(select(OrganisationImport.encoding)) == encoding
    kept = raw_lines(database)
    whole = [line for line in data.decode(encoding).splitlines() if line.strip()]
    if count is not None:
        assert len(kept) == count
        assert kept == whole[1:]
    else:
        assert bare("".join(kept)) in bare("".join(whole))


def test_the_balkan_list_becomes_organisations_and_twice_becomes_nothing_twice(
    secretariat: FlaskClient, database: Database
) -> None:
    data = (SAMPLES / "signatories_balkan_utf8_bom.csv").read_bytes()
    page = upload(secretariat, data, "balkan.csv")
    page = page.submit(side="receiving", standing="admitted", all_new="1")
    with database.reading() as session:
        created = len(list(session.scalars(select(Organisation.id))))
        assert created >= 85
    again = upload(secretariat, data, "balkan again.csv")
    with database.reading() as session:
        states = list(
            session.scalars(
                select(ImportLine.state)
                .join(OrganisationImport, OrganisationImport.id == ImportLine.import_id)
                .where(OrganisationImport.filename == "balkan again.csv")
            )
        )
    assert states.count(ImportLineState.PERHAPS_KNOWN) >= created
    again.submit(side="receiving", standing="admitted", all_new="1")
    with database.reading() as session:
        assert len(list(session.scalars(select(Organisation.id)))) == created + states.count(
            ImportLineState.NEW
        )


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    "path", sorted((DATA / "6_samples").glob("*/*")), ids=lambda path: path.name
)
def test_any_sample_is_read_or_refused_with_a_sentence(
    secretariat: FlaskClient, path: Path
) -> None:
    page = upload(secretariat, path.read_bytes(), path.name)
    assert page.status == 200
    if path.suffix in {".docx", ".odt", ".xlsx", ".hwp", ".pdf"}:
        assert page.document.xpath("//p[@class='error']")
