"""What a person says of herself: name, languages, time zone, who may see her."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from portal.accounts.facts import SettingsChanged
from portal.core import locales
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Person, Visibility


def change_settings(
    session: Session,
    *,
    name: str,
    name_language: str,
    reading: str,
    languages: Sequence[str],
    time_zone: str,
    visibility: Visibility,
    locale: str,
    by: Actor,
) -> None:
    """Change all that she says of herself. Raises Invalid."""
    person = _self(session, by)
    if not name:
        sentence = say("Write the name that others may call you by.")
        raise Invalid(sentence, {"name": sentence})
    if time_zone not in available_timezones():
        sentence = say("Choose one of the time zones offered.")
        raise Invalid(sentence, {"time_zone": sentence})
    person.name = name
    person.name_language = _language(name_language) if name_language else "und"
    person.reading = reading
    person.languages = list(dict.fromkeys(_language(tag) for tag in languages))
    person.time_zone = time_zone
    person.visibility = visibility
    choose_locale(session, locale, by=by)
    announce(session, SettingsChanged(subject=person.id, by=person.id))


def choose_locale(session: Session, locale: str, *, by: Actor) -> None:
    """Speak this interface language with her from now on, in pages and mail."""
    if locale not in locales.LOCALES:
        sentence = say("The portal does not speak this language yet.")
        raise Invalid(sentence, {"locale": sentence})
    _self(session, by).locale = locale


def _language(tag: str) -> str:
    try:
        return normalise(tag)
    except LanguageTagInvalid:
        sentence = say("Choose one of the languages offered.")
        raise Invalid(sentence, {"languages": sentence}) from None


def _self(session: Session, by: Actor) -> Person:
    person = session.get(Person, by.person_id) if by.person_id else None
    if person is None:
        raise NotFound
    return person
