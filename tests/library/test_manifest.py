"""A folder with a manifest comes in, is reported line by line, and changes nothing when it comes again."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.core.errors import Invalid
from portal.core.markdown import clean
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.library.cli import library
from portal.library.manifest.aligned import Part, Words, align, read_words, write_words
from portal.library.manifest.rows import COLUMNS, read_manifest
from portal.library.models import Channel, Work, WorkKind
from portal.texts.models import BlockKind, Revision
from portal.texts.queries import Badge, read_text
from tests.library.conftest import IN_KHMER, Made, Network

KO = "# 권리\n\n## 임금\n\n임금은 매달 받습니다.\n\n영수증을 모으십시오.\n\n## 시간\n\n- 하루 여덟 시간\n\n- 주 마흔 시간\n"
KM = "# សិទ្ធិ\n\n## ប្រាក់ឈ្នួល\n\nរៀងរាល់ខែ។ រក្សាទុកបង្កាន់ដៃ។\n\n## ម៉ោង\n\n- ប្រាំបីម៉ោង\n\n- សែសិបម៉ោង\n"
VI = "# Quyền\n\n## Lương\n\n<!-- missing -->\n\nGiữ biên lai.\n\n## Giờ\n\n- Tám giờ\n\n- Bốn mươi giờ\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for tag, words in (("ko", KO), ("km", KM), ("vi", VI)):
        (made / f"rights.{tag}.md").write_text(words, encoding="utf-8")
    write(made, [rights(tag) for tag in ("ko", "km", "vi")])
    return made


def rights(lang: str, **values: str) -> dict[str, str]:
    return {
        "work": "rights", "lang": lang, "original": "ko", "title": "", "file": f"rights.{lang}.md",
        "kind": "leaflet", "countries": "KR", "topics": "wages; organising", "licence": "CC0-1.0",
        "source": "", **values,
    }  # fmt: skip


def write(folder: Path, rows: list[dict[str, str]]) -> None:
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def run(database: Database) -> Callable[..., Result]:
    @contextmanager
    def opened() -> Iterator[tuple[Settings, Database]]:
        yield Settings(), database

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(library, [str(each) for each in arguments], obj=opened)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        return result

    return run


def counted(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(Work)) or 0,
            session.scalar(select(func.count()).select_from(Revision)) or 0,
        )


def test_a_preview_tells_and_changes_nothing(
    run: Callable[..., Result], folder: Path, database: Database
) -> None:
    told = run("import", folder, "--dry-run").output
    assert "rights  km  new" in told
    assert "This was a preview" in told
    assert counted(database) == (0, 0)


def test_a_folder_comes_in_and_paragraphs_are_never_shifted(
    run: Callable[..., Result], folder: Path, database: Database
) -> None:
    told = run("import", folder).output
    assert "1 paragraphs where the original has 2" in told
    with database.reading() as session:
        work = session.query(Work).one()
        assert work.kind is WorkKind.KNOW_YOUR_RIGHTS
        assert (work.countries, work.topics) == (["KR"], ["wages", "organising"])
        km = read_text(session, work.text_id, ["km"])
        vi = read_text(session, work.text_id, ["vi"])
    assert [block.language for block in km.blocks] == ["km", "ko", "ko", "km", "km", "km"]
    assert km.blocks[3].body == "ម៉ោង"
    assert [block.badge for block in vi.blocks][:3] == [
        Badge.SUBMITTED, Badge.MISSING, Badge.SUBMITTED,
    ]  # fmt: skip
    assert vi.blocks[2].body == "Giữ biên lai."


def test_the_same_manifest_twice_changes_nothing(
    run: Callable[..., Result], folder: Path, database: Database
) -> None:
    run("import", folder)
    before = counted(database)
    told = run("import", folder).output
    assert counted(database) == before
    assert "new: 0, changed: 0, as it was: 3, left out: 0" in told


def test_one_changed_paragraph_changes_one_paragraph(
    run: Callable[..., Result], folder: Path, database: Database
) -> None:
    run("import", folder)
    _, before = counted(database)
    (folder / "rights.vi.md").write_text(VI.replace("Tám giờ", "Chín giờ"), encoding="utf-8")
    told = run("import", folder).output
    assert counted(database)[1] == before + 1
    assert "rights  vi  changed  +1" in told
    (folder / "rights.ko.md").write_text(KO.replace("매달", "다달이"), encoding="utf-8")
    run("import", folder)
    assert counted(database)[1] == before + 2
    with database.reading() as session:
        vi = read_text(session, session.query(Work).one().text_id, ["vi"])
    assert vi.blocks[5].body == "Bốn mươi giờ"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (rights("vi", file="../../etc/passwd"), "There is no file ../../etc/passwd"),
        (rights("vi", file="nowhere.md"), "There is no file nowhere.md"),
        (rights("xx-nonsense"), "is not a language"),
        (rights("vi", kind="novel"), "knows no such kind"),
        (rights("ko"), "has this language already, in line 2"),
        (rights("vi", original="en"), "names another original language"),
        (rights("vi", work=""), "does not say to which work"),
        (rights("vi", work="other"), "in the language that it was written in"),
        (rights("en", work="other", original="en", topics="fishing", file="rights.ko.md"), "knows no such topic"),
        (rights("en", work="other", original="en", file=""), "Neither the manifest nor the file"),
        (rights("en", work="other", original="en", file="rights.vi.md"), "no paragraph can be missing"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_says_why_and_the_others_come_in(
    run: Callable[..., Result], folder: Path, database: Database, row: dict[str, str], said: str
) -> None:
    write(folder, [rights("ko"), rights("km"), row])
    result = run("import", folder)
    assert said in result.output
    assert result.exit_code == 1
    assert "left out: 1" in result.output
    assert counted(database)[0] == 1


def test_a_link_out_of_the_folder_is_not_followed(
    run: Callable[..., Result], folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nwords", encoding="utf-8")
    (folder / "rights.vi.md").unlink()
    (folder / "rights.vi.md").symlink_to(tmp_path / "secret.md")
    assert "There is no file rights.vi.md" in run("import", folder).output


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("manifest.csv", "a,b\n1,2\n", "lacks these columns"),
        ("manifest.csv", b"work,lang,file\n\xff\xfe", "not stored as UTF-8"),
        ("other.csv", "", "There is no manifest"),
    ],
)
def test_a_folder_without_a_usable_manifest_says_so(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Invalid) as refused:
        read_manifest(empty)
    assert said in str(refused.value.sentence)


def test_json_lines_and_other_forms_of_files_come_in_too(
    run: Callable[..., Result], folder: Path, database: Database
) -> None:
    (folder / "manifest.csv").unlink()
    (folder / "rights.en.txt").write_text("Rights\n\nPay comes monthly.\n\nKeep receipts.", "utf-8")
    lines = [
        {"work": "rights", "lang": "en", "original": "en", "file": "rights.en.txt", "kind": "minutes",
         "countries": ["KR", "VN"], "topics": ["wages"]},
        "nonsense",
    ]  # fmt: skip
    (folder / "manifest.jsonl").write_text(
        "\n".join(json.dumps(line) for line in lines) + "\n{broken\n", encoding="utf-8"
    )
    result = run("import", folder)
    assert result.output.count("This line cannot be read") == 2
    with database.reading() as session:
        work = session.query(Work).one()
        assert work.countries == ["KR", "VN"]
        assert len(read_text(session, work.text_id, ["en"]).blocks) == 2


def test_what_goes_out_comes_in_again_without_a_change(
    run: Callable[..., Result],
    tmp_path: Path,
    database: Database,
    make_work: Callable[..., Made],
    translate: Callable[..., None],
) -> None:
    made = make_work(
        countries=["KR"], topics=["wages"], words=("제목", "- 하나", "1. 둘\n\n# 셋", "> 넷")
    )
    translate(made, "km", (IN_KHMER[0], None, IN_KHMER[1], IN_KHMER[2]))
    told = run("export", tmp_path / "out").output
    assert told == "1 works, 2 files\n"
    before = counted(database)
    again = run("import", tmp_path / "out").output
    assert "new: 0, changed: 0, as it was: 2, left out: 0" in again
    assert counted(database) == before


def test_a_testimony_goes_out_only_as_its_speaker_lets_it(
    run: Callable[..., Result],
    tmp_path: Path,
    make_work: Callable[..., Made],
    translate: Callable[..., None],
    network: Network,
) -> None:
    made = make_work(
        kind=WorkKind.TESTIMONY,
        consents={"ko": {Channel.PAGE, Channel.PACK}, "km": {Channel.PAGE}},
    )
    translate(made, "km", IN_KHMER)
    run("export", tmp_path / "out")
    assert {path.suffixes[0] for path in (tmp_path / "out").glob("*.md")} == {".ko"}
    assert IN_KHMER[1] not in "".join(path.read_text() for path in (tmp_path / "out").iterdir())


bodies = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["- a", "\\- a", "# a\n- b", "> q", "1. x\n2. y", "a\n\nb"]),
)
parts = st.builds(
    lambda kind, level, body: Part(
        kind,
        {BlockKind.HEADING: 2 + level % 2, BlockKind.LIST_ITEM: level}.get(kind, 0),
        body,
    ),
    st.sampled_from(
        [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION]
    ),
    st.integers(0, 3),
    st.one_of(st.none(), bodies.map(clean).filter(bool)),
)


@given(st.lists(parts, max_size=6))
def test_what_is_written_reads_back_as_it_was(written: list[Part]) -> None:
    told = Words("Title", tuple(written))
    read = read_words(write_words(told).encode(), "a.md")
    assert read.title == "Title"
    assert [part.body for part in read.parts] == [part.body for part in written]
    assert [(part.kind, part.level) for part in read.parts if part.body is not None] == [
        (part.kind, part.level) for part in written if part.body is not None
    ]


@given(st.lists(parts, max_size=12), st.lists(parts, max_size=12))
def test_nothing_is_ever_laid_beside_a_block_of_another_kind_or_place(
    mine: list[Part], theirs: list[Part]
) -> None:
    laid = align([(part.kind, "words") for part in mine], theirs)
    assert len(laid.bodies) == len(mine)
    taken = [body for body in laid.bodies if body is not None]
    given_ = iter(part.body for part in theirs)
    assert all(body in given_ for body in taken)  # in the same order
    if laid.bodies != (None,) * len(mine) and not laid.remarks:
        assert len(mine) == len(theirs)
