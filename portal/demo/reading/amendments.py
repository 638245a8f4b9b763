"""What was proposed to change in the demo's statements: before a decision, and after a release."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """A proposed change; only what moves, joins or deletes has no body."""

    key: str
    block: int
    kind: Literal["replace", "insert_after", "delete", "move", "split", "merge"]
    language: str
    organisation: str
    author: str
    days: int
    supporters: tuple[str, ...]
    reason: str
    body: str | None = None
    second_body: str | None = None
    """The second part of a split."""
    target: int | None = None
    """The block that it shall follow (move), or that is joined to it (merge)."""
    outcome: Literal["pending", "accepted", "accepted_with_changes", "declined", "withdrawn"] = (
        "pending"
    )
    taken: str | None = None
    """The words that the drafting group took instead."""
    answer: str | None = None
    answer_language: str | None = None
    objection: str | None = None
    objection_answer: str | None = None


@dataclass(frozen=True, kw_only=True)
class Erratum:
    """A correction of the release, proposed by one side and confirmed by the other a day later."""

    block: int
    language: str
    body: str
    reason: str
    reason_language: str
    organisation: str
    confirmed_by: str
    confirmed_days: int


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A block in another language, translated anew after it was changed."""

    block: int
    language: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A released text taken up again; what becomes of it is the next release.

    `organisation` proposes it, `confirmed_by` agrees for the other side. The files of the
    statement hold the text as it was first released.
    """

    organisation: str
    confirmed_by: str
    language: str
    reason: str
    proposed_days: int
    consultation_days: int
    """When the consultation ends; so for the others."""
    decision_days: int
    translations_days: int
    opened_days: int
    published_days: int
    amendments: tuple[Amendment, ...]
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, kw_only=True)
class Room:
    """The statement is live in a room: where, in which two languages, and at which block."""

    place: str
    languages: tuple[str, str]
    block: int
