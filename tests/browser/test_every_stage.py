"""Every stage of a statement's life, walked in a browser by everyone who has a part in it.

Each uses the interface in her own language, without JavaScript and again with it: Korean and
English on the receiving side, Vietnamese, Khmer and Urdu on the sending side; partners, people and
a collective from outside, and at the end a journalist who checks the signatures on her own machine.
"""

import html
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from portal.core import clock
from portal.core.languages import name
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.models import Side
from portal.statements.rules import Rule
from portal.statements.words import rule_in_words
from tests.browser.walking import (
    PATIENCE,
    Someone,
    Walk,
    days_pass,
    in_days,
    review,
    step,
    translate,
)
from tests.factories import (
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.harness.serving import Portal

pytestmark = pytest.mark.browser

SPEAKS = {
    "minji": "ko",
    "lan": "vi",
    "hoa": "vi",
    "sophea": "km",
    "ayesha": "ur",
    "rei": "en",
    "zeb": "en",
    "noor": "ur",
    "office": "en",
}
SEOUL, TOKYO, HANOI = "바다건너 여성의집", "Harbour House", "Hội Bến Về"
PHNOM_PENH, LAHORE = "ផ្ទះសង្ឃឹម", "گھر گھر مدد"

TITLE = {
    "ko": "안전하게 신고할 권리",
    "vi": "Quyền được báo cáo an toàn",
    "km": "សិទ្ធិរាយការណ៍ដោយសុវត្ថិភាព",
    "ur": "محفوظ رپورٹ کرنے کا حق",
}
BEGUN = "모든 여성은 체류 자격을 잃지 않고 폭력을 신고할 수 있어야 합니다."
"""The first paragraph, before a Khmer amendment takes its place."""
FIRST = {
    "km": "ស្ត្រីគ្រប់រូបត្រូវតែអាចរាយការណ៍អំពីអំពើហិង្សា ដោយមិនបាត់បង់សិទ្ធិស្នាក់នៅ និងប្រាក់ឈ្នួលឡើយ។",
    "ko": "모든 여성은 체류 자격과 임금을 잃지 않고 폭력을 신고할수 있어야 합니다.",
    "vi": "Mọi phụ nữ phải được báo cáo bạo lực mà không mất quyền cư trú và tiền lương.",
    "ur": "ہر عورت کو یہ حق ہونا چاہیے کہ وہ رہائش کا حق اور اجرت کھوئے بغیر تشدد کی رپورٹ کر سکے۔",
}
CORRECTED = "모든 여성은 체류 자격과 임금을 잃지 않고 폭력을 신고할 수 있어야 합니다."
"""As an erratum puts it, with a space that the Korean translation lacked."""
ASKED = "Chúng tôi yêu cầu có thông dịch viên nữ tại mọi bệnh viện và cơ quan lao động."
"""The second paragraph, before the words of a block are taken up."""
SECOND = {
    "vi": "Chúng tôi yêu cầu có thông dịch viên nữ tại mọi bệnh viện, cơ quan lao động và đồn cảnh sát.",
    "ko": "우리는 모든 병원과 노동청, 경찰서에 여성 통역사를 둘 것을 요구합니다.",
    "km": "យើងទាមទារឱ្យមានអ្នកបកប្រែជាស្ត្រីនៅគ្រប់មន្ទីរពេទ្យ ការិយាល័យការងារ និងប៉ុស្តិ៍ប៉ូលិស។",
    "ur": "ہم مطالبہ کرتی ہیں کہ ہر ہسپتال، دفترِ محنت اور تھانے میں خاتون مترجم موجود ہو۔",
}
PROPOSED = "کسی عورت سے اس کا پاسپورٹ نہ لیا جائے۔"
"""The third paragraph, before it is accepted with changes."""
THIRD = {
    "ur": "کسی عورت سے اس کا پاسپورٹ یا فون نہ لیا جائے۔",
    "ko": "누구도 여성의 여권이나 전화기를 빼앗아서는 안 됩니다.",
    "vi": "Không ai được lấy hộ chiếu hay điện thoại của phụ nữ.",
    "km": "មិនត្រូវឱ្យនរណាម្នាក់ដកហូតលិខិតឆ្លងដែន ឬទូរសព្ទរបស់ស្ត្រីឡើយ។",
}
WORDINGS = (TITLE, FIRST, SECOND, THIRD)
COMMENT = "សូមបន្ថែមថា ការបកប្រែត្រូវតែឥតគិតថ្លៃ។"
BLOCK = "We ask for a woman interpreter in every hospital, labour office and police station."
CONCERN = "ہمیں فکر ہے کہ چھوٹے شہروں میں خاتون مترجم نہیں ملیں گی۔"
PLEDGE = "យើងនឹងបណ្តុះបណ្តាលអ្នកបកប្រែជាស្ត្រីតាមខេត្ត។"
PARTNER, SUPPORTER, SCHOOL = "ساحلی مددگار تنظیم", "ចាន់ ធារី", "항구 야학의 여성들"
IMPOSTOR = "Ministry of Nobody"
PUBLIC = ("ko", "km", "ur")


@dataclass
class Draft:
    """The statement on its way: where its pages and its text are."""

    walk: Walk
    address: str
    text: str = ""

    def at(self, key: str, part: str = "") -> Someone:
        """The person at a page of the statement."""
        return self.walk.goto(key, self.address + part)

    def step(self, name: str, done: str, days: int | None = None) -> None:
        """Minji, who called for it, takes its next step."""
        step(self.at("minji"), name, done, days)


@pytest.fixture
def portal(live_server: Portal) -> Portal:
    furnish(live_server)
    return live_server


def furnish(portal: Portal) -> None:
    """A network of five organisations on two sides; the demo waives the second factor."""
    database = Database(f"sqlite:///{portal.data / 'portal.db'}")
    with database.transaction() as session:
        make_portal(session, is_demo=True)
        found = {}
        for slug, name, language, side, country in (
            ("seoul", SEOUL, "ko", Side.RECEIVING, "KR"),
            ("tokyo", TOKYO, "en", Side.RECEIVING, "JP"),
            ("hanoi", HANOI, "vi", Side.SENDING, "VN"),
            ("phnom-penh", PHNOM_PENH, "km", Side.SENDING, "KH"),
            ("lahore", LAHORE, "ur", Side.SENDING, "PK"),
        ):
            found[slug] = make_organisation(
                session, name, language=language, side=side, countries=(country,), slug=slug
            )
        for key, slug, zone in (
            ("minji", "seoul", "Asia/Seoul"),
            ("rei", "tokyo", "Asia/Tokyo"),
            ("lan", "hanoi", "Asia/Ho_Chi_Minh"),
            ("hoa", "hanoi", "Asia/Ho_Chi_Minh"),
            ("sophea", "phnom-penh", "Asia/Phnom_Penh"),
            ("ayesha", "lahore", "Asia/Karachi"),
        ):
            make_representative(
                session,
                found[slug],
                name=key,
                email=f"{key}@example.org",
                locale=SPEAKS[key],
                languages=[SPEAKS[key]],
                time_zone=zone,
            )
        for key, slug in (("zeb", "tokyo"), ("noor", "seoul")):
            person = make_person(
                session,
                key,
                email=f"{key}@example.org",
                locale=SPEAKS[key],
                languages=["ur", "km", "ko", "vi"],
            )
            make_membership(session, person, found[slug])
        make_person(session, "office", email="office@example.org", locale="en", is_secretariat=True)
    database.dispose()


# --- drafting and consulting ---------------------------------------------------------------------


def draft(walk: Walk) -> Draft:
    """Minji begins in Korean; Lan adds a paragraph in Vietnamese."""
    minji = walk.goto("minji", "/statements/new")
    minji.choose("Language that you write in", "ko")
    minji.fill("Title", TITLE["ko"]).fill("Text", BEGUN)
    minji.page.get_by_label(re.compile(HANOI)).check()
    minji.press("Begin the draft")
    minji.told(
        "Your draft is begun. Only its drafting group sees it until consultation opens.",
    )
    expect(minji.page.get_by_role("heading", level=1)).to_have_text(TITLE["ko"])
    made = Draft(walk, minji.path)
    lan = made.at("lan").follow("Write")
    found = re.search(r"/texts/([0-9A-Z]{26})/", lan.page.url)
    assert found
    made.text = found.group(1)
    lan.link("Add a paragraph below").last.click()
    lan.choose("Language that you write in", "vi").fill("Words of the new paragraph", ASKED)
    lan.press("Add the paragraph").told("The paragraph is added.").reads(ASKED)
    expect(walk.goto("rei", "/statements").page.get_by_text(TITLE["ko"])).to_have_count(0)
    return made


def consult(made: Draft) -> None:
    """Comments and amendments in Khmer, Urdu and English, and one that comes too late."""
    made.step("Open consultation", "Consultation is open.", 5)
    sophea = made.at("sophea", "/comments")
    sophea.follow("Comment", paragraph(sophea, 2))
    sophea.choose("Language that you write in", "km").fill("Your comment", COMMENT)
    sophea.press("Send the comment")
    sophea.told("Your comment is in. The drafting group answers every comment.")
    expect(sophea.page.locator("#main [lang=km]").filter(has_text=COMMENT)).to_be_visible()

    begin_amendment(sophea, made, 1, "Other words")
    sophea.choose("Language that you write in", "km")
    sophea.fill("The words that the paragraph should have", FIRST["km"])
    send_amendment(sophea, "ស្ត្រីដែលរាយការណ៍ តែងតែបាត់បង់ប្រាក់ឈ្នួល។")
    assert sophea.path == f"{made.address}/amendments/1"

    ayesha = made.at("ayesha", "/amendments/1")
    ayesha.page.locator("form[action$='/support'] button").click()
    ayesha.told("Your organisation supports this amendment.").sees("Stop supporting it")
    begin_amendment(ayesha, made, 2, "New paragraph")
    ayesha.choose("Language that you write in", "ur")
    ayesha.fill("Words of the new paragraph", PROPOSED)
    send_amendment(ayesha, "پاسپورٹ کے بغیر کوئی عورت نہیں جا سکتی۔")

    rei = made.at("rei")
    begin_amendment(rei, made, 2, "Take out")
    send_amendment(rei, "It says the same as the law.")

    late = begin_amendment(sophea, made, 2, "Other words")
    late.choose("Language that you write in", "km")
    late.fill("The words that the paragraph should have", SECOND["km"])
    late.fill("Why? Everyone who decides reads it.", COMMENT)
    days_pass(made.walk.portal, 6)
    late.press("Propose this amendment").sees(
        "The time for amendments has ended. Nothing more is taken; the drafting group is putting "
        "together what came in."
    )
    made.at("sophea", "/amendments")
    expect(sophea.page.locator("article.comment")).to_have_count(3)


def paragraph(someone: Someone, number: int) -> Locator:
    """A paragraph on the page of comments; 0 is the title."""
    return someone.page.locator("#main section.block").nth(number)


def begin_amendment(someone: Someone, made: Draft, number: int, kind: str) -> Someone:
    """Open the form for an amendment of that kind to a paragraph."""
    someone.goto(made.address + "/comments")
    someone.follow("Propose an amendment", paragraph(someone, number))
    return someone.follow(kind, someone.page.locator("#main nav.tabs"))


def send_amendment(someone: Someone, reason: str) -> None:
    someone.fill("Why? Everyone who decides reads it.", reason).press("Propose this amendment")
    someone.told("Your amendment is in. The drafting group answers every amendment.")


# --- merge review and the room -------------------------------------------------------------------


def merge(made: Draft) -> None:
    """Every proposer is answered before the decision can open."""
    made.step("Close consultation", "Consultation is closed.")
    made.step("Begin the merge review", "The merge review has begun.")
    refuse_to_decide(made, 3)

    lan = made.at("lan", "/merge")
    lan.press("Accept", lan.page.locator("#a-1"))
    lan.told("The answer is recorded, and its proposer hears of it.")
    lan.reads(FIRST["km"])
    expect(lan.page.locator("#main section.block [lang=km]").first).to_be_visible()

    lan.follow("Accept with changes, or decline", lan.page.locator("#a-2"))
    lan.fill("Your answer to the proposer", "Chúng tôi thêm điện thoại.")
    lan.fill("The words that the text shall have", THIRD["ur"])
    lan.press("Accept with these words")
    lan.told("The answer is recorded, and its proposer hears of it.")

    ayesha = made.at("ayesha", "/amendments/2").sees("Accepted with changes")
    ayesha.fill("What do you object to?", "فون الگ بات ہے۔").press("Object to the changes")
    ayesha.told("Your objection is in. The drafting group answers it before the decision.")

    minji = made.at("minji", "/merge")
    minji.follow("Accept with changes, or decline", minji.page.locator("#a-3"))
    minji.press("Decline")
    expect(minji.page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    minji.fill("Your answer to the proposer", "법에는 없는 내용입니다.").press("Decline")
    minji.told("The answer is recorded, and its proposer hears of it.")
    refuse_to_decide(made, 1)

    minji.goto(made.address + "/amendments/2")
    minji.fill("Your answer", "전화기를 빼앗기면 신고할 수 없습니다.").press("Answer the objection")
    minji.told("The objection is answered, and its proposer hears of it.")
    made.at("rei", "/amendments/3").sees("Declined").reads("법에는 없는 내용입니다.")
    made.at("ayesha", "/amendments/2").reads("전화기를 빼앗기면 신고할 수 없습니다.")
    expect(made.at("sophea", "/merge").page.locator("#a-1")).to_contain_text(FIRST["km"])


def refuse_to_decide(made: Draft, unanswered: int) -> None:
    """The decision cannot be opened, and the page says why in the place of its button."""
    minji = made.at("minji", "/next")
    expect(minji.page.locator(".refusal").first).to_have_text(
        minji.counted(
            "%(num)s amendment has no answer yet. Everyone who proposes something is answered "
            "before the decision.",
            "%(num)s amendments have no answer yet. Everyone who proposes something is answered "
            "before the decision.",
            unanswered,
        )
    )
    expect(minji.button("Open the decision")).to_have_count(0)


def meet_in_the_room(made: Draft) -> None:
    """A wall shows the paragraph in two languages; Sophea follows it on a narrow phone."""
    minji = made.at("minji", "/room")
    minji.fill("Where is it?", "폐막 회의").choose("First language on the wall", "ko")
    minji.choose("Second language on the wall", "km").press("Open the room")
    minji.told("The room is open. Members can follow it now.")
    minji.page.locator("#block").select_option(index=1)
    minji.press("Put it on the wall")
    wall = made.walk.goto("minji", made.address + "/room/wall", width=1920)
    phone = made.walk.goto("sophea", made.address + "/room", width=320).reads_across()
    for someone in (wall, phone):
        someone.sees("Paragraph %(number)s of %(total)s", number=1, total=3).reads(FIRST["km"])
    minji.press("Next paragraph")
    wall.sees("Paragraph %(number)s of %(total)s", number=2, total=3)
    wall.sees("Not translated yet")
    if not made.walk.scripts:
        phone.follow("Look again now")
    phone.sees("Paragraph %(number)s of %(total)s", number=2, total=3).reads(ASKED)
    minji.press("Close the room")
    minji.told("The room is closed. What was written in it stays in the text.")
    wall.sees("The room is closed.")


# --- deciding ------------------------------------------------------------------------------------


def block_and_return(made: Draft) -> None:
    """Rei blocks with words, so the text goes back, and its drafters take the words up."""
    made.step("Open the decision", "The decision is open.", 8)
    rei = made.at("rei", "/decision")
    rei.page.get_by_label(re.compile("^We block")).check()
    rei.press("Answer for your organisation").sees("Offer words that you could consent to.")
    rei.field("Which paragraph is it about?").select_option(index=3)
    rei.fill("Your concern, or the words that you could consent to", BLOCK)
    rei.press("Answer for your organisation")
    answered(rei)
    for key in ("minji", "lan", "sophea"):
        consent(made, key)
    expect(made.at("minji", "/next").button("Close the decision")).to_have_count(0)
    consent(made, "ayesha")
    made.step("Close the decision", "The decision is closed.")
    lan = made.at("lan", "/decision").sees("The text goes back to its drafters.")
    lan.reads(BLOCK).sees("A block is not resolved.")

    lan.goto(f"/texts/{made.text}/write")
    lan.follow("Edit", lan.page.locator(".desk > li").nth(2))
    lan.fill("Words of this paragraph", SECOND["vi"]).press("Save the paragraph")
    lan.told("The paragraph is saved.").reads(SECOND["vi"])


def adopt(made: Draft) -> None:
    """The way again, to a second round with the stricter rule, in which everyone consents."""
    made.step("Open consultation again", "Consultation is open.", 5)
    days_pass(made.walk.portal, 6)
    made.step("Close consultation", "Consultation is closed.")
    made.step("Begin the merge review", "The merge review has begun.")
    made.step("Open the decision", "The decision is open.", 8)
    sophea = made.at("sophea", "/decision")
    for sentence in rule_in_words(Rule()):
        sophea.sees(sentence)
    for key in ("minji", "lan", "sophea", "rei"):
        consent(made, key)
    ayesha = made.at("ayesha", "/decision")
    ayesha.tick("We consent, with a concern")
    ayesha.fill("Your concern, or the words that you could consent to", CONCERN)
    ayesha.tick("Publish our concern with the text if it is adopted")
    ayesha.press("Answer for your organisation")
    answered(ayesha)
    made.step("Close the decision", "The decision is closed.")
    made.at("rei", "/decision").sees("Both sides have adopted the text.")


def consent(made: Draft, key: str) -> None:
    someone = made.at(key, "/decision")
    someone.page.get_by_label(someone.words("We consent"), exact=True).check()
    someone.press("Answer for your organisation")
    answered(someone)


def answered(someone: Someone) -> None:
    someone.told(
        "Your organisation's answer is recorded. You can change it until the decision closes."
    )


# --- translating and releasing -------------------------------------------------------------------


def release(made: Draft) -> None:
    """Korean and Khmer are required: the release waits until a second person has read both."""
    minji = made.at("minji", "/languages")
    for tag in ("ko", "km"):
        minji.page.locator(f"input[name=languages][value={tag}]").check()
    minji.press("Save the languages")
    minji.told("The release waits for these languages, and for no others.")
    zeb, noor = made.walk.person("zeb"), made.walk.person("noor")
    for language in ("ko", "km"):
        translate(zeb, made.text, language, WORDINGS)
    review(noor, made.text, "ko")
    minji.goto(made.address + "/next").refused(lacking(minji, "km"))
    expect(minji.button("Check the translations and release")).to_have_count(0)
    review(noor, made.text, "km")
    for language in ("vi", "ur"):
        translate(zeb, made.text, language, WORDINGS)
        review(noor, made.text, language)
    made.step("Check the translations and release", "The adopted text is released.")
    made.step("Open for signature", "The statement is open for signature.", 30)


def lacking(someone: Someone, language: str) -> str:
    """The reason why a release waits, in her language, for one language that it lacks."""
    return someone.words(
        "These required languages are missing, unreviewed or out of date: %(languages)s. The "
        "release waits until they are done.",
        languages=name(language, someone.locale),
    )


# --- signing -------------------------------------------------------------------------------------


def members_sign(made: Draft) -> None:
    """With a mandate, with a second officer, with a name withheld; twice, and taken back."""
    stands = "Thank you. Your organisation's signature stands under this text."
    lan = made.walk.goto("lan", "/statements/signing-rule")
    lan.tick("Two people of our organisation have to sign").press("Save")
    lan.told("Saved. It holds for every signature from now on.")

    sign(made, "minji", stands)
    waits = (
        "Thank you. Your organisation wants two people to sign: another representative has been "
        "asked to confirm it. Until then it counts nowhere."
    )
    sign(made, "lan", waits)
    made.at("lan", "/sign").refused(
        "You have signed it yourself. Another representative confirms it."
    )
    hoa = made.at("hoa", "/sign").sees("Waits for a second officer")
    hoa.press("Confirm the signature").told(stands)
    sign(made, "sophea", stands, withheld=True)
    sign(made, "ayesha", stands)

    rei = made.at("rei", "/sign")
    again = rei.page.context.new_page()
    again.goto(rei.page.url)
    sign(made, "rei", stands)
    second = Someone(again, rei.locale, rei.url)
    second.tick("I have read the text above").press("Sign")
    second.sees("Your organisation has signed this release already.")
    made.at("rei", "/sign").refused("Your organisation has signed this release already.")
    rei.goto(made.address + "/signatories")
    rei.page.locator("summary").get_by_text("Withdraw it").click()
    rei.fill("Why?", "Our board has changed.").press("Withdraw our signature")
    rei.told("The signature is withdrawn. The page says so, with today's date.")
    made.at("rei", "/sign").refused(
        "Your organisation signed this release and withdrew. The withdrawal stands for this "
        "release; a new release can be signed anew."
    )


def sign(made: Draft, key: str, told: str, *, withheld: bool = False) -> None:
    someone = made.at(key).follow("Sign for your organisation")
    someone.reads(FIRST.get(someone.locale, FIRST["ko"]))
    someone.fill("Which body of your organisation decided to sign?", "Board")
    someone.fill("On which day did it decide?", clock.today().isoformat())
    if withheld:
        someone.tick("Keep our name from the public")
    someone.tick("I have read the text above and sign it for my organisation.").press("Sign")
    someone.told(told)


def outsiders_sign(made: Draft) -> None:
    """Partners and people from outside sign in their own scripts; a false one is turned away."""
    office = made.at("office", "/signatories").press("Pause signing now")
    office.told("Signing is paused.")
    ngo = made.walk.visitor("ur").goto(f"/ur{made.address}/sign").reads_across()
    ngo.refused(
        "Signing is paused while the network looks into something. Nothing that was signed is "
        "affected."
    )
    office.press("Let signing go on").told("Signing goes on.")

    ngo.goto(f"/ur{made.address}").follow("Read the text and sign it").reads_across().reads(
        FIRST["ur"]
    )
    framed = ngo.page.locator(".framed p").first
    assert framed.evaluate("each => getComputedStyle(each).direction") == "rtl"
    ngo.follow("An organisation").fill("Name of the organisation, as you write it", PARTNER)
    ngo.choose("Language of this name", "ur").choose("Country", "PK").tick("Sending side")
    ngo.fill("Your name; it is never shown", "زینب")
    ask_for_link(ngo, "partner@ngo.example.org")
    confirm_by_mail(made, ngo, "partner@ngo.example.org", "Yes, we sign")

    reader = made.walk.visitor("km", 320).goto(f"/km{made.address}/sign").reads_across()
    reader.follow("I sign as an individual")
    reader.fill("Your name, as it will stand under the text", SUPPORTER)
    reader.fill("Where you work or study, for identification only", "សាកលវិទ្យាល័យ")
    reader.choose("Country", "KH")
    ask_for_link(reader, "theary@people.example.org")
    confirm_by_mail(made, reader, "theary@people.example.org", "Yes, I sign")

    school = made.walk.visitor("ko").goto(f"/ko{made.address}/sign")
    school.follow("A group of people without their names")
    school.fill("Who you are, as it will stand under the text", SCHOOL)
    school.fill("How many people are you?", "40").fill("Your name; it is never shown", "순이")
    ask_for_link(school, "school@people.example.org")
    confirm_by_mail(made, school, "school@people.example.org", "Yes, we sign")

    false = made.walk.visitor("en").goto(f"/en{made.address}/sign")
    false.follow("An organisation").fill("Name of the organisation, as you write it", IMPOSTOR)
    false.tick("Receiving side").fill("Your name; it is never shown", "Nobody")
    ask_for_link(false, "nobody@mail.example.org")
    confirm_by_mail(made, false, "nobody@mail.example.org", "Yes, we sign")
    look_at_sign_ons(made)
    expect(ngo.goto(f"/ur{made.address}/signatories").page.get_by_text(PARTNER)).to_be_visible()


def ask_for_link(someone: Someone, email: str) -> None:
    someone.fill("Your own mail address", email)
    someone.tick("I have read the text above and want to sign it.").press("Send me the link")
    heading = someone.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(someone.words("A mail is on its way"), timeout=PATIENCE)


def confirm_by_mail(made: Draft, someone: Someone, email: str, yes: str) -> None:
    """Open the link that came by mail, in the language of the page that was signed on."""
    database = Database(f"sqlite:///{made.walk.portal.data / 'portal.db'}")
    with database.reading() as session:
        mail = session.scalars(select(OutboxMessage).where(OutboxMessage.to == email)).one()
    database.dispose()
    assert mail.locale == someone.locale
    link = re.search(r"http\S+/sign/answer/\S+", mail.body)
    assert link
    someone.goto(urlsplit(link.group()).path).reads_across()
    someone.press(yes).told(
        "Thank you. A person of the network looks at it next; then it stands under the text."
    )


def look_at_sign_ons(made: Draft) -> None:
    """Minji accepts what is right, and declines with a reason what is not."""
    minji = made.at("minji", "/signatories").follow("Signatures that wait")
    for each in (PARTNER, SUPPORTER, SCHOOL):
        minji.page.get_by_label(re.compile(each)).check()
    minji.press("Accept the ticked").told(
        minji.counted(
            "%(num)s signature is accepted and stands under the text.",
            "%(num)s signatures are accepted and stand under the text.",
            3,
        )
    )
    minji.page.get_by_label(re.compile(IMPOSTOR)).check()
    minji.press("Decline the ticked")
    minji.fill("Why? Those who answered their mail get these words", "이런 부처는 없습니다.")
    minji.press("Decline them").told(
        minji.counted("%(num)s signature is declined.", "%(num)s signatures are declined.", 1)
    )
    minji.sees("Nothing waits")


# --- published -----------------------------------------------------------------------------------


def read_in_three_scripts(made: Draft) -> None:
    """On a narrow phone, in each script; the withheld name stands on none of the pages."""
    made.step("Publish", "The statement is published.")
    for tag in PUBLIC:
        phone = made.walk.visitor(tag, 320)
        phone.goto(f"/{tag}{made.address}").reads_across()
        expect(phone.page.get_by_role("heading", level=1)).to_have_text(TITLE[tag])
        for block in (FIRST, SECOND, THIRD):
            shown = phone.page.locator(f"#main .text [lang={tag}]").filter(has_text=block[tag])
            expect(shown).to_be_visible()
        phone.reads(SEOUL).reads(CONCERN)
        keeps_names(phone)
        phone.goto(f"/{tag}{made.address}/signatories").reads_across()
        for each in (SEOUL, HANOI, LAHORE, PARTNER, SUPPORTER, SCHOOL, "Our board has changed."):
            phone.reads(each)
        keeps_names(phone)
        phone.page.emulate_media(media="print")
        phone.goto(f"/{tag}{made.address}")
        expect(phone.page.locator(".languages")).to_be_hidden()
        expect(phone.page.get_by_text(FIRST[tag])).to_be_visible()


def keeps_names(someone: Someone) -> None:
    content = someone.page.content()
    assert PHNOM_PENH not in content
    assert IMPOSTOR not in content


def take_along(made: Draft) -> None:
    """The counter that other sites frame, the feed, and the files in every script."""
    for tag in PUBLIC:
        reader = made.walk.visitor(tag).goto(f"/{tag}{made.address}/share").reads_across()
        snippet = reader.field("For your page").input_value()
        keeps_names(reader)
        page = reader.page
        source = re.search(r'<iframe src="([^"]+)"', snippet)
        assert source
        page.goto(html.unescape(source.group(1)))
        expect(page.locator("html")).to_have_attribute("lang", tag, timeout=PATIENCE)
        expect(page.get_by_role("heading")).to_have_text(TITLE[tag])
        for ending, begins in (("docx", b"PK"), ("pdf", b"%PDF"), ("epub", b"PK")):
            answer = page.request.get(
                f"{reader.url}/{tag}{made.address}/releases/1/{tag}.{ending}", timeout=120_000
            )
            assert answer.ok, f"{tag}.{ending}: {answer.status}"
            assert answer.body().startswith(begins)
            if ending == "docx":
                document = zipfile.ZipFile(io.BytesIO(answer.body())).read("word/document.xml")
                assert TITLE[tag] in document.decode()
                assert PHNOM_PENH not in document.decode()
        feed = page.request.get(f"{reader.url}/{tag}{made.address}/feed.xml")
        assert feed.headers["content-type"].startswith("application/atom+xml")
        assert TITLE[tag] in feed.text()
        assert PHNOM_PENH not in feed.text()


def hand_over(made: Draft) -> None:
    """A pack is built, the submission and its answer are written down, and followed up."""
    minji = made.at("minji", "/share").follow("Build a pack for the United Nations")
    minji.fill("Its name, for the letter", "CEDAW").press("See what is lacking")
    minji.page.wait_for_url("**asked=1**", timeout=PATIENCE)
    with minji.page.expect_download(timeout=120_000) as built:
        minji.press("Build the pack")
    names = zipfile.ZipFile(built.value.path()).namelist()
    assert any(each.endswith(".docx") for each in names)

    minji.goto(made.address + "/submissions").follow("Add to whom it was handed")
    minji.fill("To whom was it handed?", "국가인권위원회")
    minji.fill("On which day?", clock.today().isoformat())
    minji.fill("Under which reference, if there is one?", "진정 26-1")
    minji.press("Record the submission").told("The submission is recorded.")
    lan = made.at("lan", "/submissions").follow("Write down the answer")
    lan.fill("What was answered?", "The commission will hear interpreters.")
    lan.choose("In which language is the answer?", "en")
    lan.press("Keep the answer").told("The answer is written down.")
    made.step("Begin the follow-up", "The follow-up has begun.")
    reader = made.walk.visitor("ur", 320).goto(f"/ur{made.address}/submissions").reads_across()
    reader.reads("국가인권위원회").reads("The commission will hear interpreters.")


def pledge(made: Draft) -> None:
    """Sophea makes a commitment in Khmer on a paragraph; everyone reads it beside the text."""
    sophea = made.at("sophea")
    sophea.follow("Make a commitment", sophea.page.locator("#main .text > .block").nth(1))
    sophea.reads(SECOND["km"]).fill("What will your organisation do?", PLEDGE)
    sophea.choose("Language that you write in", "km")
    sophea.fill("By which day?", in_days(200, "Asia/Phnom_Penh")[:10])
    sophea.press("Make this commitment")
    sophea.told("Your organisation's commitment stands. Everyone can read it.")
    reader = made.walk.visitor("ur", 320).goto(f"/ur{made.address}").reads_across()
    expect(reader.page.locator("#main [lang=km]").filter(has_text=PLEDGE)).to_be_visible()
    second = reader.page.locator("#main .text > .block").nth(1)
    made_here = reader.counted("%(num)s commitment", "%(num)s commitments", 1)
    reader.follow(made_here, second).reads(PLEDGE)


def correct(made: Draft) -> None:
    """A space is missing in the Korean: Minji proposes, Lan confirms, nobody objects in time."""
    minji = made.at("minji").follow("Propose an erratum")
    minji.follow("Correct this", minji.page.locator("#main .block").nth(1))
    expect(minji.field("The paragraph as it should read")).to_have_value(FIRST["ko"])
    minji.fill("The paragraph as it should read", CORRECTED)
    minji.fill("Why does this not change the meaning?", "띄어쓰기입니다.")
    minji.press("Propose the erratum")
    minji.told("The erratum is proposed. The other side says whether it is editorial.")
    erratum = minji.path
    lan = made.walk.goto("lan", erratum).reads("띄어쓰기입니다.")
    lan.press("Confirm that it is editorial")
    lan.told("You confirmed that it is editorial. Everyone who signed is told and can object.")
    reader = made.walk.visitor("ko", 320).goto(f"/ko{made.address}").reads(FIRST["ko"])
    days_pass(made.walk.portal, 4)
    reader.goto(f"/ko{made.address}").reads(CORRECTED).follow("Corrected: what was signed")
    reader.reads_across().reads(FIRST["ko"])


# --- proof, and what comes after -----------------------------------------------------------------


def verify(made: Draft, folder: Path) -> None:
    """A journalist downloads two files, and runs the one over the other on her own machine."""
    made.walk.portal.run("log", "seal")
    journalist = made.walk.visitor("en").goto(f"/en{made.address}/verify").reads_across()
    program = download(journalist, journalist.link("Download the program that checks"), folder)
    bundle = download(journalist, journalist.link("Bundle of release"), folder)
    assert (program.name, bundle.name) == ("verify.py", "bundle.json")
    checked = run(program, bundle)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "VERIFIED" in checked.stdout
    held = json.loads(bundle.read_text())
    assert PHNOM_PENH not in json.dumps(held, ensure_ascii=False)
    forged = folder / "forged.json"
    altered = THIRD["ur"].replace("نہ ", "")
    forged.write_text(bundle.read_text().replace(THIRD["ur"], altered))
    assert altered in forged.read_text()
    found = run(program, forged)
    assert found.returncode == 1
    assert "NOT VERIFIED" in found.stderr


def download(someone: Someone, link: Locator, folder: Path) -> Path:
    with someone.page.expect_download(timeout=PATIENCE) as begun:
        link.first.click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def run(program: Path, bundle: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", program, bundle],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def keep_keys(made: Draft) -> None:
    """An organisation's own key has its page, and so has signing with it."""
    minji = made.at("minji", "/verify").follow("Sign with your own key")
    minji.sees("No key of your organisation is known here. Add its public half first.")
    minji.follow("Keys of your organisation").reads_across()
    minji.fill("Public key", "not a key").press("Add the key")
    expect(minji.page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)


def revise(made: Draft) -> None:
    """Both sides take the text up again; the public reads the release as before."""
    minji = made.at("minji").follow("Change the released text")
    minji.fill("What should change, and why?", "아이들에 관한 문단이 필요합니다.")
    minji.choose("Language that you write in", "ko")
    minji.fill("Until when shall consultation last?", in_days(10, "Asia/Seoul"))
    minji.press("Ask the other side")
    minji.told("Your proposal is with the other side. The release is open as before.")
    lan = made.at("lan").follow("Read why, and answer").reads("아이들에 관한 문단이 필요합니다.")
    lan.press("Agree, and open consultation")
    lan.told("Consultation is open on the text. The release stays public meanwhile.")
    for tag in PUBLIC:
        reader = made.walk.visitor(tag, 320).goto(f"/{tag}{made.address}").reads_across()
        reader.reads(THIRD[tag]).sees(
            "The text is being worked on again. This release stands, and nobody can sign it until "
            "that is settled."
        )


def test_every_stage(
    portal: Portal, new_reader: Callable[..., Page], tmp_path: Path, *, scripts: bool
) -> None:
    walk = Walk(portal, new_reader, scripts=scripts, speaks=SPEAKS)
    made = draft(walk)
    consult(made)
    merge(made)
    meet_in_the_room(made)
    block_and_return(made)
    adopt(made)
    release(made)
    members_sign(made)
    outsiders_sign(made)
    read_in_three_scripts(made)
    take_along(made)
    hand_over(made)
    pledge(made)
    verify(made, tmp_path)
    correct(made)
    keep_keys(made)
    revise(made)
