"""The demo's organisations, people, topics and working groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["sending", "receiving", "both"]
OrganisationKind = Literal["ngo", "network", "branch", "union", "faith", "shelter", "collective"]
NameKind = Literal["official", "short", "former", "transliteration"]
DemoRole = Literal[
    "secretariat",
    "coordinator",
    "representative_receiving",
    "representative_sending",
    "editor",
    "member",
    "translator",
    "interpreter",
]


@dataclass(frozen=True)
class Topic:
    key: str
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Name:
    """One name of an organisation; `since` and `until` are as precise as written: year, month or day."""

    language: str
    text: str
    kind: NameKind
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, kw_only=True)
class Organisation:
    key: str
    side: Side
    kind: OrganisationKind
    countries: tuple[str, ...]
    member_of: tuple[str, ...]
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    city: str
    founded: str
    names: tuple[Name, ...]
    about: Mapping[str, str]
    parent: str | None = None
    second_officer: str | None = None
    """Who confirms what another has signed for it, where it asks for two."""


@dataclass(frozen=True, kw_only=True)
class Membership:
    organisation: str
    role: Literal["member", "editor", "representative"]
    powers: tuple[Literal["sign", "decide", "delegate"], ...]
    since: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """`reads` is in order of preference; `demo` marks whom the sign-in page of a demo offers."""

    key: str
    name: str
    reading: str
    email: str
    reads: tuple[str, ...]
    zone: str
    visibility: Literal["nobody", "members", "public"]
    memberships: tuple[Membership, ...]
    demo: DemoRole | None = None
    duties: tuple[Literal["secretariat", "translator", "interpreter"], ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Group:
    key: str
    slug: str
    organisation: str
    founded: str
    languages: tuple[str, ...]
    coordinators: tuple[str, ...]
    members: tuple[str, ...]
    mandate_source: str
    names: Mapping[str, str]
    mandate: Mapping[str, str]
