"""Signing for an organisation under exactly the text that was read, and withdrawing."""

import hashlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Organisation
from portal.network.names import display_name
from portal.statements import proof
from portal.statements.commands.stages import locked
from portal.statements.facts import SignatureWithdrawn, SigningFrozen, StatementSigned
from portal.statements.models import (
    Release,
    ReleaseLanguage,
    Signature,
    SignatureRole,
    SignatureState,
)
from portal.statements.policy import may_freeze, may_sign, may_withdraw


def sign(
    session: Session,
    statement_id: str,
    *,
    release_id: str,
    text_root: str,
    language: str,
    language_root: str,
    by: Actor,
    withheld: bool = False,
    mandate_body: str = "",
    mandate_date: date | None = None,
    role: SignatureRole = SignatureRole.CO_SIGNER,
) -> Signature:
    """Sign the release whose roots the page showed; anything else than what was read is refused."""
    statement = locked(session, statement_id)
    require(may_sign(session, by, statement))
    assert by.organisation_id is not None  # noqa: S101 - may_sign asks for it
    assert by.person_id is not None  # noqa: S101
    release = statement.released
    assert release is not None  # noqa: S101
    read = session.get(ReleaseLanguage, (release.id, language))
    if (
        release.id != release_id
        or release.text_root != text_root
        or read is None
        or read.language_root != language_root
    ):
        raise Invalid(
            say(
                "The text on your page is not the one that is open for signature now. Nothing was signed. Read the present text and sign that."
            )
        )
    if mandate_date and mandate_date > clock.today():
        raise Invalid(
            say("Your board's decision cannot lie in the future. Nothing was signed."),
            {"mandate_date": say("Write the day on which your organisation decided.")},
        )
    organisation = session.scalars(
        select(Organisation)
        .where(Organisation.id == by.organisation_id)
        .options(selectinload(Organisation.names), selectinload(Organisation.countries))
    ).one()
    name = display_name(organisation)
    if any(drafter.organisation_id == organisation.id for drafter in statement.drafters):
        role = SignatureRole.DRAFTER
    if statement.called_by_id == organisation.id:
        role = SignatureRole.CALLER
    salt = proof.new_salt()
    who = proof.identity(
        kind="member",
        organisation=organisation.id,
        name=name.text,
        language=name.language,
        countries=organisation.country_codes,
    )
    committed = proof.commitment(salt, who)
    payload = proof.payload(
        statement=statement.id,
        release=release.number,
        text_root=release.text_root,
        language=language,
        language_root=language_root,
        commitment=committed,
        side=organisation.side.value,
        role=role.value,
        mandate_date=mandate_date.isoformat() if mandate_date else None,
    )
    signature = Signature(
        release_id=release.id,
        organisation_id=organisation.id,
        name=name.text,
        name_language=name.language,
        side=organisation.side,
        countries=organisation.country_codes,
        role=role,
        state=SignatureState.CONFIRMED,
        withheld=withheld,
        language=language,
        language_root=language_root,
        mandate_body=mandate_body.strip(),
        mandate_date=mandate_date,
        salt=salt,
        commitment=committed,
        identity=who,
        payload=payload.decode(),
        payload_sha256=hashlib.sha256(payload).hexdigest(),
        signed_by_id=by.person_id,
    )
    session.add(signature)
    statement.changed_at = clock.now()
    session.flush()
    announce(
        session,
        StatementSigned(
            subject=statement.id,
            release=release.id,
            signature=signature.id,
            signatory=organisation.id,
            # A withheld signer is named nowhere, not even as the one who acted.
            by=None if withheld else by.person_id,
            organisation=None if withheld else organisation.id,
        ),
    )
    return signature


def withdraw_signature(session: Session, signature_id: str, *, reason: str, by: Actor) -> Signature:
    """Take a signature back: a dated act, shown as such."""
    signature = session.scalar(
        select(Signature).where(Signature.id == signature_id).with_for_update()
    )
    if signature is None:
        raise NotFound
    require(may_withdraw(by, signature))
    release = session.get_one(Release, signature.release_id)
    statement = locked(session, release.statement_id)
    signature.state = SignatureState.WITHDRAWN
    signature.withdrawn_at = statement.changed_at = clock.now()
    signature.withdrawn_reason = reason.strip()
    announce(
        session,
        SignatureWithdrawn(
            subject=statement.id,
            release=release.id,
            signature=signature.id,
            by=None if signature.withheld else by.person_id,
            organisation=None if signature.withheld else signature.organisation_id,
        ),
    )
    return signature


def freeze_signing(session: Session, statement_id: str, *, frozen: bool, by: Actor) -> None:
    """The switch for when something is wrong: no signature is taken while it is set."""
    statement = locked(session, statement_id)
    require(may_freeze(by, statement))
    statement.frozen_at = clock.now() if frozen else None
    statement.changed_at = clock.now()
    announce(
        session,
        SigningFrozen(
            subject=statement.id, frozen=frozen, by=by.person_id, organisation=by.organisation_id
        ),
    )
