"""Forgetting a signatory at her wish: what is left names nobody, and still verifies."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.facts import announce
from portal.core.policy import require
from portal.mail.models import OutboxMessage
from portal.network.actors import Actor
from portal.statements.commands.signing.counting import stop_counting
from portal.statements.commands.signing.members import held
from portal.statements.facts import SignatoryErased
from portal.statements.models import (
    ErratumObjection,
    Release,
    Signature,
    SignatureListLine,
    SignatureState,
)
from portal.statements.policy.proving import may_erase


def erase_signatory(session: Session, signature_id: str, *, by: Actor) -> None:
    """Delete the salt and everything that names her; a signature that counted is withdrawn.

    Without the salt nobody can tell whom the commitment in the log meant, not even by trying
    every name. The keyed mark stays, so that the same line cannot be signed twice; its key is in
    neither the database nor its backup. One that never counted is deleted whole.
    """
    require(may_erase(by))
    statement, signature = held(session, signature_id)
    release = session.get_one(Release, signature.release_id)
    _forget_around(session, signature)
    announce(
        session,
        SignatoryErased(
            subject=statement.id,
            release=release.id,
            signature=signature.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    if signature.state is not SignatureState.WITHDRAWN:
        counted = signature.counts
        stop_counting(session, statement, signature)
        if not counted:
            return
    statement.changed_at = signature.erased_at = clock.now()
    signature.salt = signature.identity = signature.organisation_id = None
    signature.name = signature.sealed = signature.affiliation = ""
    signature.name_language = "und"
    signature.people = signature.side = signature.mandate_date = None
    signature.countries = []
    signature.names_members = False
    signature.mandate_body = signature.withdrawn_reason = signature.review_reason = ""
    signature.signed_by_id = signature.second_officer_id = None
    signature.locale = ""
    signature.key_id, signature.key_signature = None, ""
    session.flush()


def _forget_around(session: Session, signature: Signature) -> None:
    """What names her in other tables: members, a list's raw line, her words, mail to her."""
    signature.members = []
    session.flush()
    session.execute(
        update(SignatureListLine)
        .where(SignatureListLine.signature_id == signature.id)
        .values(raw="", parsed={}, candidates=[], organisation_id=None, signature_id=None)
    )
    session.execute(delete(ErratumObjection).where(ErratumObjection.signature_id == signature.id))
    session.execute(
        delete(OutboxMessage).where(OutboxMessage.key.contains(signature.id, autoescape=True))
    )
