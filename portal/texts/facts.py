"""What happens to texts, as others hear of it."""

from dataclasses import dataclass
from typing import ClassVar

from portal.core.facts import Fact
from portal.texts.models import Significance


@dataclass(frozen=True, kw_only=True)
class TextFact(Fact):
    """`subject` is the text's id."""

    subject_type: ClassVar[str] = "text"


@dataclass(frozen=True, kw_only=True)
class TextCreated(TextFact):
    blocks: int


@dataclass(frozen=True, kw_only=True)
class BlockEdited(TextFact):
    """A block has a new wording in its source language."""

    block: str
    language: str
    revision: str
    significance: Significance


@dataclass(frozen=True, kw_only=True)
class SourceMoved(TextFact):
    """Another language is now the one in which this block is written."""

    block: str
    language: str


@dataclass(frozen=True, kw_only=True)
class TextArranged(TextFact):
    act: str
    number: int


@dataclass(frozen=True, kw_only=True)
class TranslationSaved(TextFact):
    block: str
    language: str
    revision: str
    machine: bool


@dataclass(frozen=True, kw_only=True)
class TranslationSubmitted(TextFact):
    block: str
    language: str


@dataclass(frozen=True, kw_only=True)
class TranslationReviewed(TextFact):
    block: str
    language: str


@dataclass(frozen=True, kw_only=True)
class TranslationApproved(TextFact):
    block: str
    language: str


@dataclass(frozen=True, kw_only=True)
class TranslationReturned(TextFact):
    block: str
    language: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TranslationWished(TextFact):
    language: str


@dataclass(frozen=True, kw_only=True)
class DocumentImported(TextFact):
    """A file replaced the wording of some blocks; the rest kept theirs."""

    language: str
    kept: int
    changed: int
    added: int
    gone: int
