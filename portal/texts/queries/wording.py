"""What a reader is shown of a text: wordings with honest badges, and how far each language is."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from portal.core.languages import direction
from portal.texts.engine import Significance
from portal.texts.models import (
    BlockKind,
    TranslationState,
)


class Badge(enum.Enum):
    """What a reader is told of a wording, from the weakest to the strongest."""

    MISSING = "missing"
    MACHINE_DRAFT = "machine_draft"
    DRAFT = "draft"
    OUT_OF_DATE = "stale"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    ORIGINAL = "original"


OF_STATE = {
    TranslationState.MACHINE_DRAFT: Badge.MACHINE_DRAFT,
    TranslationState.DRAFT: Badge.DRAFT,
    TranslationState.SUBMITTED: Badge.SUBMITTED,
    TranslationState.REVIEWED: Badge.REVIEWED,
    TranslationState.APPROVED: Badge.APPROVED,
}
STRENGTH = {badge: strength for strength, badge in enumerate(Badge)}
PUBLIC_STATES = frozenset(
    {
        TranslationState.MACHINE_DRAFT,
        TranslationState.SUBMITTED,
        TranslationState.REVIEWED,
        TranslationState.APPROVED,
    }
)
"""A human draft is its translator's desk; everyone else sees it once it is submitted."""


@dataclass(frozen=True)
class ReadBlock:
    """One block as shown: in `language`, which is its source where the wanted one is missing."""

    id: str
    kind: BlockKind
    level: int
    language: str
    source_language: str
    body: str
    html: Markup
    revision_id: str
    badge: Badge
    wanted: str
    """The language that the text is read in."""
    stale: Significance | None = None
    withheld: bool = False
    """Stale by *safety*: the wanted wording is not shown, the original is."""
    newest_source_id: str | None = None
    """Where it is stale: the newest wording of what it was made from …"""
    based_on_id: str | None = None
    """… and the wording that it was made from."""

    @property
    def dir(self) -> Literal["ltr", "rtl"]:
        return direction(self.language)

    @property
    def is_original(self) -> bool:
        return self.language == self.source_language


@dataclass(frozen=True)
class Completeness:
    """How far one language has come: blocks by badge."""

    language: str
    badges: Sequence[Badge]

    @property
    def done(self) -> int:
        """Blocks that can be read in this language and are not out of date."""
        return sum(badge not in {Badge.MISSING, Badge.OUT_OF_DATE} for badge in self.badges)

    @property
    def total(self) -> int:
        return len(self.badges)

    @property
    def weakest(self) -> Badge:
        return min(self.badges, key=STRENGTH.__getitem__, default=Badge.MISSING)

    @property
    def is_checked(self) -> bool:
        """Every block original, reviewed or approved, and none out of date."""
        return STRENGTH[self.weakest] >= STRENGTH[Badge.REVIEWED]


@dataclass(frozen=True)
class ReadText:
    """A whole text in one language."""

    id: str
    language: str
    title: ReadBlock
    blocks: Sequence[ReadBlock]
    changed_at: datetime
    completeness: Mapping[str, Completeness] = field(default_factory=dict)
    wanted: str | None = None
    """What the reader would rather have read, where it is missing."""

    @property
    def badge(self) -> Badge:
        """The weakest block's."""
        return min((block.badge for block in (self.title, *self.blocks)), key=STRENGTH.__getitem__)

    @property
    def dir(self) -> Literal["ltr", "rtl"]:
        return direction(self.language)

    @property
    def languages(self) -> list[str]:
        """Languages in which at least the title can be read."""
        return list(self.completeness)


@dataclass(frozen=True)
class ReadTitle:
    """A text's title in the reader's best language, with the badge of its weakest block there."""

    text_id: str
    title: str
    language: str
    badge: Badge
    completeness: Mapping[str, Completeness]

    @property
    def dir(self) -> Literal["ltr", "rtl"]:
        return direction(self.language)
