"""Making a signature: who signs is committed to, and bound to exactly the text that was read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.sentences import say
from portal.statements import proof
from portal.statements.models import (
    Release,
    ReleaseLanguage,
    SignatoryKind,
    Signature,
    SignatureMember,
    SignatureOrigin,
    SignatureRole,
    SignatureState,
)
from portal.statements.sealing import Signer, write_signer


@dataclass(frozen=True)
class Read:
    """What the page showed, as its form brings it back: exactly that is signed."""

    release_id: str
    text_root: str
    language: str
    language_root: str


@dataclass(frozen=True)
class NamedMember:
    """A member that a network names with its signature."""

    name: str
    language: str = "und"
    organisation_id: str | None = None
    countries: Sequence[str] = ()


UNREAD = say(
    "The text on your page is not the one that is open for signature now. Nothing was signed. What you typed is kept: read the present text and press again."
)


def refuse_unread(session: Session, release: Release, read: Read) -> None:
    """Raises Invalid where anything else was read than what is open now."""
    found = session.get(ReleaseLanguage, (release.id, read.language))
    if (
        release.id != read.release_id
        or release.text_root != read.text_root
        or found is None
        or found.language_root != read.language_root
    ):
        raise Invalid(UNREAD)


def refuse_future(day: date | None) -> None:
    """Raises Invalid for a mandate of tomorrow."""
    if day and day > clock.today():
        raise Invalid(
            say("Your board's decision cannot lie in the future. Nothing was signed."),
            {"mandate_date": say("Write the day on which your organisation decided.")},
        )


def bind(
    session: Session,
    release: Release,
    read: Read,
    signer: Signer,
    *,
    kind: SignatoryKind,
    role: SignatureRole,
    mark: str | None,
    withheld: bool = False,
    members: Sequence[NamedMember] = (),
    state: SignatureState = SignatureState.UNCONFIRMED,
    origin: SignatureOrigin = SignatureOrigin.OWN,
    locale: str = "",
) -> Signature:
    """A row with its commitment and payload, added to the session."""
    signature = Signature(
        release_id=release.id,
        kind=kind,
        origin=origin,
        mark=mark,
        role=role,
        state=state,
        withheld=withheld,
        names_members=bool(members),
        language=read.language,
        language_root=read.language_root,
        locale=locale,
    )
    commit(
        session, release, signature, replace(signer, members=tuple(each.name for each in members))
    )
    if members and not withheld:
        signature.members = [
            SignatureMember(
                position=position,
                name=each.name,
                name_language=each.language,
                organisation_id=each.organisation_id,
                countries=list(each.countries),
            )
            for position, each in enumerate(members)
        ]
    session.add(signature)
    return signature


def commit(session: Session, release: Release, signature: Signature, signer: Signer) -> None:
    """Commit to the signer under a new salt and write the payload; until it counts, it may change.

    A withheld signer's side and mandate are not even in the payload: they would tell her apart.
    """
    salt = proof.new_salt()
    who = proof.identity(
        kind=signature.kind.value,
        organisation=signer.organisation_id,
        name=signer.name,
        language=signer.language,
        affiliation=signer.affiliation,
        people=signer.people,
        countries=list(signer.countries),
        members=list(signer.members),
    )
    write_signer(session, signature, replace(signer, salt=salt, identity=who))
    signature.commitment = proof.commitment(salt, who)
    payload = proof.payload(
        statement=release.statement_id,
        release=release.number,
        text_root=release.text_root,
        language=signature.language,
        language_root=signature.language_root,
        commitment=signature.commitment,
        side=signature.side.value if signature.side else None,
        role=signature.role.value,
        mandate_date=signature.mandate_date.isoformat() if signature.mandate_date else None,
    )
    signature.payload = payload.decode()
    signature.payload_sha256 = hashlib.sha256(payload).hexdigest()
