"""When each step of a demo statement happened, as far as its file leaves that open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict, get_args

from portal.demo.making.story import Story
from portal.demo.reading.statements import Stage, StatementFile, Step

STAGES: Sequence[Stage] = get_args(Stage)
"""In the order of a statement's life; what was returned or has lapsed never comes further."""
_AN_HOUR = timedelta(hours=1)
_A_DAY = timedelta(days=1)
_SIGNED_AFTER = 30
"""Days for which a published statement can still be signed."""
_TO_TRANSLATE = timedelta(days=25)


class Until(TypedDict):
    """A deadline and the place whose time it is, as the commands take them."""

    deadline: datetime | None
    zone: str | None


def until(story: Story, about: StatementFile, step: Step) -> Until:
    """What the file says of a step; nothing where it says nothing."""
    found = next((one for one in about.deadlines if one.step == step), None)
    if found is None:
        return Until(deadline=None, zone=None)
    return Until(deadline=story.moment(found.days, found.time, found.zone), zone=found.zone)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The moments of a statement's life; those behind its stage mean nothing."""

    stage: Stage
    drafted: datetime
    consultation: datetime
    consultation_ends: datetime
    merging: datetime
    decision: datetime
    decision_ends: datetime
    released: datetime
    opened: datetime
    signing_ends: datetime | None
    published: datetime
    now: datetime

    def reached(self, stage: Stage) -> bool:
        return STAGES.index(self.stage) >= STAGES.index(stage)

    @property
    def is_decided(self) -> bool:
        """Whether its decision is closed, however that ended."""
        return self.reached("decision") and self.stage != "decision"

    @property
    def amendments_closed(self) -> datetime:
        return self.consultation_ends + _AN_HOUR

    @property
    def decided(self) -> datetime:
        return self.decision_ends + _AN_HOUR

    @property
    def translating(self) -> tuple[datetime, datetime]:
        """From when to when it was translated: where members see it, and before its release."""
        begin = (self.consultation if self.reached("consultation") else self.drafted) + _A_DAY
        end = min(begin + _TO_TRANSLATE, self.now)
        return begin, min(end, self.released - _AN_HOUR) if self.reached(
            "translations_checked"
        ) else end

    @property
    def answering(self) -> tuple[datetime, datetime] | None:
        """From when to when amendments are answered: at the end of merge review."""
        if not self.reached("merge_review"):
            return None
        if self.reached("decision"):
            return self.merging + _AN_HOUR, self.decision
        return max(self.merging, self.translating[1]) + _AN_HOUR, self.now - _AN_HOUR

    def editing(self, wanted: datetime) -> datetime:
        """When the drafting group changed its words: as wanted, but before it showed them."""
        last = self.consultation - _AN_HOUR * 12
        return min(wanted, last) if self.reached("consultation") else wanted


def schedule(story: Story, about: StatementFile, zone: str) -> Schedule:
    """Steps between the dates that the file gives, with the time that each one needs."""
    said = [one.days for one in about.comments] + [one.days for one in about.amendments]
    answered = [one.days for one in about.answers] or [0]
    signed = [one.signed_days for one in about.signatures] or [0]
    decision = min(answered) - 1
    consultation = (
        max(about.made_days + 2, min(said) - 2)
        if said
        else about.made_days + (decision - about.made_days) // 4
    )
    ends = max(max(said, default=consultation) + 1, (consultation + 2 * decision) // 3)

    def deadline(step: Step) -> datetime | None:
        return until(story, about, step)["deadline"]

    consultation_ends = deadline("amendments") or story.moment(ends, "17:00", zone)
    return Schedule(
        stage=about.stage,
        drafted=story.moment(about.made_days, "09:30", zone),
        consultation=story.moment(consultation, "10:00", zone),
        consultation_ends=consultation_ends,
        merging=consultation_ends + _A_DAY,
        decision=story.moment(decision, "09:00", zone),
        decision_ends=deadline("decision")
        or story.moment(max(max(answered) + 1, decision + 7), "17:00", zone),
        released=story.moment(min(signed) - 2, "10:00", zone),
        opened=story.moment(min(signed) - 1, "10:00", zone),
        signing_ends=deadline("signing_closes")
        or (
            story.moment(about.published_days + _SIGNED_AFTER, "17:00", zone)
            if about.published_days is not None
            else None
        ),
        published=story.moment(about.published_days or 0, "09:00", zone),
        now=story.now,
    )
