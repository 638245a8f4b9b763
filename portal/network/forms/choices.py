"""Answers that several forms offer."""

from collections.abc import Iterable

from portal.core import languages, locales
from portal.core.forms import country_choices, language_choices
from portal.core.sentences import Sentence, say
from portal.network import labels
from portal.network.topics import TOPICS

Choices = list[tuple[str, str | Sentence]]


def side_choices() -> Choices:
    return [(side.value, label) for side, label in labels.SIDES.items()]


def kind_choices() -> Choices:
    return [(kind.value, label) for kind, label in labels.KINDS.items()]


def name_kind_choices() -> Choices:
    return [(kind.value, label) for kind, label in labels.NAME_KINDS.items()]


def role_choices() -> Choices:
    return [(role.value, label) for role, label in labels.ROLES.items()]


def power_choices() -> Choices:
    return [(power.value, label) for power, label in labels.POWERS.items()]


def ecosoc_choices() -> Choices:
    return list(labels.ECOSOC.items())


def topic_choices() -> Choices:
    return list(TOPICS.items())


def name_language_choices() -> Choices:
    """Languages of a name, which may also be unknown."""
    return [("und", say("Not stated")), *language_choices()]


def with_languages(tags: Iterable[str]) -> Choices:
    """The common languages, and those already chosen that are not among them."""
    common = language_choices()
    known = {tag for tag, _ in common}
    return [*common, *((tag, languages.autonym(tag)) for tag in tags if tag not in known)]


def optional_country_choices() -> Choices:
    return [("", say("None")), *country_choices()]


def reader_language() -> str:
    """The language of the interface, as the likeliest one of what is being typed."""
    return locales.current().tag
