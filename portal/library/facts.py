"""What happens to works, as others hear of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.core.facts import Fact
from portal.library.models import Openness, WorkKind


@dataclass(frozen=True, kw_only=True)
class WorkFact(Fact):
    """`subject` is the work's id."""

    subject_type: ClassVar[str] = "work"


@dataclass(frozen=True, kw_only=True)
class WorkCreated(WorkFact):
    text: str
    kind: WorkKind


@dataclass(frozen=True, kw_only=True)
class CatalogueChanged(WorkFact):
    """What the catalogue says of a work is not what it said before; `fields` names what differs."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PublicationProposed(WorkFact):
    openness: Openness


@dataclass(frozen=True, kw_only=True)
class WorkPublished(WorkFact):
    """A second person has confirmed it."""

    openness: Openness


@dataclass(frozen=True, kw_only=True)
class PublicationReturned(WorkFact):
    """What was proposed is not confirmed; the reason is for those who keep it."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkTakenBack(WorkFact):
    """A published work is a draft again."""

    before: Openness


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(WorkFact):
    language: str
    channels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(WorkFact):
    """Whatever shows this language of this work has to forget it."""

    language: str
    withdrawn_on: date


@dataclass(frozen=True, kw_only=True)
class FileAttached(WorkFact):
    attachment: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class FileRemoved(WorkFact):
    attachment: str
