"""What people write about an organisation, before it becomes rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

import regex

from portal.core import languages
from portal.core.errors import Invalid
from portal.core.sentences import Sentence, say
from portal.network.models import NameKind, OrganisationKind, Side

MAX_NAME = 300
MAX_ABOUT = 4_000
_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}]")
_HOST = regex.compile(
    r"(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}"
)
_EMAIL = regex.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class NameDetails:
    """One name, its language, and when it was used."""

    text: str
    language: str = "und"
    kind: NameKind = NameKind.OFFICIAL
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class CountryDetails:
    """A country, and the name that the organisation chose for it (empty for the usual one)."""

    code: str
    shown_as: str = ""


@dataclass(frozen=True)
class OrganisationDetails:
    """What an organisation says of itself besides its names."""

    side: Side
    kind: OrganisationKind = OrganisationKind.NGO
    city: str = ""
    website: str = ""
    ecosoc_status: str = ""
    languages: Sequence[str] = ()
    topics: Sequence[str] = ()


@dataclass(frozen=True)
class ApplicationDetails:
    """A whole application to join."""

    names: Sequence[NameDetails]
    organisation: OrganisationDetails
    countries: Sequence[CountryDetails] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    contact_name: str = ""
    contact_email: str = ""
    message: str = ""
    locale: str = "en"


def clean_line(text: str, limit: int = MAX_NAME) -> str:
    """One line without control characters or lone surrogates, cut at the limit."""
    return " ".join(_CONTROL.sub(" ", text).split())[:limit]


def clean_text(text: str, limit: int = MAX_ABOUT) -> str:
    """Several lines, the same way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_CONTROL.sub(" ", line).rstrip() for line in lines).strip()[:limit]


def language_tag(tag: str) -> str:
    """The tag in its one spelling; `und` for a name whose language is not stated.

    Raises Invalid for what is no language.
    """
    if tag in {"", "und"}:
        return "und"
    try:
        return languages.normalise(tag)
    except languages.LanguageTagInvalid:
        raise Invalid(say("Choose the language from the list."), _at("language")) from None


def checked_name(name: NameDetails) -> NameDetails:
    """The name as it will be kept. Raises Invalid."""
    text = clean_line(name.text)
    if not text:
        raise Invalid(say("Write the name."), _at("text", say("Write the name.")))
    if name.valid_from and name.valid_until and name.valid_until < name.valid_from:
        sentence = say("A name cannot end before it begins. Look at the two dates.")
        raise Invalid(sentence, _at("valid_until", sentence))
    return NameDetails(
        text, language_tag(name.language), name.kind, name.valid_from, name.valid_until
    )


def checked_website(address: str) -> str:
    """The address with its scheme; empty stays empty. Raises Invalid."""
    plain = clean_line(address, 500).replace(" ", "")
    if not plain:
        return ""
    if "://" not in plain:
        plain = "https://" + plain
    if not _is_web_address(plain):
        sentence = say("Write a whole address that begins with https://.")
        raise Invalid(sentence, _at("website", sentence))
    return plain


def _is_web_address(address: str) -> bool:
    """Whether it names a host on the web, without a user name that would hide which one."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        parts.scheme in {"http", "https"}
        and "@" not in parts.netloc
        and port != 0
        and _HOST.fullmatch(host) is not None
    )


def checked_email(address: str) -> str:
    """The address in lower case. Raises Invalid."""
    plain = clean_line(address, 254).lower()
    if not _EMAIL.fullmatch(plain):
        sentence = say("This is not a mail address.")
        raise Invalid(sentence, _at("contact_email", sentence))
    return plain


def checked_country(country: CountryDetails) -> CountryDetails:
    code = country.code.upper()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        sentence = say("Choose the country from the list.")
        raise Invalid(sentence, _at("code", sentence))
    return CountryDetails(code, clean_line(country.shown_as, 120))


def _at(field_name: str, sentence: Sentence | None = None) -> dict[str, Sentence]:
    return {field_name: sentence or say("Choose one of the answers offered.")}
