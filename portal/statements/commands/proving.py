"""Organisations keep keys of their own, and sign with them what the portal recorded."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import say
from portal.log.notes import decoded, encoded, is_signed
from portal.log.public_keys import public_key_of
from portal.network.actors import Actor
from portal.statements.commands.signing.members import held
from portal.statements.facts import (
    OrganisationKeyAdded,
    OrganisationKeyRetired,
    SignedWithOwnKey,
)
from portal.statements.models import OrganisationKey, Signature
from portal.statements.policy.proving import may_keep_keys, may_retire, may_sign_with_key


def add_key(session: Session, *, public_key: str, label: str, by: Actor) -> OrganisationKey:
    """Keep the public half of a key that her organisation made on a machine of its own."""
    require(may_keep_keys(by))
    assert by.organisation_id is not None  # noqa: S101 - may_keep_keys asks for it
    assert by.person_id is not None  # noqa: S101
    if "PRIVATE" in public_key:
        sentence = say(
            "This is a private key. It was not kept here, but it has left your machine: make a new one, and paste its public half."
        )
        raise Invalid(sentence, {"public_key": sentence})
    raw = public_key_of(public_key)
    if raw is None:
        sentence = say(
            "This is not an Ed25519 public key. Paste the whole PEM file with the public key, or its 32 bytes in base64."
        )
        raise Invalid(sentence, {"public_key": sentence})
    known = session.scalar(
        select(OrganisationKey).where(OrganisationKey.public_key == encoded(raw))
    )
    if known is not None:
        sentence = say("This key is kept here already. Each organisation needs its own.")
        raise Invalid(sentence, {"public_key": sentence})
    key = OrganisationKey(
        organisation_id=by.organisation_id,
        public_key=encoded(raw),
        label=label.strip(),
        added_by_id=by.person_id,
    )
    session.add(key)
    session.flush()
    announce(
        session,
        OrganisationKeyAdded(
            subject=key.id,
            public_key=key.public_key,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return key


def retire_key(session: Session, key_id: str, *, by: Actor) -> OrganisationKey:
    """Take no more signatures with this key; those that it made stay."""
    key = hold(session, OrganisationKey, key_id)
    require(may_retire(by, key))
    if key.retired_at is None:
        key.retired_at = clock.now()
        announce(
            session,
            OrganisationKeyRetired(
                subject=key.id,
                public_key=key.public_key,
                by=by.person_id,
                organisation=by.organisation_id,
            ),
        )
    return key


def keys_in_use(session: Session, organisation_id: str) -> Sequence[OrganisationKey]:
    return session.scalars(
        select(OrganisationKey)
        .where(
            OrganisationKey.organisation_id == organisation_id,
            OrganisationKey.retired_at.is_(None),
        )
        .order_by(OrganisationKey.added_at, OrganisationKey.id)
    ).all()


def sign_with_key(
    session: Session, signature_id: str, *, key_signature: str, by: Actor
) -> Signature:
    """Keep what the organisation's own key made over the payload, if it did.

    Raises:
        Invalid: where it is no signature, or none of the organisation's keys made it.
    """
    statement, signature = held(session, signature_id)
    require(may_sign_with_key(by, signature))
    assert signature.organisation_id is not None  # noqa: S101 - asked for it
    keys = keys_in_use(session, signature.organisation_id)
    if not keys:
        sentence = say("No key of your organisation is known here. Add its public half first.")
        raise Invalid(sentence, {"key_signature": sentence})
    made = decoded("".join(key_signature.split()), 64)
    if made is None:
        sentence = say(
            "A signature is 64 bytes, written in base64 as 88 characters. Paste the whole of what was printed, and nothing else."
        )
        raise Invalid(sentence, {"key_signature": sentence})
    message = signature.payload.encode()
    for key in keys:
        raw = decoded(key.public_key, 32)
        if raw is not None and is_signed(raw, made, message):
            break
    else:
        sentence = say(
            "None of your organisation's keys made this signature over this file. Download the file anew, change nothing in it, and sign it with the private half of a key that is listed here."
        )
        raise Invalid(sentence, {"key_signature": sentence})
    signature.key_id, signature.key_signature = key.id, encoded(made)
    statement.changed_at = clock.now()
    announce(
        session,
        SignedWithOwnKey(
            subject=statement.id,
            signature=signature.id,
            key=key.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return signature
