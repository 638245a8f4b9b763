"""The wall and the phones follow the committee, with JavaScript and without it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rooms import ENGLISH, KHMER, KOREAN, SECOND, URDU, Room, furnish
from tests.harness.serving import Portal

pytestmark = pytest.mark.browser

SOON = 15_000
"""Milliseconds within which a wall has followed: three times its slowest pace."""


@pytest.fixture
def room(live_server: Portal, new_reader: Callable[..., Page]) -> Iterator[Room]:
    furnished = furnish(live_server, new_reader)
    yield furnished
    furnished.database.dispose()


def open_room(room: Room, page: Page, first: str = "ko", second: str = "km") -> None:
    room.goto(page)
    page.get_by_label("Where is it?").fill("Closing session")
    page.get_by_label("First language").select_option(first)
    page.get_by_label("Second language").select_option(second)
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_text("The room is open.")).to_be_visible()


def fits(page: Page) -> bool:
    """Whether nothing stands beyond the edge of the window, and no line is cut."""
    return bool(
        page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth
               && [...document.querySelectorAll("main p, main h2, main h3, main h4")].every(
                    (each) => each.scrollWidth <= each.clientWidth + 1
                      && each.getBoundingClientRect().right <= innerWidth + 1
                      && each.getBoundingClientRect().left >= -1)"""
        )
    )


def test_the_wall_and_a_phone_follow_the_committee(
    room: Room,
    scripts: bool,
) -> None:
    lead = room.come("minji", scripts=scripts, width=390)
    open_room(room, lead)
    wall = room.goto(room.come("minji", scripts=scripts, width=1920), "/wall")
    phone = room.goto(room.come("sophea", scripts=scripts, width=320))
    expect(wall.get_by_text(KOREAN)).to_be_visible()
    expect(wall.get_by_text(KHMER)).to_be_visible()
    expect(phone.get_by_text(KHMER)).to_be_visible()
    lead.get_by_role("button", name="Next paragraph").click()
    expect(wall.get_by_role("heading", name="Paragraph 2 of 3")).to_be_visible(timeout=SOON)
    if scripts:
        expect(phone.get_by_role("heading", name="Paragraph 2 of 3")).to_be_visible(timeout=SOON)
        expect(phone.get_by_role("status").filter(has_text="Paragraph 2 of 3")).to_have_count(1)
    else:
        phone.get_by_role("link", name="Look again now").click()
    expect(phone.get_by_text(SECOND)).to_be_visible()
    lead.get_by_label("Paragraph", exact=True).select_option(index=1)
    lead.get_by_role("button", name="Put it on the wall").click()
    expect(wall.get_by_role("heading", name="Paragraph 1 of 3")).to_be_visible(timeout=SOON)
    room.change("lan", ENGLISH.replace("Every woman", "Every migrant woman"))
    expect(wall.locator("ins")).to_have_text("migrant ", timeout=SOON)
    lead.get_by_role("button", name="Close the room").click()
    expect(wall.get_by_text("The room is closed.")).to_be_visible(timeout=SOON)


def test_the_wall_goes_on_after_the_server_was_away(room: Room) -> None:
    lead = room.come("minji")
    open_room(room, lead)
    wall = room.come("minji", width=1920)
    with wall.expect_response("**/room/wall/part"):
        room.goto(wall, "/wall")
    room.portal.kill()
    expect(wall.get_by_text("The connection is gone.")).to_be_visible(timeout=SOON)
    expect(wall.get_by_text(KOREAN)).to_be_visible()
    room.portal.start()
    expect(wall.get_by_text("The connection is gone.")).to_be_hidden(timeout=SOON)
    room.goto(lead)
    lead.get_by_role("button", name="Next paragraph").click()
    expect(wall.get_by_role("heading", name="Paragraph 2 of 3")).to_be_visible(timeout=SOON)


def test_khmer_is_not_cut_on_a_narrow_phone(room: Room) -> None:
    open_room(room, room.come("minji"))
    phone = room.goto(room.come("sophea", width=320), locale="km")
    expect(phone.get_by_text(KHMER)).to_be_visible()
    assert fits(phone)


def test_an_urdu_wall_reads_from_right_to_left(room: Room) -> None:
    open_room(room, room.come("minji"), "ur", "en")
    wall = room.goto(room.come("zeb", width=1920), "/wall", "ur")
    urdu, english = wall.get_by_text(URDU), wall.get_by_text(ENGLISH)
    expect(urdu).to_be_visible()
    right, left = urdu.bounding_box(), english.bounding_box()
    assert right is not None
    assert left is not None
    assert right["x"] > left["x"]
    assert urdu.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert fits(wall)


@pytest.mark.parametrize("length", [1, 4, 9])
def test_a_paragraph_of_any_length_fits_the_wall(room: Room, length: int) -> None:
    room.change("lan", " ".join([ENGLISH] * length))
    open_room(room, room.come("minji"), "en", "vi")
    page = room.come("minji")
    page.set_viewport_size({"width": 1920, "height": 1080})
    wall = room.goto(page, "/wall")
    assert wall.evaluate(
        "() => { const all = document.querySelector('main'); return all.scrollHeight <= all.clientHeight + 1; }"
    )
    size = wall.locator(".pair p").first.evaluate(
        "each => parseFloat(getComputedStyle(each).fontSize)"
    )
    assert size >= 26  # pixels: a fortieth of the wall's height, to be read from the last row
