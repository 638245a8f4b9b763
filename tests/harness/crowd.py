"""A statement that is open for signature, and as many organisations as a test wants to sign it."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.ids import new_id
from portal.network.actors import ActingFor, Actor, actor_for
from portal.network.models import (
    Membership,
    Organisation,
    OrganisationCountry,
    OrganisationKind,
    OrganisationName,
    Person,
    Power,
    Role,
    Side,
    Standing,
)
from portal.statements import commands
from portal.statements.models import Choice, Signature, Statement
from portal.statements.queries.deciding import latest_decision
from portal.texts.commands import NewBlock
from tests.factories import make_organisation, make_representative

SIDES = itertools.cycle((Side.SENDING, Side.RECEIVING))
COUNTRIES = ("KH", "VN", "PK", "NP", "KR", "JP", "TW", "MN", "ID", "PH")


@contextmanager
def ahead(days: float) -> Iterator[None]:
    """So many days after the clock's present."""
    with clock.at(clock.now() + timedelta(days=days)):
        yield


def actor_of(session: Session, person: Person) -> Actor:
    found = actor_for(session, person.id, second_factor=True)
    assert found is not None
    return found


@dataclass(frozen=True)
class Opened:
    """A statement open for signature: what a signer reads, and who leads it."""

    statement_id: str
    slug: str
    release_id: str
    text_root: str
    language: str
    language_root: str
    sending: str
    """The representative's id of the drafting organisation of the sending side, …"""
    receiving: str
    """… and of the receiving side."""


def open_statement(
    session: Session,
    *,
    title: str = "안전하게 신고할 권리",
    paragraphs: Sequence[str] = (
        "모든 여성은 안전하게 신고할 수 있어야 합니다.",
        "우리는 이 권리를 함께 지킵니다.",
    ),
    language: str = "ko",
    began: datetime | None = None,
) -> Opened:
    """Take a new statement through every stage, three weeks ago; both drafters adopt it."""
    receiving = make_organisation(
        session, "바다건너 여성의집", language="ko", side=Side.RECEIVING, countries=("KR",)
    )
    sending = make_organisation(session, "ផ្ទះសង្ឃឹម", language="km", countries=("KH",))
    people = [make_representative(session, each) for each in (receiving, sending)]
    session.flush()
    lead, other = (actor_of(session, person) for person in people)
    with clock.at(began or clock.now() - timedelta(days=21)):
        statement = commands.draft_statement(
            session,
            title=NewBlock(title, language),
            blocks=[NewBlock(paragraph, language) for paragraph in paragraphs],
            drafters=[sending.id],
            zone="Asia/Seoul",
            by=lead,
        )
        commands.open_consultation(
            session, statement.id, deadline=clock.now() + timedelta(days=3), by=lead
        )
        with ahead(4):
            commands.close_amendments(session, statement.id, by=lead)
            commands.begin_merge_review(session, statement.id, by=lead)
            commands.open_decision(
                session, statement.id, ends_at=clock.now() + timedelta(days=8), by=lead
            )
            decision = latest_decision(session, statement.id)
            assert decision is not None
            for actor in (lead, other):
                commands.answer(session, decision.id, choice=Choice.CONSENT, by=actor)
        with ahead(13):
            commands.close_decision(session, decision.id, by=lead)
            release = commands.release(session, statement.id, by=lead)
            commands.open_signing(session, statement.id, deadline=None, by=lead)
    roots = {item.language: item.language_root for item in release.languages}
    return Opened(
        statement.id,
        statement.slug,
        release.id,
        release.text_root,
        language,
        roots[language],
        people[1].id,
        people[0].id,
    )


def make_crowd(session: Session, count: int, *, name: str = "Organisation of many") -> list[Actor]:
    """So many member organisations with a representative each, in few statements; her actors."""
    organisations = [new_id() for _ in range(count)]
    people = [new_id() for _ in range(count)]
    rows = list(zip(range(count), organisations, people, strict=False))
    sides = [next(SIDES) for _ in rows]
    session.execute(
        insert(Organisation),
        [
            {
                "id": organisation,
                "slug": organisation.lower(),
                "side": side,
                "kind": OrganisationKind.NGO,
                "standing": Standing.ADMITTED,
            }
            for (_, organisation, _), side in zip(rows, sides, strict=True)
        ],
    )
    session.execute(
        insert(OrganisationName),
        [
            {"organisation_id": organisation, "language": "en", "text": f"{name} {number}"}
            for number, organisation, _ in rows
        ],
    )
    session.execute(
        insert(OrganisationCountry),
        [
            {"organisation_id": organisation, "code": COUNTRIES[number % len(COUNTRIES)]}
            for number, organisation, _ in rows
        ],
    )
    session.execute(
        insert(Person),
        [
            {
                "id": person,
                "name": f"Person of many {number}",
                "email": f"{person.lower()}@example.org",
                "languages": ["ko"],
            }
            for number, _, person in rows
        ],
    )
    session.execute(
        insert(Membership),
        [
            {
                "person_id": person,
                "organisation_id": organisation,
                "role": Role.REPRESENTATIVE,
                "powers": [power.value for power in Power],
                "since": date(2020, 1, 1),
            }
            for _, organisation, person in rows
        ],
    )
    session.flush()
    return [
        Actor(
            person_id=person,
            name=f"Person of many {number}",
            languages=("ko",),
            second_factor=True,
            memberships=(
                ActingFor(
                    organisation_id=organisation,
                    slug=organisation.lower(),
                    name=f"{name} {number}",
                    name_language="en",
                    side=side,
                    countries=(COUNTRIES[number % len(COUNTRIES)],),
                    roles=frozenset({Role.REPRESENTATIVE}),
                    powers=frozenset(Power),
                ),
            ),
        )
        for (number, organisation, person), side in zip(rows, sides, strict=True)
    ]


def sign_as(session: Session, opened: Opened, actor: Actor, **values: object) -> Signature:
    """Sign the opened release as this actor's organisation."""
    return commands.sign(
        session,
        opened.statement_id,
        release_id=opened.release_id,
        text_root=opened.text_root,
        language=opened.language,
        language_root=opened.language_root,
        by=actor,
        **values,  # type: ignore[arg-type]
    )


def statement_of(session: Session, opened: Opened) -> Statement:
    return session.get_one(Statement, opened.statement_id)
