"""The words for kinds, roles and states of forums, sessions and the people in them."""

from collections.abc import Mapping

import babel.numbers

from portal.core import locales
from portal.core.sentences import Sentence, say
from portal.forums.models import (
    Edition,
    EditionStatus,
    PersonRole,
    Precision,
    SessionKind,
)

STATUSES: Mapping[EditionStatus, Sentence] = {
    EditionStatus.PLANNED: say("Planned"),
    EditionStatus.CONFIRMED: say("Confirmed"),
    EditionStatus.HELD: say("Held"),
    EditionStatus.MISSED: say("Could not be held"),
    EditionStatus.CANCELLED: say("Cancelled"),
    EditionStatus.RENUMBERED: say("Renumbered"),
}
PRECISIONS: Mapping[Precision, Sentence] = {
    Precision.DAY: say("To the day"),
    Precision.MONTH: say("To the month"),
    Precision.SEASON: say("To the season"),
    Precision.YEAR: say("To the year"),
}
KINDS: Mapping[SessionKind, Sentence] = {
    SessionKind.KEYNOTE: say("Keynote"),
    SessionKind.ISSUE_PRESENTATION: say("Issue presentation"),
    SessionKind.COUNTRY_REPORT: say("Country report"),
    SessionKind.WORKSHOP: say("Workshop"),
    SessionKind.PLENARY: say("Plenary"),
    SessionKind.CLOSING_DISCUSSION: say("Closing discussion"),
    SessionKind.BREAK: say("Break"),
    SessionKind.OTHER: say("Other session"),
}
ROLES: Mapping[PersonRole, Sentence] = {
    PersonRole.SPEAKER: say("Speakers"),
    PersonRole.CHAIR: say("Chairs"),
    PersonRole.RAPPORTEUR: say("Rapporteurs"),
    PersonRole.INTERPRETER: say("Interpreters"),
}
WHOLE_FLOOR = frozenset({"keynote", "plenary", "closing_discussion", "break"})
"""Kinds of session beside which usually nothing else takes place."""


def edition_label(edition: Edition) -> Sentence:
    """What an edition is called where it has no name of its own."""
    if edition.number is not None:
        return say(
            "Forum %(number)s, %(year)s",
            number=locales.format_number(edition.number),
            year=edition.address,
        )
    return say("The forum of %(year)s", year=edition.address)


def budget_words(edition: Edition) -> str:
    """The budget in its currency, with the minor units that CLDR gives it."""
    if edition.budget_minor is None or not edition.budget_currency:
        return ""
    digits = babel.numbers.get_currency_precision(edition.budget_currency)
    return babel.numbers.format_currency(
        edition.budget_minor / 10**digits,
        edition.budget_currency,
        locale=locales.current().babel,
    )
