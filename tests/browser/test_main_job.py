"""The main job, in a browser, without JavaScript and again with it.

A Korean and a Vietnamese organisation write a statement, each in her own language; a Khmer speaker
comments; both sides adopt; it is released, translated and reviewed; three organisations sign, one
with its name withheld; the public reads it in Khmer on a phone and in Urdu from right to left.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.core import clock
from portal.core.orm import Database
from portal.network.models import Side
from tests.browser.walking import Walk, days_pass, review, step, translate
from tests.factories import (
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


PARAGRAPHS = (TITLES, {"ko": KOREAN, **FIRST}, {"vi": VIETNAMESE, **SECOND})
"""The three blocks in every language."""


def test_the_main_job(portal: Portal, new_reader: Callable[..., Page], scripts: bool) -> None:
    walk = Walk(portal, new_reader, scripts=scripts)

    # A Korean organisation begins, in Korean; a Vietnamese one drafts with it.
    minji = walk.goto("minji", "/statements/new")
    minji.choose("Language that you write in", "ko").fill("Title", TITLES["ko"])
    minji.fill("Text", KOREAN)
    minji.page.get_by_label(re.compile("Hội Bến Về")).check()
    minji.press("Begin the draft").told("Your draft is begun.")
    expect(minji.page.get_by_role("heading", level=1)).to_have_text(TITLES["ko"])
    address = minji.path

    # The Vietnamese one adds her paragraph in Vietnamese.
    lan = walk.goto("lan", address).follow("Write")
    text_id = re.search(r"/texts/([0-9A-Z]{26})/", lan.page.url)
    assert text_id
    text = text_id.group(1)
    lan.link("Add a paragraph below").last.click()
    lan.choose("Language that you write in", "vi")
    lan.fill("Words of the new paragraph", VIETNAMESE).press("Add the paragraph")
    lan.told("The paragraph is added.").reads(VIETNAMESE)

    # Consultation: a Khmer speaker comments in Khmer.
    minji.goto(address)
    step(minji, "Open consultation", "Consultation is open.", 5)
    sophea = walk.goto("sophea", address + "/comments")
    sophea.link("Comment").last.click()
    sophea.choose("Language that you write in", "km").fill("Your comment", KHMER_COMMENT)
    sophea.press("Send the comment").told("Your comment is in.")
    expect(sophea.page.locator("[lang=km]").filter(has_text=KHMER_COMMENT)).to_be_visible()

    # The time is over; the group closes, reviews, and opens the decision.
    days_pass(portal, 6)
    minji.goto(address)
    step(minji, "Close consultation", "Consultation is closed.")
    step(minji, "Begin the merge review", "The merge review has begun.")
    step(minji, "Open the decision", "The decision is open.", 8)

    # Both sides answer.
    for key in ("minji", "rei", "lan", "sophea"):
        someone = walk.goto(key, address + "/decision")
        someone.page.get_by_label("We consent", exact=True).check()
        someone.press("Answer for your organisation")
        someone.told("Your organisation's answer is recorded.")
    minji.goto(address)
    step(minji, "Close the decision", "The decision is closed.")
    minji.goto(address + "/decision").sees("Both sides have adopted the text.")

    # Translated by one person, reviewed by another, into four languages.
    for language in ("ko", "vi", "km", "ur"):
        translate(walk.person("zeb"), text, language, PARAGRAPHS)
    for language in ("ko", "vi", "km", "ur"):
        review(walk.person("ayesha"), text, language)

    # Released and opened for signature.
    minji.goto(address)
    step(minji, "Check the translations and release", "The adopted text is released.")
    step(minji, "Open for signature", "The statement is open for signature.", 30)

    # Three organisations sign, each in the language that she reads; one keeps its name back.
    for key, withheld in (("minji", False), ("lan", False), ("sophea", True)):
        someone = walk.goto(key, address).follow("Sign for your organisation")
        someone.fill("Which body of your organisation decided to sign?", "Board")
        someone.fill("On which day did it decide?", clock.today().isoformat())
        if withheld:
            someone.tick("Keep our name from the public")
        someone.tick("I have read the text above").press("Sign")
        someone.told("Your organisation's signature stands under this text.")
    minji.goto(address)
    step(minji, "Publish", "The statement is published.")

    # The public reads it in Khmer on a narrow phone.
    phone = walk.visitor("km", 320).goto(f"/km{address}").reads_across().reads(FIRST["km"])
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(TITLES["km"])
    assert "바다건너 여성의집" in phone.page.content()
    assert "ផ្ទះសង្ឃឹម" not in phone.page.content()

    # And in Urdu from right to left.
    reader = walk.visitor("ur").goto(f"/ur{address}").reads_across()
    paragraph = reader.page.get_by_text(FIRST["ur"])
    expect(paragraph).to_be_visible()
    assert paragraph.evaluate("element => getComputedStyle(element).direction") == "rtl"
    reader.goto(f"/ur{address}/signatories")
    assert "ផ្ទះសង្ឃឹម" not in reader.page.content()
    assert "Hội Bến Về" in reader.page.content()
