"""Telling several people of one statement, each in her own language, once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.links import absolute
from portal.core.moments import Moment, Place
from portal.core.sentences import Sentence, say
from portal.mail.commands import queue_mail
from portal.network.models import Membership, Organisation, Person, Power, Role, Standing
from portal.statements.models import Statement
from portal.texts.queries import read_texts_titles

WHY = say(
    "You get this mail because you work in this for your organisation. Your settings say what "
    "you may do there."
)

WAITS = say("Something waits for your organisation")


def ends(deadline: datetime, zone: str, here: str = "") -> Sentence:
    """Until when: in the deadline's own zone, and in the reader's where that is another."""
    there = {"when": Moment(deadline, zone), "place": Place(zone)}
    if not here or here == zone:
        return say("The time for it ends on %(when)s in %(place)s.", **there)
    return say(
        "The time for it ends on %(when)s in %(place)s (%(here)s in %(home)s).",
        **there,
        here=Moment(deadline, here),
        home=Place(here),
    )


def people(
    session: Session,
    *,
    roles: Sequence[Role] = (Role.REPRESENTATIVE,),
    power: Power | None = None,
    organisations: Sequence[str] | None = None,
) -> list[Person]:
    """People who hold such a role today in an admitted organisation."""
    today = clock.today()
    rows = session.execute(
        select(Person, Membership.powers)
        .join(Membership, Membership.person_id == Person.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.role.in_(roles),
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until >= today),
            Organisation.standing == Standing.ADMITTED,
            Person.left_at.is_(None),
            *([Organisation.id.in_(organisations)] if organisations is not None else []),
        )
    )
    found = {person.id: person for person, powers in rows if power is None or power.value in powers}
    return list(found.values())


def tell(
    session: Session,
    statement: Statement,
    addressed: Sequence[Person],
    *,
    key: str,
    words: Sentence,
    page: str,
    subject: Sentence = WAITS,
    with_deadline: bool = True,
) -> None:
    text_id = statement.text_id
    titles = {
        languages: read_texts_titles(session, [text_id], languages)[text_id]
        for languages in {tuple(person.languages) for person in addressed}
    }
    for person in addressed:
        title = titles[tuple(person.languages)]
        lines: list[Sentence | str] = [
            words,
            title.title,
            absolute(session, f"/statements/{statement.slug}/{page}"),
        ]
        if with_deadline and statement.deadline:
            lines.append(ends(statement.deadline, statement.zone, person.time_zone))
        queue_mail(
            session,
            key=f"{key}:{person.id}",
            to=person.email,
            locale=person.locale,
            subject=subject,
            paragraphs=[*lines, WHY],
        )
