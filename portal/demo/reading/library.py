"""The demo's library: short works with what the catalogue says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.demo.reading.texts import Stale, Text, Translation

WorkKind = Literal[
    "leaflet",
    "hotline_guide",
    "country_report",
    "policy_brief",
    "un_guide",
    "campaign",
    "testimony",
    "forum_paper",
    "minutes",
]


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What a testimony's speaker allowed in one language, and when she took it back."""

    language: str
    channels: tuple[Literal["page", "pack", "print"], ...]
    given_days: int
    withdrawn_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorkFile:
    """What `work.toml` says.

    `authors` are `org:<key>`, `person:<key>` or `withheld`; `forum` is `<series>:<number>`;
    `neutral_title` is what a tab and the history show of a sensitive work.
    """

    key: str
    slug: str
    kind: WorkKind
    original: str
    authors: tuple[str, ...]
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    licence: str
    sensitive: bool
    published_days: int
    titles: Mapping[str, str]
    translations: tuple[Translation, ...]
    sources: Mapping[int, str] | None = None
    stale: tuple[Stale, ...] = ()
    valid_until_days: int | None = None
    related: tuple[str, ...] = ()
    forum: str | None = None
    neutral_title: Mapping[str, str] | None = None
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True)
class Work:
    about: WorkFile
    text: Text
