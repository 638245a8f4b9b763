"""People who walk through a statement's pages, each with a browser and a language of her own."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Dialog, Locator, Page, expect
from sqlalchemy import select

from portal.core import clock, locales
from portal.core.orm import Database
from portal.core.sentences import Sentence, say, say_n
from portal.statements.models import Decision, Erratum, Statement
from tests.factories import PASSWORD
from tests.harness.serving import Portal

PATIENCE = 30_000
"""Milliseconds for which a page may keep somebody waiting on a busy machine."""
INVISIBLE = re.compile("[\u200b\u00ad]")
INVISIBLE_OR_NOT = "[\u200b\u00ad]?"
"""Places at which a Khmer line may break: names of controls leave them out, labels keep them."""


@dataclass(frozen=True)
class Someone:
    """A person at a page, who finds links, buttons and fields by their words in her language."""

    page: Page
    locale: str
    url: str

    # --- words -----------------------------------------------------------------------------------

    def words(self, message: str | Sentence, **values: Any) -> str:
        """An interface sentence as her catalogue has it; English where it lacks it."""
        sentence = say(message, **values) if isinstance(message, str) else message
        with locales.speaking(self.locale):
            return str(sentence)

    def counted(self, one: str, many: str, count: int) -> str:
        with locales.speaking(self.locale):
            return str(say_n(one, many, count))

    def _beginning(self, message: str | Sentence) -> re.Pattern[str]:
        parts = INVISIBLE.split(self.words(message))
        return re.compile(r"^\s*" + INVISIBLE_OR_NOT.join(re.escape(part) for part in parts))

    # --- where she is ----------------------------------------------------------------------------

    def goto(self, path: str) -> "Someone":
        self.page.goto(self.url + path)
        return self

    @property
    def path(self) -> str:
        """Of the page that she is on, without what was asked of it."""
        return self.page.url.removeprefix(self.url).partition("?")[0]

    def link(self, message: str | Sentence, within: Locator | None = None) -> Locator:
        """Links whose words begin so, in the page and beside it but not in its frame."""
        where = within or self.page.locator(".page")
        return where.get_by_role("link", name=self._beginning(message))

    def button(self, message: str | Sentence, within: Locator | None = None) -> Locator:
        where = within or self.page.locator("#main")
        return where.get_by_role("button", name=self._beginning(message))

    def field(self, message: str | Sentence, within: Locator | None = None) -> Locator:
        """The control whose label begins so; the hint in it may follow."""
        where = within or self.page.locator("#main")
        return where.get_by_label(self._beginning(message)).and_(
            self.page.locator("input, select, textarea")
        )

    # --- what she does ---------------------------------------------------------------------------

    def follow(self, message: str | Sentence, within: Locator | None = None) -> "Someone":
        """Follow the link, and wait until its page is there."""
        link = self.link(message, within).first
        target = link.get_attribute("href") or ""
        link.click()
        self.page.wait_for_url(
            lambda url: url.endswith(target.removeprefix("..")), timeout=PATIENCE
        )
        return self

    def fill(self, message: str | Sentence, value: str) -> "Someone":
        self.field(message).fill(value)
        return self

    def choose(self, message: str | Sentence, value: str) -> "Someone":
        self.field(message).select_option(value)
        return self

    def tick(self, message: str | Sentence) -> "Someone":
        self.field(message).check()
        return self

    def press(self, message: str | Sentence, within: Locator | None = None) -> "Someone":
        self.button(message, within).first.click()
        return self

    # --- what she sees ---------------------------------------------------------------------------

    def told(self, message: str | Sentence, **values: Any) -> "Someone":
        """What her last act brought about is said on the page."""
        said = self.page.locator("[data-told]").filter(has_text=self.words(message, **values))
        expect(said).to_be_visible(timeout=PATIENCE)
        return self

    def sees(self, message: str | Sentence, **values: Any) -> "Someone":
        """An interface sentence stands on the page."""
        return self.reads(self.words(message, **values))

    def reads(self, words: str) -> "Someone":
        """These very words stand on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
        return self

    def refused(self, message: str | Sentence) -> "Someone":
        """The reason stands where the button would have been."""
        said = self.page.locator(".refusal").filter(has_text=self.words(message))
        expect(said).to_be_visible(timeout=PATIENCE)
        return self

    def reads_across(self) -> "Someone":
        """The page is in her language and direction, and nothing stands beyond its edge."""
        html = self.page.locator("html")
        expect(html).to_have_attribute("lang", self.locale)
        expect(html).to_have_attribute("dir", locales.LOCALES[self.locale].dir)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        return self


class Walk:
    """Everyone with a browser of her own; `speaks` gives the language of each, else English."""

    def __init__(
        self,
        portal: Portal,
        new_reader: Callable[..., Page],
        *,
        scripts: bool,
        speaks: Mapping[str, str] | None = None,
    ) -> None:
        self.portal = portal
        self.new_reader = new_reader
        self.scripts = scripts
        self.speaks = speaks or {}
        self.people: dict[tuple[str, int], Someone] = {}

    def visitor(self, locale: str, width: int = 1280) -> Someone:
        """A new browser of somebody without an account, set to a language."""
        page = self.new_reader(locale=locale, width=width, scripts=self.scripts)
        page.on("dialog", _agree)
        return Someone(page, locale, self.portal.url)

    def person(self, key: str, width: int = 1280) -> Someone:
        """Somebody who has signed in; another width is another machine of hers."""
        if (key, width) not in self.people:
            someone = self.visitor(self.speaks.get(key, "en"), width).goto("/sign-in")
            someone.fill("Mail address", f"{key}@example.org").fill("Password", PASSWORD)
            someone.press("Sign in")
            heading = someone.page.get_by_role("heading", level=1)
            expect(heading).to_have_text(someone.words("What waits for you"), timeout=PATIENCE)
            self.people[key, width] = someone
        return self.people[key, width]

    def goto(self, key: str, path: str, width: int = 1280) -> Someone:
        return self.person(key, width).goto(path)


def _agree(dialog: Dialog) -> None:
    dialog.accept()


def days_pass(portal: Portal, days: int) -> None:
    """Time goes by: each present deadline moves into the past by as much."""
    gone = timedelta(days=days)
    database = Database(f"sqlite:///{portal.data / 'portal.db'}")
    with database.transaction() as session:
        for statement in session.scalars(select(Statement)):
            if statement.deadline:
                statement.deadline -= gone
        for decision in session.scalars(select(Decision).where(Decision.closed_at.is_(None))):
            decision.ends_at -= gone
        for erratum in session.scalars(select(Erratum)):
            if erratum.objections_until:
                erratum.objections_until -= gone
    database.dispose()


def in_days(days: int, zone: str) -> str:
    local: datetime = clock.now().astimezone(ZoneInfo(zone)) + timedelta(days=days)
    return local.strftime("%Y-%m-%dT%H:%M")


def step(
    someone: Someone,
    name: str,
    done: str,
    days: int | None = None,
    zone: str = "Asia/Seoul",
) -> None:
    """Take the step of that name on the page of what comes next, and be told that it is done."""
    someone.follow("What comes next")
    heading = someone.page.get_by_role("heading", name=someone.words(name), exact=True)
    section = someone.page.locator("section").filter(has=heading)
    if days is not None:
        section.locator("input[type='datetime-local']").fill(in_days(days, zone))
        section.locator("select").select_option(zone)
    someone.press(name, section).told(done)


Wordings = Sequence[Mapping[str, str]]
"""Each block of a text in every language."""


def translate(someone: Someone, text_id: str, language: str, blocks: Wordings) -> None:
    """Translate each paragraph that lacks it, from whatever language it is shown in."""
    page = someone.page
    lacking = page.locator(
        ".desk > li:has(.badge.missing, .badge.stale, .badge.draft) .tools a[href*='/translate/']"
    )
    while someone.goto(f"/texts/{text_id}/translate/{language}") and lacking.count():
        lacking.first.click()
        page.wait_for_url("**/texts/blocks/*/translate/*", timeout=PATIENCE)
        source = page.locator("section.source blockquote").inner_text().strip()
        block = next(each for each in blocks if source in each.values())
        someone.fill("Your translation", block[language]).press("Submit for review")
        someone.told("Your translation is submitted; a second person will review it.")


def review(someone: Someone, text_id: str, language: str) -> None:
    someone.goto(f"/texts/{text_id}/translate/{language}").press("Mark all as reviewed")
    someone.told("Everything that you may review is marked as reviewed.")
