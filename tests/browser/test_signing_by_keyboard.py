"""Signing with nothing but a keyboard, on a narrow screen, without JavaScript, in Khmer and Urdu."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.core.locales import LOCALES
from portal.core.orm import Database
from portal.statements.models import Signature, SignatureState
from tests.browser.walking import PATIENCE, Someone
from tests.factories import PASSWORD, make_organisation, make_portal, make_representative
from tests.harness.crowd import Opened, open_statement
from tests.harness.serving import Portal

pytestmark = pytest.mark.browser

FURTHEST = 120
"""No control is more presses of Tab away than this."""
FOCUS = """() => {
  const now = document.activeElement, box = now.getBoundingClientRect();
  const style = getComputedStyle(now);
  return {
    // The calendar's button inside a date field has the focus itself, and the browser's own ring.
    seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || (now.type === "date" && !now.matches(":focus")),
    within: box.width > 0 && box.right > 0 && box.left < innerWidth
      && box.bottom > 0 && box.top < innerHeight,
    at: now.id || now.textContent.trim().slice(0, 40),
  };
}"""


@dataclass(frozen=True)
class Signing:
    """A served portal with a statement open for signature."""

    portal: Portal
    database: Database
    opened: Opened

    @property
    def path(self) -> str:
        return f"/statements/{self.opened.slug}/sign"

    def rows(self) -> list[Signature]:
        with self.database.reading() as session:
            return list(session.scalars(select(Signature)))


@pytest.fixture
def signing(live_server: Portal) -> Iterator[Signing]:
    """In a network whose demo waives the second factor."""
    database = Database(f"sqlite:///{live_server.data / 'portal.db'}")
    with database.transaction() as session:
        make_portal(session, is_demo=True)
        opened = open_statement(session)
        for tag in ("km", "ur"):
            ours = make_organisation(session, f"Organisation of {tag}")
            make_representative(session, ours, email=f"{tag}@example.org", languages=[tag])
    yield Signing(live_server, database, opened)
    database.dispose()


@dataclass(frozen=True)
class Typist:
    """Somebody whose only way over a page are its keys."""

    someone: Someone

    @property
    def page(self) -> Page:
        return self.someone.page

    def press(self, key: str) -> "Typist":
        self.page.keyboard.press(key)
        return self

    def go_to(self, control: object) -> "Typist":
        """Press Tab until the control has the focus; wherever it is on the way, it is seen."""
        for _ in range(FURTHEST):
            if control.evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
                return self
            self.press("Tab")
            focus = self.page.evaluate(FOCUS)
            assert focus["seen"], focus
            assert focus["within"], focus
        raise AssertionError(f"{control} cannot be reached with Tab")

    def field(self, message: str) -> "Typist":
        return self.go_to(self.someone.field(message).first)

    def type(self, message: str, words: str) -> "Typist":
        self.field(message).page.keyboard.insert_text(words)
        return self

    def tick(self, message: str) -> "Typist":
        self.field(message).press("Space")
        expect(self.someone.field(message).first).to_be_checked()
        return self

    def enter(self, message: str) -> "Typist":
        """Go to the button or link, press Enter, and wait for what comes."""
        button, link = self.someone.button(message), self.someone.link(message)
        self.go_to((button if button.count() else link).first)
        with self.page.expect_navigation(timeout=PATIENCE):
            self.press("Enter")
        return self


@pytest.fixture(params=["km", "ur"])
def typist(
    request: pytest.FixtureRequest, signing: Signing, new_reader: Callable[..., Page]
) -> Typist:
    locale = str(request.param)
    page = new_reader(locale=locale, width=320, scripts=False)
    return Typist(Someone(page, locale, signing.portal.url))


def test_a_member_signs_with_keys_alone(signing: Signing, typist: Typist) -> None:
    someone = typist.someone
    someone.goto(f"/{someone.locale}/sign-in?next=/{someone.locale}{signing.path}").reads_across()
    typist.type("Mail address", f"{someone.locale}@example.org")
    typist.type("Password", PASSWORD).enter("Sign in")
    someone.goto(f"/{someone.locale}{signing.path}").reads_across()
    typist.type("Which body of your organisation decided to sign?", "គណៈកម្មាធិការ")
    typist.tick("Keep our name from the public")
    typist.press("Space")
    expect(someone.field("Keep our name from the public")).not_to_be_checked()
    typist.tick("I have read the text above and sign it for my organisation.")
    typist.enter("Sign")
    someone.told("Thank you. Your organisation's signature stands under this text.")
    (row,) = signing.rows()
    assert row.state is SignatureState.CONFIRMED
    assert row.name == f"Organisation of {someone.locale}"
    assert not row.withheld


def test_an_organisation_signs_on_from_outside_with_keys_alone(
    signing: Signing, typist: Typist
) -> None:
    someone = typist.someone
    someone.goto(f"/{someone.locale}{signing.path}").reads_across()
    typist.enter("An organisation")
    someone.reads_across()
    typist.type("Name of the organisation, as you write it", "پردیسی بہنوں کی انجمن")
    typist.field("Country").press("ArrowDown")
    # A group of choices is one stop: Tab leads to it, the arrows and Space lead within.
    typist.go_to(typist.page.locator("input[name='side']").first).press("Space")
    typist.type("Your name; it is never shown", "سعدیہ")
    typist.type("Your own mail address", "board@signatory.example")
    typist.tick("I have read the text above and want to sign it.")
    typist.enter("Send me the link")
    assert typist.page.url.endswith("/sign/sent")
    someone.reads_across()
    (row,) = signing.rows()
    assert row.state is SignatureState.UNCONFIRMED
    assert row.name == "پردیسی بہنوں کی انجمن"
    assert len(row.countries) == 1
    assert row.side is not None


def test_a_form_that_came_back_leads_to_what_needs_a_change_with_keys_alone(
    signing: Signing, typist: Typist
) -> None:
    someone = typist.someone
    someone.goto(f"/{someone.locale}{signing.path}?as=individual").reads_across()
    name = "Your name, as it will stand under the text"
    typist.page.locator("form").last.evaluate("form => form.noValidate = true")
    typist.type(name, "지민").type("Your own mail address", "no address")
    typist.tick("I have read the text above and want to sign it.")
    typist.enter("Send me the link").someone.reads_across()
    expect(someone.field(name)).to_have_value("지민")
    link = typist.page.locator("#errors a").first
    typist.go_to(link).press("Enter").press("Tab").press("Shift+Tab")
    assert typist.page.evaluate("document.activeElement.name") == "email"
    assert not signing.rows()


def test_the_signing_pages_with_their_style_sheet_weigh_at_most_14_kb(
    signing: Signing, new_reader: Callable[..., Page]
) -> None:
    """As they come over the wire, in each language of the interface, for members and outsiders."""
    weights: dict[tuple[str, str], int] = {}
    member = Someone(new_reader(scripts=False), "en", signing.portal.url).goto("/en/sign-in")
    member.fill("Mail address", "km@example.org").fill("Password", PASSWORD).press("Sign in")
    expect(member.page.locator("h1")).to_have_text(
        member.words("What waits for you"), timeout=PATIENCE
    )
    visitor = Someone(new_reader(scripts=False), "en", signing.portal.url)
    for who, someone, query in (
        ("member", member, ""),
        ("visitor", visitor, ""),
        *((kind, visitor, f"?as={kind}") for kind in ("external", "individual", "collective")),
    ):
        for locale in LOCALES:
            weights[who, locale] = weight(someone, f"/{locale}{signing.path}{query}")
    assert len(weights) == 5 * len(LOCALES) == 25
    assert {each: found for each, found in weights.items() if found > 14 * 1024} == {}


def weight(someone: Someone, path: str) -> int:
    """Compressed bytes of the page and of its style sheets."""
    bodies: list[int] = []

    def size(address: str) -> str:
        answer = someone.page.request.get(
            address, headers={"Accept-Encoding": "br, gzip"}, timeout=PATIENCE
        )
        assert answer.ok, (address, answer.status)
        assert answer.headers["content-encoding"] in {"br", "gzip"}
        bodies.append(int(answer.headers["content-length"]))
        return answer.text()

    page = size(someone.url + path)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert sheets
    for sheet in sheets:
        size(someone.url + sheet)
    return sum(bodies)
