"""A visitor without an account finds her way through the demo, without JavaScript and with it."""

import re
from collections.abc import Callable

import icalendar
import pytest
from playwright.sync_api import Page, expect

from tests.harness.serving import Portal

pytestmark = pytest.mark.browser


def test_a_forums_programme_is_read_and_its_calendar_file_opened(
    demo_server: Portal, new_reader: Callable[..., Page], scripts: bool
) -> None:
    page = new_reader(locale="ko", scripts=scripts)
    page.goto(f"{demo_server.url}/forums")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.goto(f"{demo_server.url}/ko/forums/womens-forum")
    page.locator("main a[href*='/forums/womens-forum/20']").first.click()
    page.locator("main a[href$='/programme']").first.click()
    assert page.locator("main [lang=ko]").count() > 0
    calendar = page.locator("a[href$='.ics']").first.get_attribute("href")
    assert calendar is not None
    answer = page.request.get(demo_server.url + calendar)
    assert answer.headers["content-type"].startswith("text/calendar")
    read = icalendar.Calendar.from_ical(answer.body())
    assert read.walk("VEVENT")


def test_a_leaflet_is_found_by_two_khmer_letters_and_read_on_a_phone(
    demo_server: Portal, new_reader: Callable[..., Page], scripts: bool
) -> None:
    page = new_reader(locale="km", width=320, scripts=scripts)
    page.goto(f"{demo_server.url}/km/search")
    page.get_by_role("main").get_by_role("searchbox").fill("សិ")
    page.get_by_role("main").locator("button").first.click()
    found = page.locator("main a[href*='/library/']")
    expect(found.first).to_be_visible()
    found.first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("main [lang=km]").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.context.cookies() == []


def test_each_role_comes_in_with_one_press_and_sees_what_waits(
    demo_server: Portal, new_reader: Callable[..., Page], scripts: bool
) -> None:
    page = new_reader(locale="en", scripts=scripts)
    page.goto(f"{demo_server.url}/en/sign-in")
    roles = page.locator("main form[action*='sign-in/']")
    count = roles.count()
    assert count >= 8
    for number in range(count):
        page.goto(f"{demo_server.url}/en/sign-in")
        page.locator("main form[action*='sign-in/']").nth(number).locator("button").click()
        expect(page).to_have_url(re.compile(r"/home$"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.context.clear_cookies()
