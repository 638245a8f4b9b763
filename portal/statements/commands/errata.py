"""Errata: an editorial correction that both sides confirm and no signatory objects to."""

import hashlib

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.keys import keys_of
from portal.core.markdown import render_block
from portal.core.policy import require
from portal.core.sentences import say
from portal.log.commands import log_act
from portal.network.actors import Actor
from portal.statements import proof
from portal.statements.commands.stages import locked, ready
from portal.statements.facts import (
    ErratumConfirmed,
    ErratumObjected,
    ErratumProposed,
    ErratumStopped,
)
from portal.statements.models import (
    OBJECTION_WINDOW,
    Erratum,
    ErratumObjection,
    Release,
    ReleaseBlock,
    Signature,
    Statement,
)
from portal.statements.policy.errata import (
    may_answer_erratum,
    may_object,
    may_propose_erratum,
    may_take_back_erratum,
    objections_open,
)
from portal.statements.policy.revising import leads_for
from portal.statements.queries.errata import in_force, pending_for, released_wording
from portal.statements.sealing import by_organisation
from portal.texts.commands.revisions import checked_body, checked_language
from portal.texts.models import BlockKind, Revision


def propose_erratum(
    session: Session,
    statement_id: str,
    *,
    block_id: str,
    language: str,
    body: str,
    reason: str,
    reason_language: str,
    by: Actor,
) -> Erratum:
    """Propose other words for one paragraph of the public release in one of its languages."""
    statement = locked(session, statement_id)
    require(may_propose_erratum(by, statement))
    release, mine = statement.released, leads_for(by, statement)
    assert release is not None  # noqa: S101 - may_propose_erratum asks for it
    assert mine is not None  # noqa: S101
    assert by.person_id is not None  # noqa: S101
    signed = released_wording(session, release.id, block_id, language)
    if signed is None:
        raise NotFound
    words, because = checked_body(body), checked_body(reason)
    corrected = in_force(session, release.id).get((block_id, language))
    wrong = {}
    if not words or words == (corrected.body if corrected else signed.body):
        wrong["body"] = say("Change the words that are to be corrected.")
    if not because:
        wrong["reason"] = say("Say why this does not change the meaning.")
    if wrong:
        raise Invalid(say("The erratum is not proposed yet."), wrong)
    if pending_for(session, release.id, block_id, language) is not None:
        raise Invalid(
            say(
                "Another erratum of this paragraph is not settled yet. Wait for it, or take it back."
            )
        )
    kind = session.scalars(
        select(ReleaseBlock.kind).where(
            ReleaseBlock.release_id == release.id,
            ReleaseBlock.language == language,
            ReleaseBlock.block_id == block_id,
        )
    ).one()
    made = Erratum(
        release_id=release.id,
        block_id=block_id,
        revision_id=signed.id,
        language=language,
        body=words,
        html=str(render_block(words, "heading" if kind is BlockKind.TITLE else kind.value)),
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        reason=because,
        reason_language=checked_language(reason_language),
        organisation_id=mine.organisation_id,
        side=mine.side,
        by_id=by.person_id,
    )
    session.add(made)
    session.flush()
    announce(
        session,
        ErratumProposed(
            subject=statement.id,
            release=release.id,
            erratum=made.id,
            language=language,
            by=by.person_id,
            organisation=mine.organisation_id,
        ),
    )
    return made


def confirm_erratum(session: Session, erratum_id: str, *, by: Actor) -> None:
    """Say for the other side that it is editorial; from now on signatories have 72 hours to object.

    It goes into the transparency log as what it is: these words for those, in this release.
    """
    statement, release, erratum = _held(session, erratum_id)
    require(may_answer_erratum(by, statement, erratum))
    mine = leads_for(by, statement)
    assert mine is not None  # noqa: S101 - may_answer_erratum asks for it
    erratum.confirmed_organisation_id = mine.organisation_id
    erratum.confirmed_by_id = by.person_id
    erratum.confirmed_at = clock.now()
    erratum.objections_until = erratum.confirmed_at + OBJECTION_WINDOW
    statement.changed_at = clock.now()
    log_act(session, "erratum", erratum.id, erratum_sha256(session, release, erratum))
    announce(
        session,
        ErratumConfirmed(
            subject=statement.id,
            release=release.id,
            erratum=erratum.id,
            by=by.person_id,
            organisation=mine.organisation_id,
        ),
    )


def erratum_sha256(session: Session, release: Release, erratum: Erratum) -> str:
    """What the log holds of an erratum: SHA-256, hex, over canonical JSON (RFC 8785)."""
    signed = session.get_one(Revision, erratum.revision_id)
    return hashlib.sha256(
        proof.canonical(
            {
                "text_root": release.text_root,
                "block": erratum.block_id,
                "language": erratum.language,
                "before": signed.sha256,
                "after": erratum.sha256,
            }
        )
    ).hexdigest()


def refuse_erratum(session: Session, erratum_id: str, *, reason: str, by: Actor) -> None:
    """The other side says why it is no mere correction, or the proposer takes it back."""
    statement, release, erratum = _held(session, erratum_id)
    if not may_take_back_erratum(by, statement, erratum):
        require(may_answer_erratum(by, statement, erratum))
    because = checked_body(reason)
    if not because:
        raise Invalid(
            say("Say why, so that the other side can act on it."),
            {"reason": say("This is needed.")},
        )
    erratum.stopped_at = statement.changed_at = clock.now()
    erratum.stopped_reason = because
    announce(
        session,
        ErratumStopped(
            subject=statement.id,
            release=release.id,
            erratum=erratum.id,
            reason=because,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def object_to_erratum(
    session: Session, erratum_id: str, *, words: str, language: str, by: Actor
) -> None:
    """A member that signed objects: the erratum stops, whatever anyone else says."""
    statement, release, erratum = _held(session, erratum_id)
    signature = signature_for(session, release.id, by.organisation_id)
    require(may_object(by, erratum, signature))
    assert signature is not None  # noqa: S101 - may_object asks for it
    _object(session, statement, erratum, signature, words, language, by)


def object_from_outside(session: Session, token: str, *, words: str, language: str) -> None:
    """A signatory from outside objects, through the link in its mail."""
    erratum, signature = objector(session, token)
    statement, _release, erratum = _held(session, erratum.id)
    ready(objections_open(erratum))
    _object(session, statement, erratum, signature, words, language, None)


def _object(
    session: Session,
    statement: Statement,
    erratum: Erratum,
    signature: Signature,
    words: str,
    language: str,
    by: Actor | None,
) -> None:
    because = checked_body(words)
    if not because:
        raise Invalid(
            say("Say what it changes. Your objection is not recorded yet."),
            {"words": say("This is needed.")},
        )
    session.add(
        ErratumObjection(
            erratum_id=erratum.id,
            signature_id=signature.id,
            words=because,
            language=checked_language(language),
        )
    )
    erratum.stopped_at = statement.changed_at = clock.now()
    named = by is not None and not signature.withheld
    announce(
        session,
        ErratumObjected(
            subject=statement.id,
            release=erratum.release_id,
            erratum=erratum.id,
            by=by.person_id if by and named else None,
            organisation=signature.organisation_id if named else None,
        ),
    )


def signature_for(
    session: Session, release_id: str, organisation_id: str | None
) -> Signature | None:
    """The signature of a member under a release, whether its name is shown or withheld."""
    if organisation_id is None:
        return None
    return session.scalars(
        select(Signature).where(
            Signature.release_id == release_id, by_organisation(session, organisation_id)
        )
    ).first()


def objection_token(session: Session, erratum_id: str, signature_id: str) -> str:
    """What the link in a signatory's mail ends with."""
    return str(_links(session).dumps([erratum_id, signature_id]))


def objector(session: Session, token: str) -> tuple[Erratum, Signature]:
    """Which erratum a link is about, and whose signature; raises NotFound for any other link."""
    try:
        erratum_id, signature_id = _links(session).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    erratum, signature = session.get(Erratum, erratum_id), session.get(Signature, signature_id)
    if (
        erratum is None
        or signature is None
        or signature.release_id != erratum.release_id
        or not signature.counts
    ):
        raise NotFound
    return erratum, signature


def _links(session: Session) -> URLSafeSerializer:
    return URLSafeSerializer(keys_of(session).key("links"), salt="erratum")


def _held(session: Session, erratum_id: str) -> tuple[Statement, Release, Erratum]:
    erratum = session.get(Erratum, erratum_id)
    if erratum is None:
        raise NotFound
    release = session.get_one(Release, erratum.release_id)
    statement = locked(session, release.statement_id)
    session.refresh(erratum)
    return statement, release, erratum
