"""The demo's library: works made by one, published by two, translated by many."""

from dataclasses import replace
from datetime import datetime, timedelta

from portal.demo.making.people import People
from portal.demo.making.story import Story
from portal.demo.making.texts import (
    Hands,
    LaidText,
    first_blocks,
    first_title,
    lay_edits,
    lay_translations,
)
from portal.demo.reading import Content
from portal.demo.reading.library import Consent, Work
from portal.library import models
from portal.library.commands import (
    Author,
    Catalogue,
    catalogue_of,
    change_catalogue,
    confirm_publication,
    create_work,
    give_consent,
    propose_publication,
    withdraw_consent,
)
from portal.network.actors import Actor

_KINDS = {
    "leaflet": models.WorkKind.KNOW_YOUR_RIGHTS,
    "hotline_guide": models.WorkKind.HOTLINE_GUIDE,
    "country_report": models.WorkKind.COUNTRY_REPORT,
    "policy_brief": models.WorkKind.POLICY_BRIEF,
    "un_guide": models.WorkKind.UN_DOCUMENT,
    "campaign": models.WorkKind.CAMPAIGN_MATERIAL,
    "testimony": models.WorkKind.TESTIMONY,
    "forum_paper": models.WorkKind.FORUM_PAPER,
    "minutes": models.WorkKind.MINUTES,
}
_FOR_MEMBERS = frozenset({"minutes"})
"""Kinds that stay among members."""
_MADE_BEFORE = 12
_TO_TRANSLATE = timedelta(days=25)


def lay_library(story: Story, content: Content) -> None:
    people = People(story, content.people)
    works = {work.about.key: work for work in content.works}
    for work in content.works:
        _Shelf(story, people, work).lay()
    for work in content.works:
        if work.about.related:
            both = [work, *(works[key] for key in work.about.related)]
            story.on(
                max(story.moment(_made(one), "10:30") for one in both),
                _relate,
                story,
                people,
                work,
            )


def _made(work: Work) -> int:
    """The day on which it was begun: before it was published, and before any consent."""
    given = [consent.given_days for consent in work.about.consents]
    return min(work.about.published_days, *given, 0) - _MADE_BEFORE


def _keeper(people: People, work: Work) -> tuple[str, str]:
    """Who puts it into the library, and for which organisation."""
    about = work.about
    names = [author.partition(":") for author in about.authors]
    organisations = [key for kind, _, key in names if kind == "org"]
    helpers = [key for one in about.translations for key in (one.reviewer, one.translator) if key]
    for person in (*(key for kind, _, key in names if kind == "person"), *helpers):
        home = people.home(person, organisations)
        if (not organisations or home in organisations) and people.edits(person, home):
            return person, home
    editor = people.editor(organisations[0])
    assert editor is not None  # noqa: S101 - every organisation of the content has one
    return editor, organisations[0]


def _relate(story: Story, people: People, work: Work) -> None:
    person, home = _keeper(people, work)
    made = story.session.get_one(models.Work, story.works[work.about.key])
    change_catalogue(
        story.session,
        made.id,
        catalogue=replace(
            catalogue_of(made), related=[story.works[key] for key in work.about.related]
        ),
        by=story.actor(person, home),
    )


class _Shelf:
    """One work of the content, and what became of it."""

    def __init__(self, story: Story, people: People, work: Work) -> None:
        self.story = story
        self.people = people
        self.about = work.about
        self.text = LaidText(work.text)
        self.person, self.home = _keeper(people, work)
        self.zone = people.zone(self.person)
        self.begun = story.moment(_made(work), "10:00", self.zone)
        self.id = ""

    def keeper(self) -> Actor:
        return self.story.actor(self.person, self.home)

    def lay(self) -> None:
        story, about = self.story, self.about
        published = story.moment(about.published_days, "09:00", self.zone)
        story.on(self.begun, self.create)
        for consent in about.consents:
            story.on(story.moment(consent.given_days, "13:00", self.zone), self.consent, consent)
            if consent.withdrawn_days is not None:
                story.on(
                    story.moment(consent.withdrawn_days, "13:00", self.zone), self.withdraw, consent
                )
        story.on(published - timedelta(days=1), self.propose)
        story.on(published, self.confirm)
        hands = Hands(self.people.all, self.keeper)
        lay_edits(
            story,
            self.text,
            hands,
            lambda stale: story.moment(stale.days, "11:00", self.zone),
        )
        lay_translations(story, self.text, hands, published, self.translated(published))

    def translated(self, published: datetime) -> datetime:
        """By when; a language whose consent ended is translated before that."""
        story = self.story
        ended = [
            story.moment(consent.withdrawn_days, "12:00", self.zone)
            for consent in self.about.consents
            if consent.withdrawn_days is not None
        ]
        return min(published + _TO_TRANSLATE, story.now, *ended)

    def create(self) -> None:
        story, about = self.story, self.about
        made = create_work(
            story.session,
            title=first_title(self.text.content),
            blocks=first_blocks(self.text.content),
            catalogue=Catalogue(
                kind=_KINDS[about.kind],
                countries=about.countries,
                topics=about.topics,
                licence=about.licence,
                sensitive=about.sensitive,
                neutral_title=about.neutral_title or {},
                valid_until=(
                    story.date(about.valid_until_days)
                    if about.valid_until_days is not None
                    else None
                ),
                forum=about.forum or "",
                authors=[self.author(author) for author in about.authors],
            ),
            by=self.keeper(),
            slug=about.slug,
            keeper=story.organisations[self.home],
        )
        self.id, self.text.text_id = made.id, made.text_id
        story.works[about.key] = made.id

    def author(self, written: str) -> Author:
        kind, _, key = written.partition(":")
        if kind == "org":
            return Author(organisation_id=self.story.organisations[key])
        if kind == "person":
            return Author(person_id=self.story.people[key])
        return Author(withheld=True)

    def consent(self, given: Consent) -> None:
        give_consent(
            self.story.session,
            self.id,
            language=given.language,
            channels=[models.Channel(channel) for channel in given.channels],
            by=self.keeper(),
        )

    def withdraw(self, given: Consent) -> None:
        withdraw_consent(self.story.session, self.id, language=given.language, by=self.keeper())

    def propose(self) -> None:
        members = self.about.kind in _FOR_MEMBERS
        propose_publication(
            self.story.session,
            self.id,
            openness=models.Openness.MEMBERS if members else models.Openness.PUBLIC,
            by=self.keeper(),
        )

    def confirm(self) -> None:
        """By an editor of another organisation, the same one for the same work in every demo."""
        editors = [
            (person.key, membership.organisation)
            for person in self.people.all
            for membership in person.memberships
            if membership.role != "member"
            and membership.organisation != self.home
            and person.key != self.person
            and person.key in self.story.people
        ]
        person, home = editors[len(self.about.slug) % len(editors)]
        confirm_publication(self.story.session, self.id, by=self.story.actor(person, home))
