"""The main job, in a browser, without JavaScript and again with it.

A Korean and a Vietnamese organisation write a statement, each in her own language; a Khmer speaker
comments; both sides adopt; it is released, translated and reviewed; three organisations sign, one
with its name withheld; the public reads it in Khmer on a phone and in Urdu from right to left.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.core import clock
from portal.core.orm import Database
from portal.network.models import Side
from portal.statements.models import Statement
from tests.factories import (
    PASSWORD,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.harness.serving import Portal

pytestmark = pytest.mark.browser

KOREAN = "모든 여성은 체류 자격을 잃지 않고 폭력을 신고할 수 있어야 합니다."
VIETNAMESE = "Chúng tôi yêu cầu có thông dịch viên nữ tại mọi bệnh viện và cơ quan lao động."
KHMER_COMMENT = "សូមបន្ថែមថា ការបកប្រែត្រូវតែឥតគិតថ្លៃ។"
TITLES = {
    "ko": "안전하게 신고할 권리",
    "vi": "Quyền được báo cáo an toàn",
    "km": "សិទ្ធិរាយការណ៍ដោយសុវត្ថិភាព",
    "ur": "محفوظ رپورٹ کرنے کا حق",
}
FIRST = {
    "vi": "Mọi phụ nữ phải được báo cáo bạo lực mà không mất quyền cư trú.",
    "km": "ស្ត្រីគ្រប់រូបត្រូវតែអាចរាយការណ៍អំពីអំពើហិង្សា ដោយមិនបាត់បង់សិទ្ធិស្នាក់នៅ។",
    "ur": "ہر عورت کو یہ حق ہونا چاہیے کہ وہ رہائش کا حق کھوئے بغیر تشدد کی رپورٹ کر سکے۔",
}
SECOND = {
    "ko": "우리는 모든 병원과 노동청에 여성 통역사를 둘 것을 요구합니다.",
    "km": "យើងទាមទារឱ្យមានអ្នកបកប្រែជាស្ត្រីនៅគ្រប់មន្ទីរពេទ្យ និងការិយាល័យការងារ។",
    "ur": "ہم مطالبہ کرتی ہیں کہ ہر ہسپتال اور دفترِ محنت میں خاتون مترجم موجود ہو۔",
}


@pytest.fixture
def portal(live_server: Portal) -> Portal:
    """A small network of four organisations, two on each side; the demo waives the second factor."""
    database = Database(f"sqlite:///{live_server.data / 'portal.db'}")
    with database.transaction() as session:
        make_portal(session, is_demo=True)
        seoul = make_organisation(
            session,
            "바다건너 여성의집",
            language="ko",
            side=Side.RECEIVING,
            countries=("KR",),
            slug="seoul",
        )
        tokyo = make_organisation(
            session, "Harbour House", side=Side.RECEIVING, countries=("JP",), slug="tokyo"
        )
        hanoi = make_organisation(
            session, "Hội Bến Về", language="vi", countries=("VN",), slug="hanoi"
        )
        khmer = make_organisation(
            session, "ផ្ទះសង្ឃឹម", language="km", countries=("KH",), slug="phnom-penh"
        )
        for key, organisation, locale, zone in [
            ("minji", seoul, "ko", "Asia/Seoul"),
            ("rei", tokyo, "en", "Asia/Tokyo"),
            ("lan", hanoi, "vi", "Asia/Ho_Chi_Minh"),
            ("sophea", khmer, "km", "Asia/Phnom_Penh"),
        ]:
            make_representative(
                session,
                organisation,
                name=key,
                email=f"{key}@example.org",
                locale="en",
                languages=[locale, "en"],
                time_zone=zone,
            )
        translator = make_person(
            session, "zeb", email="zeb@example.org", locale="en", languages=["ur", "km", "ko", "vi"]
        )
        make_membership(session, translator, khmer)
        reviewer = make_person(
            session,
            "ayesha",
            email="ayesha@example.org",
            locale="en",
            languages=["ur", "km", "ko", "vi"],
        )
        make_membership(session, reviewer, tokyo)
    database.dispose()
    return live_server


class Walk:
    """Everyone with a browser of her own."""

    def __init__(self, portal: Portal, new_reader: Callable[..., Page], *, scripts: bool) -> None:
        self.portal = portal
        self.new_reader = new_reader
        self.scripts = scripts
        self.people: dict[str, Page] = {}

    def person(self, key: str) -> Page:
        if key not in self.people:
            page = self.new_reader(locale="en", scripts=self.scripts)
            page.goto(f"{self.portal.url}/sign-in")
            page.get_by_label("Mail address").fill(f"{key}@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("What waits for you")
            self.people[key] = page
        return self.people[key]

    def goto(self, key: str, path: str) -> Page:
        page = self.person(key)
        page.goto(self.portal.url + path)
        return page


def days_pass(portal: Portal, days: int) -> None:
    """Time goes by: the present deadline moves into the past by as much."""
    database = Database(f"sqlite:///{portal.data / 'portal.db'}")
    with database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        if statement.deadline:
            statement.deadline -= timedelta(days=days)
    database.dispose()


def in_days(days: int, zone: str) -> str:
    local: datetime = clock.now().astimezone(ZoneInfo(zone)) + timedelta(days=days)
    return local.strftime("%Y-%m-%dT%H:%M")


def step(page: Page, name: str, days: int | None = None, zone: str = "Asia/Seoul") -> None:
    """Take the step of that name on the page of what comes next."""
    page.get_by_role("link", name="What comes next").click()
    section = page.locator("section").filter(has=page.get_by_role("heading", name=name))
    if days is not None:
        section.locator("input[type='datetime-local']").fill(in_days(days, zone))
        section.locator("select").select_option(zone)
    section.get_by_role("button", name=name).click()


PARAGRAPHS = (TITLES, {"ko": KOREAN, **FIRST}, {"vi": VIETNAMESE, **SECOND})
"""The three blocks in every language."""


def translate(walk: Walk, key: str, text_id: str, language: str) -> None:
    """Translate each paragraph that is missing, from whatever language it is shown in."""
    page = walk.goto(key, f"/texts/{text_id}/translate/{language}")
    while page.get_by_role("link", name=re.compile(r"^Translate paragraph")).count():
        page.get_by_role("link", name=re.compile(r"^Translate paragraph")).first.click()
        source = page.locator("blockquote").first.inner_text().strip()
        block = next(each for each in PARAGRAPHS if source in each.values())
        page.get_by_label("Your translation").fill(block[language])
        page.get_by_role("button", name="Submit for review").click()
        expect(page.get_by_text("Your translation is submitted")).to_be_visible()
        page.goto(f"{walk.portal.url}/texts/{text_id}/translate/{language}")


def review(walk: Walk, key: str, text_id: str, language: str) -> None:
    page = walk.goto(key, f"/texts/{text_id}/translate/{language}")
    if walk.scripts:
        page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Mark all as reviewed").click()
    if walk.scripts and page.get_by_role("dialog").count():
        page.get_by_role("dialog").get_by_role("button").first.click()
    expect(page.get_by_text("is marked as reviewed")).to_be_visible()


def test_the_main_job(portal: Portal, new_reader: Callable[..., Page], scripts: bool) -> None:
    walk = Walk(portal, new_reader, scripts=scripts)

    # A Korean organisation begins, in Korean; a Vietnamese one drafts with it.
    minji = walk.goto("minji", "/statements/new")
    minji.get_by_label("Language that you write in").select_option("ko")
    minji.get_by_label("Title").fill(TITLES["ko"])
    minji.get_by_label(re.compile("^Text")).fill(KOREAN)
    minji.get_by_label(re.compile("Hội Bến Về")).check()
    minji.get_by_role("button", name="Begin the draft").click()
    expect(minji.get_by_role("heading", level=1)).to_have_text(TITLES["ko"])
    address = minji.url.removeprefix(portal.url).split("?")[0]

    # The Vietnamese one adds her paragraph in Vietnamese.
    lan = walk.goto("lan", address)
    lan.get_by_role("link", name="Write", exact=True).click()
    text_id = re.search(r"/texts/([0-9A-Z]{26})/", lan.url)
    assert text_id
    text = text_id.group(1)
    lan.get_by_role("link", name="Add a paragraph below").last.click()
    lan.get_by_label("Language that you write in").select_option("vi")
    lan.get_by_label("Words of the new paragraph").fill(VIETNAMESE)
    lan.get_by_role("button", name="Add the paragraph").click()
    expect(lan.get_by_text(VIETNAMESE)).to_be_visible()

    # Consultation: a Khmer speaker comments in Khmer.
    minji = walk.goto("minji", address)
    step(minji, "Open consultation", 5)
    expect(minji.get_by_text("Consultation is open.")).to_be_visible()
    sophea = walk.goto("sophea", address + "/comments")
    sophea.get_by_role("link", name=re.compile("^Comment")).last.click()
    sophea.get_by_label("Language that you write in").select_option("km")
    sophea.get_by_label("Your comment").fill(KHMER_COMMENT)
    sophea.get_by_role("button", name="Send the comment").click()
    expect(sophea.locator("[lang=km]").filter(has_text=KHMER_COMMENT)).to_be_visible()

    # The time is over; the group closes, reviews, and opens the decision.
    days_pass(portal, 6)
    minji = walk.goto("minji", address)
    step(minji, "Close consultation")
    step(minji, "Begin the merge review")
    step(minji, "Open the decision", 8)
    expect(minji.get_by_text("The decision is open.")).to_be_visible()

    # Both sides answer.
    for key in ("minji", "rei", "lan", "sophea"):
        page = walk.goto(key, address + "/decision")
        page.get_by_label("We consent", exact=True).check()
        page.get_by_role("button", name="Answer for your organisation").click()
        expect(page.get_by_text("answer is recorded")).to_be_visible()
    minji = walk.goto("minji", address)
    step(minji, "Close the decision")
    minji.goto(portal.url + address + "/decision")
    expect(minji.get_by_text("Both sides have adopted the text.")).to_be_visible()

    # Translated by one person, reviewed by another, into four languages.
    for language in ("ko", "vi", "km", "ur"):
        translate(walk, "zeb", text, language)
    for language in ("ko", "vi", "km", "ur"):
        review(walk, "ayesha", text, language)

    # Released and opened for signature.
    minji = walk.goto("minji", address)
    step(minji, "Check the translations and release")
    step(minji, "Open for signature", 30)
    expect(minji.get_by_text("The statement is open for signature.")).to_be_visible()

    # Three organisations sign, each in the language that she reads; one keeps its name back.
    for key, withheld in (("minji", False), ("lan", False), ("sophea", True)):
        page = walk.goto(key, address)
        page.get_by_role("link", name="Sign for your organisation").click()
        page.get_by_label(re.compile("Which body")).fill("Board")
        page.get_by_label(re.compile("On which day")).fill(clock.today().isoformat())
        if withheld:
            page.get_by_label(re.compile("Keep our name from the public")).check()
        page.get_by_label(re.compile("I have read the text above")).check()
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.get_by_text("signature stands under this text")).to_be_visible()
    minji = walk.goto("minji", address)
    step(minji, "Publish")

    # The public reads it in Khmer on a narrow phone.
    phone = new_reader(locale="km", width=320, scripts=scripts)
    phone.goto(f"{portal.url}/km{address}")
    expect(phone.locator("html")).to_have_attribute("lang", "km")
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLES["km"])
    expect(phone.get_by_text(FIRST["km"])).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert "바다건너 여성의집" in phone.content()
    assert "ផ្ទះសង្ឃឹម" not in phone.content()

    # And in Urdu from right to left.
    reader = new_reader(locale="ur", scripts=scripts)
    reader.goto(f"{portal.url}/ur{address}")
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    paragraph = reader.get_by_text(FIRST["ur"])
    expect(paragraph).to_be_visible()
    assert paragraph.evaluate("element => getComputedStyle(element).direction") == "rtl"
    reader.goto(f"{portal.url}/ur{address}/signatories")
    assert "ផ្ទះសង្ឃឹម" not in reader.content()
    assert "Hội Bến Về" in reader.content()
