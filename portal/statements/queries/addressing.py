"""Whom to write to about a signature: one person or address for each, whoever signed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.network.models import Organisation, Person
from portal.statements.models import Signature, SignatureState
from portal.statements.queries.signing.telling import who_may_sign
from portal.statements.sealing import signer_of


@dataclass(frozen=True)
class Addressee:
    """One signature, and who answers for it."""

    signature_id: str
    email: str
    locale: str
    languages: tuple[str, ...]
    person_id: str | None = None
    """The representative; empty for a signatory from outside."""
    organisation_id: str | None = None


def one_for_each_signature(session: Session, release_id: str) -> list[Addressee]:
    """Whoever signed, or where she is gone another representative who may sign, or the address that
    the organisation gave; for a signatory from outside its own address. Few statements.

    A signature taken over from a list without an address reaches nobody.
    """
    signatures = session.scalars(
        select(Signature)
        .where(Signature.release_id == release_id, Signature.state == SignatureState.CONFIRMED)
        .order_by(Signature.at, Signature.id)
    ).all()
    signers = [(signature, signer_of(session, signature)) for signature in signatures]
    members = sorted({who.organisation_id for _, who in signers if who.organisation_id})
    people: dict[str, list[Person]] = {}
    for organisation, able_one in who_may_sign(session, members):
        people.setdefault(organisation, []).append(able_one)
    given = dict(
        session.execute(
            select(Organisation.id, Organisation.contact_email).where(Organisation.id.in_(members))
        ).all()
    )
    found: list[Addressee] = []
    for signature, who in signers:
        able = people.get(who.organisation_id or "", [])
        herself = [each for each in able if each.id == who.signed_by_id]
        person: Person | None = next(iter(herself or able), None)
        email = person.email if person else who.email or given.get(who.organisation_id or "", "")
        if email:
            found.append(
                Addressee(
                    signature.id,
                    email,
                    person.locale if person else signature.locale,
                    tuple(person.languages) if person else (signature.language,),
                    person.id if person else None,
                    who.organisation_id,
                )
            )
    return found
