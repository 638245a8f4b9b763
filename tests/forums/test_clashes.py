"""Any overlap is found, with its sentence; sessions that only touch do not clash."""

from datetime import date, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.forums.clashes import Booking, clashes

DAY = date(2028, 10, 13)
HALL = {"hall": "Great hall"}


def at(minute: int) -> time:
    return time(minute // 60, minute % 60)


def booking(ident: str, start: int, end: int, **values) -> Booking:
    return Booking(
        **{
            "id": ident,
            "title": ident.title(),
            "day": DAY,
            "start": at(start),
            "end": at(end),
            "rooms": HALL,
            **values,
        }
    )


def test_the_sentence_says_why() -> None:
    (clash,) = clashes([booking("opening", 540, 630), booking("workshop", 600, 700)])
    assert str(clash.sentence) == (
        "“Opening” and “Workshop” are both in the room “Great hall” from 10:00 to 10:30."
    )
    people = {"p1": "Samina Gul"}
    (clash,) = clashes(
        [
            booking("a", 540, 600, rooms={}, people=people),
            booking("b", 570, 600, rooms={"tea": "Tea room"}, people=people),
        ]
    )
    assert clash.kind == "person"
    assert str(clash.sentence) == "Samina Gul is wanted in “A” and in “B” from 09:30 to 10:00."


def test_a_session_shares_its_room_with_those_inside_it_but_they_not_with_each_other() -> None:
    outer = booking("reports", 600, 720)
    first = booking("cambodia", 600, 640, parent="reports")
    second = booking("pakistan", 640, 680, parent="reports")
    assert clashes([outer, first, second]) == []
    late = booking("nepal", 670, 700, parent="reports")
    assert [(c.first, c.second) for c in clashes([outer, first, second, late])] == [
        ("pakistan", "nepal")
    ]


def test_all_rooms_leaves_no_room_for_others() -> None:
    everyone = booking("break", 600, 630, rooms={}, all_rooms=True)
    assert len(clashes([everyone, booking("felt", 610, 650, rooms={"felt": "Felt room"})])) == 1
    assert clashes([everyone, booking("walk", 610, 650, rooms={})]) == []
    assert clashes([everyone, booking("felt", 630, 650, rooms={"felt": "Felt room"})]) == []


minutes = st.integers(0, 23 * 60)


@given(st.lists(minutes, min_size=2, max_size=9, unique=True).map(sorted))
def test_adjacent_sessions_never_clash(edges: list[int]) -> None:
    items = [
        booking(str(place), start, end, people={"p": "P"})
        for place, (start, end) in enumerate(pairwise(edges))
    ]
    assert clashes(items) == []


@given(minutes, st.integers(1, 59), minutes, st.integers(1, 59), st.booleans())
def test_every_planted_overlap_is_found_and_nothing_else(
    first: int, length: int, second: int, other: int, by_person: bool
) -> None:
    shared = {"people": {"p": "P"}, "rooms": {}} if by_person else {}
    items = [
        booking("a", first, first + length, **shared),
        booking("b", second, second + other, **shared),
    ]
    overlap = first < second + other and second < first + length
    assert len(clashes(items)) == overlap
    assert len(clashes(reversed(items))) == overlap


@given(minutes, st.integers(1, 59))
def test_another_day_another_room_another_person(start: int, length: int) -> None:
    item = booking("a", start, start + length, people={"p": "P"})
    assert not clashes(
        [item, booking("b", start, start + length, day=date(2028, 10, 14), people={"p": "P"})]
    )
    assert not clashes(
        [item, booking("b", start, start + length, rooms={"x": "X"}, people={"q": "P"})]
    )
