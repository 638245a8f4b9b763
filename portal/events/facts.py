"""What happens to gatherings, as others hear of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from portal.core.facts import Fact
from portal.events.models import Answer, Audience


@dataclass(frozen=True, kw_only=True)
class GatheringFact(Fact):
    """`subject` is the gathering's id."""

    subject_type: ClassVar[str] = "gathering"


@dataclass(frozen=True, kw_only=True)
class GatheringPlanned(GatheringFact):
    starts_at: datetime
    audience: Audience


@dataclass(frozen=True, kw_only=True)
class GatheringChanged(GatheringFact):
    """Words, languages, organisers: nothing for which anybody would have to travel otherwise."""


@dataclass(frozen=True, kw_only=True)
class GatheringMoved(GatheringFact):
    """Time or place changed; `before` is when it was to begin."""

    before: datetime
    starts_at: datetime
    sequence: int


@dataclass(frozen=True, kw_only=True)
class GatheringCancelled(GatheringFact):
    starts_at: datetime
    sequence: int


@dataclass(frozen=True, kw_only=True)
class ReplyGiven(GatheringFact):
    answer: Answer = field(metadata={"private": True})
