"""What is sent while the link is cut waits on the device and arrives once; nothing is dropped, nothing shown to others."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rooms import ENGLISH, SECOND, Room, furnish
from tests.harness.serving import Portal

pytestmark = pytest.mark.browser

WORDS = "Words of this paragraph"
WAITING = "Changes that wait to be sent: 1"
MINE = ENGLISH.replace("violence", "violence and exploitation")
THEIRS = ENGLISH.replace("to stay", "to stay and to work")
BOTH = MINE.replace("to stay", "to stay and to work")


@pytest.fixture
def room(live_server: Portal, new_reader: Callable[..., Page]) -> Iterator[Room]:
    furnished = furnish(live_server, new_reader)
    yield furnished
    furnished.database.dispose()


def save(page: Page, words: str) -> None:
    page.get_by_label(WORDS).fill(words)
    page.get_by_role("button", name="Save the paragraph").click()


def cut(page: Page, *, off: bool) -> None:
    page.context.set_offline(offline=off)


def kept(page: Page) -> int:
    """How many changes wait on this device."""
    return int(
        page.evaluate(
            "() => Object.keys(localStorage).filter((key) => key.startsWith('queue:')).length"
        )
    )


def test_an_edit_that_is_sent_offline_waits_and_goes_out_by_itself(room: Room) -> None:
    page = room.edit(room.come("lan", width=320))
    cut(page, off=True)
    save(page, MINE)
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    expect(page.locator("main blockquote").get_by_text(MINE)).to_be_visible()
    assert room.words() == ENGLISH
    cut(page, off=False)
    expect(page.get_by_text("Your words have arrived.")).to_be_visible()
    expect(page.get_by_role("heading", name=WAITING)).to_be_hidden()
    assert room.words() == MINE
    # She writes on from there, on the wording that was saved.
    save(page, MINE + " Now.")
    expect(page.get_by_text("The paragraph is saved.")).to_be_visible()
    assert room.words() == MINE + " Now."
    assert kept(page) == 0


def test_saving_with_a_link_goes_on_to_the_list_and_says_so(room: Room) -> None:
    page = room.edit(room.come("lan"))
    save(page, MINE)
    expect(page.get_by_text("The paragraph is saved.")).to_be_visible()
    expect(page).to_have_url(f"{room.portal.url}/en/texts/{room.text}/write#b-{room.blocks[0]}")
    assert kept(page) == 0
    assert (
        page.evaluate(
            "() => Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"
        )
        == 0
    )


def test_what_waits_is_merged_with_what_a_colleague_saved(room: Room) -> None:
    page = room.edit(room.come("lan"))
    cut(page, off=True)
    save(page, MINE)
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    room.change("minji", THEIRS)
    cut(page, off=False)
    expect(page.get_by_text("Your words have arrived.")).to_be_visible()
    assert room.words() == BOTH


def test_what_meets_another_edit_shows_both_wordings(room: Room) -> None:
    page = room.edit(room.come("lan"))
    cut(page, off=True)
    save(page, MINE)
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    theirs = ENGLISH.replace("violence", "abuse at work")
    room.change("minji", theirs)
    cut(page, off=False)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Two people changed the same words")).to_be_visible()
    expect(page.get_by_label(WORDS)).to_have_value(MINE)
    assert theirs in page.content()
    expect(page.get_by_role("heading", name=WAITING)).to_be_hidden()
    save(page, MINE.replace("violence", "violence, abuse at work"))
    expect(page.get_by_text("The paragraph is saved.")).to_be_visible()


def test_a_conflict_with_a_link_is_shown_at_once(room: Room) -> None:
    page = room.edit(room.come("lan"))
    room.change("minji", ENGLISH.replace("violence", "abuse at work"))
    save(page, MINE)
    expect(page.get_by_text("Two people changed the same words")).to_be_visible()
    expect(page.get_by_label(WORDS)).to_have_value(MINE)
    assert kept(page) == 0


def test_words_on_an_older_wording_are_not_lost_when_the_page_is_opened_anew(room: Room) -> None:
    page = room.edit(room.come("lan"))
    page.get_by_label(WORDS).fill(MINE)
    cut(page, off=True)
    page.wait_for_function(
        "() => Object.keys(localStorage).some((key) => key.startsWith('draft:'))"
    )
    room.change("minji", THEIRS)
    cut(page, off=False)
    page.reload()
    expect(page.get_by_text("You typed this on an older wording")).to_be_visible()
    expect(page.get_by_label(WORDS)).to_have_value(THEIRS)
    assert room.words() == THEIRS
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("The paragraph is saved.")).to_be_visible()
    assert room.words() == BOTH
    assert kept(page) == 0


def test_a_translation_waits_too_and_what_waits_goes_out_from_any_page(room: Room) -> None:
    page = room.come("lan")
    address = f"{room.portal.url}/en/texts/blocks/{room.blocks[1]}/translate/vi"
    page.goto(address)
    page.locator("form[data-watched]").wait_for()
    cut(page, off=True)
    page.get_by_label("Your translation").fill("Chúng tôi yêu cầu có thông dịch viên.")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    cut(page, off=False)
    page.context.new_page().goto(f"{room.portal.url}/en/home")
    expect(page.get_by_text("Your words have arrived.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_label("Your translation")).to_have_value(
        "Chúng tôi yêu cầu có thông dịch viên."
    )


def test_whoever_was_signed_out_meanwhile_sends_after_signing_in(room: Room) -> None:
    page = room.edit(room.come("lan"))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    save(page, MINE)
    expect(page.get_by_text("Sign in, and they go out.")).to_be_visible()
    assert room.words() == ENGLISH
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Your words have arrived.")).to_be_visible()
    assert room.words() == MINE


def test_signing_out_asks_before_it_throws_words_away(room: Room) -> None:
    page = room.edit(room.come("lan"))
    cut(page, off=True)
    save(page, MINE)
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", stay)
    page.get_by_text("Signed in as: Lan").click()
    page.get_by_role("button", name="Sign out").click()
    assert asked == [
        "Words that were not sent yet wait on this device. Sign out and throw them away?"
    ]
    assert kept(page) == 1
    # The link is back, but the portal is too busy to take the words: she goes all the same.
    page.route("**/edit", lambda route: route.fulfill(status=503))
    cut(page, off=False)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True).first).to_be_visible()
    assert page.evaluate("() => Object.keys(localStorage).length") == 0


def test_another_person_on_the_device_neither_sees_nor_sends_them(room: Room) -> None:
    page = room.edit(room.come("lan"))
    cut(page, off=True)
    save(page, MINE)
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    page.context.clear_cookies()
    page.goto("about:blank")
    cut(page, off=False)
    page.goto(f"{room.portal.url}/en/sign-in")
    page.get_by_label("Mail address").fill("minji@example.org")
    page.get_by_label("Password").fill("three quiet ferries")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    room.edit(page)
    expect(page.get_by_label(WORDS)).to_have_value(ENGLISH)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-entry]")).to_have_count(0)
    assert room.words() == ENGLISH


def test_two_in_one_paragraph_see_each_other_and_both_edits_are_kept(room: Room) -> None:
    one, other = room.edit(room.come("lan")), room.come("minji", width=320)
    one.wait_for_load_state("networkidle")
    room.edit(other)
    expect(
        other.get_by_role("status").filter(has_text="Lan is in this paragraph too.")
    ).to_be_visible()
    one.reload()
    expect(
        one.get_by_role("status").filter(has_text="Minji is in this paragraph too.")
    ).to_be_visible()
    save(one, MINE)
    expect(one.get_by_text("The paragraph is saved.")).to_be_visible()
    save(other, THEIRS)
    expect(other.get_by_text("The paragraph is saved.")).to_be_visible()
    assert room.words() == BOTH


def test_without_scripts_the_page_says_who_was_there_and_saves_as_ever(room: Room) -> None:
    one = room.edit(room.come("lan"))
    one.wait_for_load_state("networkidle")
    other = room.edit(room.come("minji", scripts=False))
    expect(other.get_by_text("Lan is in this paragraph too.")).to_be_visible()
    save(other, THEIRS)
    expect(other.get_by_text("The paragraph is saved.")).to_be_visible()
    assert room.words() == THEIRS


def test_ten_minutes_offline_in_the_middle_of_an_edit_lose_no_word(room: Room) -> None:
    """A hundred times, each time broken at another moment; a colleague writes meanwhile."""
    page = room.come("lan", width=320)
    page.clock.install()
    for run in range(100):
        number = 1 + run % 2
        before = (ENGLISH, SECOND)[number - 1]
        room.change("minji", before, number)
        room.edit(page, number)
        mine = before.replace(".", f" and number {run}.")
        both = mine.replace("We ask", f"In {run} we ask").replace("Every", f"In {run} every")
        theirs = before.replace("We ask", f"In {run} we ask").replace("Every", f"In {run} every")
        field = page.get_by_label(WORDS)
        how = run % 5
        if how == 0:  # The link breaks before she saves, and is back ten minutes later.
            cut(page, off=True)
            save(page, mine)
            expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
            room.change("minji", theirs, number)
            page.clock.fast_forward("10:00")
            cut(page, off=False)
        elif how == 1:  # She writes on after the link broke, and sends twice.
            cut(page, off=True)
            save(page, before.replace(".", " and half"))
            expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
            save(page, mine)
            expect(page.locator("main blockquote").get_by_text(mine)).to_be_visible()
            room.change("minji", theirs, number)
            page.clock.fast_forward("10:00")
            cut(page, off=False)
        elif how == 2:  # The portal took the words, but its answer was lost on the way.
            address = f"**/texts/blocks/{room.blocks[number - 1]}/edit"
            page.route(address, lambda route: (route.fetch(), route.abort())[1], times=1)
            save(page, mine)
            expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
            room.change(
                "minji",
                room.words(number)
                .replace("We ask", f"In {run} we ask")
                .replace("Every", f"In {run} every"),
                number,
            )
            page.clock.fast_forward("10:00")
        elif how == 3:  # The battery is empty; she opens another page of the portal later.
            cut(page, off=True)
            save(page, mine)
            expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
            page.goto("about:blank")
            room.change("minji", theirs, number)
            cut(page, off=False)
            page.goto(f"{room.portal.url}/en/statements")
        else:  # She had not saved yet when page and link went away.
            field.fill(mine)
            page.clock.fast_forward(1000)
            cut(page, off=True)
            page.goto("about:blank")
            room.change("minji", theirs, number)
            cut(page, off=False)
            room.edit(page, number)
            page.get_by_role("button", name="Send it now").click()
            expect(page.get_by_text("The paragraph is saved.")).to_be_visible()
        page.wait_for_function(
            "() => !Object.keys(localStorage).some((key) => key.startsWith('queue:'))"
        )
        assert room.words(number) == both, (run, how)
