"""What stands in the demo's calendar besides the forums."""

from datetime import time

from portal.demo.making.people import People
from portal.demo.making.story import Story
from portal.demo.reading import Content
from portal.demo.reading.forums import Gathering
from portal.events import models
from portal.events.commands import Plan, When, Wording, cancel, plan_gathering
from portal.forums.models import Edition
from portal.network.actors import Actor

_ANNOUNCED_BEFORE = 30
_AT_THE_LATEST = -3
"""Days: how long before it each is announced, and that all of them are before the demo's day."""
_ROOMS = "https://rooms.example.org/"


def lay_gatherings(story: Story, content: Content) -> None:
    people = People(story, content.people)
    coordinators = {group.key: group.coordinators[0] for group in content.groups}
    for one in content.gatherings:
        editor = coordinators.get(one.group or "") or next(
            key for organiser in one.organisers if (key := people.editor(organiser)) is not None
        )
        home = people.home(editor, one.organisers)
        announced = min(one.days - _ANNOUNCED_BEFORE, _AT_THE_LATEST)
        planned: list[str] = []
        story.on(
            story.moment(announced, "15:00", one.zone), _plan, story, one, (editor, home), planned
        )
        if one.cancelled_days is not None:
            story.on(
                story.moment(one.cancelled_days, "08:30", one.zone),
                _cancel,
                story,
                one,
                (editor, home),
                planned,
            )


def _plan(story: Story, one: Gathering, who: tuple[str, str], planned: list[str]) -> None:
    by = _planner(story, who)
    made = plan_gathering(
        story.session,
        Plan(
            wording=Wording(
                titles=one.titles,
                about=one.about or {},
                languages=one.languages,
                online_address=_ROOMS + one.key if one.online and one.minutes else "",
                kind=models.GatheringKind(one.kind),
                audience=models.Audience.PUBLIC if one.public else models.Audience.MEMBERS,
            ),
            when=When(
                day=story.date(one.days),
                zone=one.zone,
                start=time.fromisoformat(one.start) if one.start else None,
                minutes=one.minutes,
            ),
            place={one.languages[0]: one.place} if one.place else {},
            organisations=[story.organisations[key] for key in one.organisers],
            group_id=story.groups[one.group] if one.group else None,
            subject=f"statement:{story.statements[one.statement]}" if one.statement else None,
            path=_path(story, one.forum) if one.forum else "",
            slug=one.key,
        ),
        by=by,
    )
    planned.append(made.id)


def _planner(story: Story, who: tuple[str, str]) -> Actor:
    return story.actor(*who)


def _path(story: Story, forum: str) -> str:
    edition = story.session.get_one(Edition, story.editions[forum])
    return f"/forums/{edition.series.slug}/{edition.address}"


def _cancel(story: Story, one: Gathering, who: tuple[str, str], planned: list[str]) -> None:
    cancel(story.session, planned[0], one.cancelled_reason or {}, by=_planner(story, who))
