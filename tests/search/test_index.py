"""What is put can be found, on SQLite and on PostgreSQL alike, and no more once it is removed."""

import dataclasses

import pytest
from sqlalchemy import event, func, inspect, select, text

from portal.core.orm import Base, Database
from portal.search.index import Document, Hit, find, put, rebuild, remove
from portal.search.models import INDEX_TABLE, SearchDocument


def leaflet(number: int, language: str, title: str, body: str, **other: str) -> Document:
    return dataclasses.replace(
        Document("work", f"W{number:025}", language, "leaflet", title, body, "public"),
        **other,  # type: ignore[arg-type]
    )


RIGHTS = [
    leaflet(1, "en", "Know your rights at work", "Your employer may not keep your passport."),
    leaflet(1, "ko", "일터에서 나의 권리", "사업주는 여권을 보관할 수 없습니다."),
    leaflet(1, "km", "ស្គាល់សិទ្ធិរបស់អ្នក", "និយោជកមិនអាចរក្សាទុកលិខិតឆ្លងដែនរបស់អ្នកបានទេ។"),
    leaflet(2, "vi", "Đường dây nóng", "Gọi số 1345 bất cứ lúc nào. Quyền của phụ nữ."),
    leaflet(3, "ur", "خواتین کے حقوق", "پاسپورٹ آپ کا ہے۔ آجر اسے نہیں رکھ سکتا۔"),
    leaflet(4, "en", "Minutes", "The passport question was put off.", audience="members"),
    leaflet(5, "en", "Shelter guide", "A shelter opens its door at night.", kind="guide"),
]


@pytest.fixture
def library(searching: Database) -> Database:
    with searching.transaction() as session:
        for document in RIGHTS:
            put(session, document)
    return searching


def found(database: Database, q: str, **options: object) -> list[Hit]:
    with database.reading() as session:
        return list(find(session, q, **options))  # type: ignore[arg-type]


def ids(hits: list[Hit]) -> list[int]:
    return [int(hit.id[1:]) for hit in hits]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("passport", [1]),
        ("PASSPORTS", []),
        ("pass", [1]),
        ("여권", [1]),
        ("권리", [1]),
        ("លិខិត", [1]),
        ("សិ", [1]),
        ("duong day nong", [2]),
        ("phu nu", [2]),
        ("١٣٤٥", [2]),
        ("پاسپورت", []),
        ("خواتين", [3]),
        ("door night", [5]),
        ("night door", [5]),
        ("zebra", []),
        ("", []),
    ],
)
def test_a_query_finds_what_it_names(library: Database, q: str, expected: list[int]) -> None:
    assert ids(found(library, q)) == expected


@pytest.mark.parametrize(
    "q",
    ["' OR 1=1 --", '"passport', "NEAR(passport", "passport*:", "!passport & |", "^{-}passport\\"],
)
def test_marks_that_a_database_would_read_as_orders_are_only_marks(
    library: Database, q: str
) -> None:
    assert all(isinstance(hit, Hit) for hit in found(library, q))
    if "passport" in q:
        assert 1 in ids(found(library, q))


def test_a_work_is_one_hit_shown_in_the_readers_language(library: Database) -> None:
    [hit] = found(library, "passport", languages=["km", "en"])
    assert (hit.language, hit.title) == ("km", "ស្គាល់សិទ្ធិរបស់អ្នក")
    assert hit.excerpt_language == "en"
    assert [piece.text for piece in hit.excerpt.pieces if piece.marked] == ["passport"]
    [hit] = found(library, "여권", languages=["ko"])
    assert (hit.language, hit.excerpt_language) == ("ko", "ko")
    [hit] = found(library, "여권", languages=["th"])
    assert hit.language == "ko"
    [hit] = found(library, "여권", languages=["zh-TW", "en-GB"])
    assert hit.language == "en"


def test_several_languages_of_a_work_met_at_once_are_one_hit(searching: Database) -> None:
    with searching.transaction() as session:
        for language in ("en", "ko", "vi"):
            put(session, leaflet(1, language, "CEDAW", f"CEDAW 1979 {language}"))
        put(session, leaflet(2, "en", "Other", "CEDAW"))
    with searching.reading() as session:
        page = find(session, "CEDAW", languages=["vi"])
    assert page.total == 2
    assert [hit.language for hit in page if hit.work_key.endswith("1")] == ["vi"]


def test_only_members_find_what_is_for_members(library: Database) -> None:
    assert ids(found(library, "question")) == []
    assert ids(found(library, "question", audience="members")) == [4]
    assert sorted(ids(found(library, "passport", audience="members"))) == [1, 4]


def test_a_translation_for_members_is_not_shown_to_the_public(searching: Database) -> None:
    with searching.transaction() as session:
        put(session, leaflet(1, "en", "Open", "open door"))
        put(session, leaflet(1, "ko", "초안", "초안 door", audience="members"))
    [hit] = found(searching, "door", languages=["ko"])
    assert hit.language == "en"
    [hit] = found(searching, "door", languages=["ko"], audience="members")
    assert hit.language == "ko"


def test_kind_type_and_language_narrow_the_search(library: Database) -> None:
    assert ids(found(library, "shelter", kind="guide")) == [5]
    assert ids(found(library, "shelter", kind="leaflet")) == []
    assert ids(found(library, "shelter", subject_type="statement")) == []
    assert ids(found(library, "1345", within="vi")) == [2]
    assert ids(found(library, "1345", within="en")) == []


def test_the_phrase_comes_first_then_all_words_and_the_title_counts_more(
    searching: Database,
) -> None:
    with searching.transaction() as session:
        put(session, leaflet(1, "en", "One", "the right to work and to rest " * 3))
        put(session, leaflet(2, "en", "Two", "work is a right, said " + "many words " * 30))
        put(session, leaflet(3, "en", "Three", "right work"))
        put(session, leaflet(4, "en", "The right work", "and more"))
    assert ids(found(searching, "right work"))[:2] in ([4, 3], [3, 4])
    assert ids(found(searching, "right work"))[0] == 4
    assert set(ids(found(searching, "right work"))) == {1, 2, 3, 4}
    assert ids(found(searching, "right to work"))[0] == 1


def test_who_types_accents_means_them_and_who_types_none_means_any(searching: Database) -> None:
    with searching.transaction() as session:
        for number, body in enumerate(["đủ tiền", "du lịch", "dù sao", "có đủ"]):
            put(session, leaflet(number, "vi", "", body))
    assert sorted(ids(found(searching, "đủ"))) == [0, 3]
    assert sorted(ids(found(searching, "du"))) == [0, 1, 2, 3]
    assert ids(found(searching, "du tiền")) == [0]
    # Nobody wrote it so, and another accent may have been meant.
    assert sorted(ids(found(searching, "dú"))) == [0, 1, 2, 3]
    assert ids(found(searching, "lich")) == [1]


def test_a_wrong_word_still_finds_and_any_word_is_the_last_resort(library: Database) -> None:
    assert ids(found(library, "employer may qzx keep")) == [1]
    assert ids(found(library, "qzx shelter")) == [5]


def test_pages_follow_one_another_without_gap_or_repetition(searching: Database) -> None:
    with searching.transaction() as session:
        for number in range(25):
            put(session, leaflet(number, "en", f"Number {number}", "the same words"))
    seen: list[int] = []
    with searching.reading() as session:
        for offset in range(0, 30, 10):
            page = find(session, "same words", limit=10, offset=offset)
            assert page.number == offset // 10 + 1
            seen += ids(list(page))
        assert find(session, "same words", limit=10).total == 25
        assert list(find(session, "same words", limit=10, offset=100)) == []
        assert list(find(session, "same qzx", limit=10, offset=100)) == []
    assert sorted(seen) == list(range(25))


def test_what_is_put_again_is_found_by_its_new_words_only(library: Database) -> None:
    with library.transaction() as session:
        put(session, leaflet(5, "en", "Refuge", "Doors open by day.", kind="guide"))
    assert ids(found(library, "shelter")) == []
    assert ids(found(library, "refuge")) == [5]
    assert ids(found(library, "open by day")) == [5]


def test_what_is_removed_is_found_no_more(library: Database) -> None:
    with library.transaction() as session:
        remove(session, "work", RIGHTS[0].subject_id, "ko")
    assert ids(found(library, "여권")) == []
    assert ids(found(library, "passport")) == [1]
    with library.transaction() as session:
        remove(session, "work", RIGHTS[0].subject_id)
        remove(session, "work", "never there")
    assert ids(found(library, "passport")) == []
    with library.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchDocument)) == len(RIGHTS) - 3


def test_the_number_of_statements_does_not_grow_with_the_hits(searching: Database) -> None:
    with searching.transaction() as session:
        for number in range(30):
            for language in ("en", "ko"):
                put(session, leaflet(number, language, "Title", "word 말"))
    sent: list[str] = []
    event.listen(
        searching.reader, "before_cursor_execute", lambda *arguments: sent.append(arguments[2])
    )
    counts = []
    for limit in (1, 30):
        sent.clear()
        assert len(found(searching, "word", limit=limit, languages=["ko"])) == limit
        counts.append(len([one for one in sent if "search_documents" in one]))
    assert counts == [3, 3]


def test_text_that_a_database_cannot_hold_is_kept_without_it(searching: Database) -> None:
    with searching.transaction() as session:
        put(session, leaflet(1, "en", "Nul\x00 title", "lone \ud800 surrogate \x00 word"))
    assert ids(found(searching, "surrogate word")) == [1]
    assert ids(found(searching, "wo\x00rd \ud800")) in ([], [1])


def test_a_book_is_kept_and_found_on_both_engines(searching: Database) -> None:
    words = " ".join(f"kata{number}" for number in range(120_000))
    with searching.transaction() as session:
        put(session, leaflet(1, "id", "Buku", words + " akhir"))
        put(session, leaflet(2, "km", "សៀវភៅ", "ស្ត្រី" * 200_000))
    assert ids(found(searching, "kata77")) == [1]
    assert ids(found(searching, "ស្ត្រី")) == [2]


def test_sqlites_index_can_be_made_anew(library: Database) -> None:
    with library.transaction() as session:
        if library.url.startswith("sqlite"):
            session.execute(text(f"INSERT INTO {INDEX_TABLE}({INDEX_TABLE}) VALUES ('delete-all')"))  # noqa: S608
            assert not list(find(session, "passport"))
        rebuild(session)
        assert ids(list(find(session, "passport"))) == [1]


def test_sqlites_index_agrees_with_its_table_after_many_changes(library: Database) -> None:
    with library.transaction() as session:
        for turn in range(3):
            for document in RIGHTS:
                put(session, dataclasses.replace(document, body=f"{document.body} turn{turn}"))
        remove(session, "work", RIGHTS[3].subject_id)
        if library.url.startswith("sqlite"):
            check = f"INSERT INTO {INDEX_TABLE}({INDEX_TABLE}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            session.execute(text(check))
    assert ids(found(library, "turn2", limit=50)) == ids(found(library, "turn2", limit=50))
    assert ids(found(library, "turn1")) == []


def test_the_table_goes_with_its_index(searching: Database) -> None:
    Base.metadata.drop_all(searching.writer, tables=[SearchDocument.__table__])
    names = inspect(searching.writer).get_table_names()
    assert not [name for name in names if name.startswith("search_")]
    Base.metadata.create_all(searching.writer, tables=[SearchDocument.__table__])
    with searching.transaction() as session:
        put(session, RIGHTS[0])
    assert ids(found(searching, "passport")) == [1]
