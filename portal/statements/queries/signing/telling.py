"""Whom to write to about a release: everyone who signed it and has not withdrawn."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.network.models import Membership, Organisation, Person, Power, Role, Standing
from portal.statements.models import SignatoryKind, Signature, SignatureState, Statement
from portal.statements.sealing import signer_of


class ToTell(NamedTuple):
    """One address and the languages in which to write to it."""

    locale: str
    email: str
    languages: tuple[str, ...]
    signature_id: str


def signers_to_tell(session: Session, release_id: str) -> list[ToTell]:
    """Members' representatives who may sign, and signatories from outside by their own address.

    Each address once. Who withheld her name is told too; who cannot be unsealed is not.
    """
    signatures = session.scalars(
        select(Signature)
        .where(Signature.release_id == release_id, Signature.state == SignatureState.CONFIRMED)
        .order_by(Signature.at, Signature.id)
    ).all()
    outside: list[ToTell] = []
    signed_by: dict[str, str] = {}
    for signature in signatures:
        signer = signer_of(session, signature)
        if signature.kind is SignatoryKind.MEMBER and signer.organisation_id:
            signed_by[signer.organisation_id] = signature.id
        elif signer.email:
            outside.append(
                ToTell(signature.locale, signer.email, (signature.language,), signature.id)
            )
    found = {each.email: each for each in outside}
    for organisation, person in who_may_sign(session, signed_by):
        found[person.email] = ToTell(
            person.locale, person.email, tuple(person.languages), signed_by[organisation]
        )
    return list(found.values())


def reviewers_of(session: Session, statement: Statement) -> list[Person]:
    """The representatives of the drafting group today, each once."""
    group = {drafter.organisation_id for drafter in statement.drafters} | {statement.called_by_id}
    found = {person.id: person for _, person, _ in _representatives(session, group)}
    return list(found.values())


def who_may_sign(session: Session, organisations: Collection[str]) -> list[tuple[str, Person]]:
    """The people who may sign for these organisations today, with the organisation of each."""
    return [
        (organisation, person)
        for organisation, person, powers in _representatives(session, organisations)
        if Power.SIGN.value in powers
    ]


def _representatives(
    session: Session, organisations: Collection[str]
) -> Sequence[Row[str, Person, list[str]]]:
    """Organisation, person and powers of each who represents one of these today."""
    today = clock.today()
    return session.execute(
        select(Membership.organisation_id, Person, Membership.powers)
        .join(Person, Person.id == Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.organisation_id.in_(organisations),
            Membership.role == Role.REPRESENTATIVE,
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until >= today),
            Organisation.standing == Standing.ADMITTED,
            Person.left_at.is_(None),
        )
        .order_by(Person.id)
    ).all()
