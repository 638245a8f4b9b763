"""What a person says of herself: name, languages, time zone, who may see her."""

from sqlalchemy.orm import Session

from portal.core import locales
from portal.core.errors import Invalid, NotFound
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Person


def choose_locale(session: Session, locale: str, *, by: Actor) -> None:
    """Speak this interface language with her from now on, in pages and mail."""
    if locale not in locales.LOCALES:
        raise Invalid(say("The portal does not speak this language yet."))
    _self(session, by).locale = locale


def _self(session: Session, by: Actor) -> Person:
    person = session.get(Person, by.person_id) if by.person_id else None
    if person is None:
        raise NotFound
    return person
