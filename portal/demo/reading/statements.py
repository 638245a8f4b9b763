"""The demo's statements: one in each stage of a statement's life."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.demo.reading.amendments import Amendment, Erratum, Revision, Room
from portal.demo.reading.signatures import Signature
from portal.demo.reading.texts import Stale, Text, Translation

Stage = Literal[
    "draft",
    "consultation",
    "amendments_closed",
    "merge_review",
    "decision",
    "returned",
    "lapsed",
    "adopted",
    "translations_checked",
    "open_for_signature",
    "published",
    "submitted",
    "follow_up",
    "superseded",
]


Step = Literal[
    "consultation_opens",
    "amendments",
    "merge_review_opens",
    "merge_review",
    "decision",
    "translations",
    "signing_opens",
    "signing_closes",
]
ENDS: Mapping[Step, Stage] = {
    "consultation_opens": "draft",
    "amendments": "consultation",
    "merge_review_opens": "amendments_closed",
    "merge_review": "merge_review",
    "decision": "decision",
    "translations": "adopted",
    "signing_opens": "translations_checked",
    "signing_closes": "open_for_signature",
}
"""The stage that each step ends."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """When a step ends (or opens, where its name says so), local to `zone`."""

    step: Step
    days: int
    time: str
    zone: str
    reason: str | None = None
    """Why: only for a draft, whose deadline is set by itself, and not by the step before."""


@dataclass(frozen=True, kw_only=True)
class Comment:
    block: int
    language: str
    organisation: str
    author: str
    days: int
    body: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One organisation's answer to a decision; `publish` lets its words stand with the text."""

    organisation: str
    answer: Literal["consent", "concern", "stand_aside", "block"]
    days: int
    language: str | None = None
    body: str | None = None
    block: int | None = None
    offered: str | None = None
    publish: bool = False


@dataclass(frozen=True, kw_only=True)
class Submission:
    to: str
    language: str
    days: int
    reference: str
    answer_days: int | None = None
    answer: str | None = None
    answer_language: str | None = None


@dataclass(frozen=True, kw_only=True)
class Commitment:
    block: int
    organisation: str
    language: str
    body: str
    due_days: int
    state: Literal["open", "kept", "given_up"]
    outcome: str | None = None


@dataclass(frozen=True, kw_only=True)
class StatementFile:
    """What `statement.toml` says; see CONTENT.md for how days and blocks are counted."""

    key: str
    slug: str
    stage: Stage
    made_days: int
    callers: tuple[str, ...]
    drafters: tuple[str, ...]
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    required_languages: tuple[str, ...]
    source: str
    titles: Mapping[str, str]
    translations: tuple[Translation, ...]
    sources: Mapping[int, str] | None = None
    stale: tuple[Stale, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    comments: tuple[Comment, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    roster: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    signatures: tuple[Signature, ...] = ()
    submissions: tuple[Submission, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    errata: tuple[Erratum, ...] = ()
    revision: Revision | None = None
    room: Room | None = None
    published_days: int | None = None
    press_contact: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True)
class Statement:
    about: StatementFile
    text: Text
