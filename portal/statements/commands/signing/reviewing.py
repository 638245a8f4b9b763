"""A person of the network looks at signatures from outside: two people publish each."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.commands.details import clean_text
from portal.statements.commands.signing.counting import begin_to_count
from portal.statements.commands.signing.members import LONGEST_REASON
from portal.statements.commands.stages import locked
from portal.statements.facts import SignatureAccepted, SignatureDeclined, SignaturesCleared
from portal.statements.models import (
    Release,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureOrigin,
    SignatureState,
    Statement,
)
from portal.statements.policy import may_accept_listed, may_review

REVIEWED = frozenset({SignatureState.IN_REVIEW, SignatureState.UNCONFIRMED})
"""States in which the queue holds a signature; only the first can be accepted."""


def accept_signatures(
    session: Session, statement_id: str, chosen: Sequence[str], *, by: Actor
) -> int:
    """Let them count; how many did. Raises Refused, Invalid."""
    statement = locked(session, statement_id)
    require(may_review(by, statement))
    if statement.frozen_at is not None:
        raise Invalid(say("Signing is paused. Let it go on first, then accept."))
    accepted = 0
    looked_at = waiting(session, statement, chosen)
    if any(signature.origin is SignatureOrigin.LISTED for signature in looked_at):
        for listed in _lists_of(session, looked_at):
            require(may_accept_listed(by, statement, listed))
    for signature in looked_at:
        if signature.state is not SignatureState.IN_REVIEW:
            continue
        if statement.released is None or statement.released.id != signature.release_id:
            raise Invalid(
                say(
                    "One of these signed an earlier release, which is not the one that everyone reads now. Decline it with that reason."
                )
            )
        signature.reviewed_at = clock.now()
        signature.reviewed_by_id = by.person_id
        begin_to_count(session, statement, signature)
        announce(
            session,
            SignatureAccepted(
                subject=statement.id,
                release=signature.release_id,
                signature=signature.id,
                by=by.person_id,
                organisation=by.organisation_id,
            ),
        )
        accepted += 1
    return accepted


def decline_signatures(
    session: Session, statement_id: str, chosen: Sequence[str], *, reason: str, by: Actor
) -> int:
    """Decline them with one reason, which those who answered their mail are told; how many were.

    Raises Refused, Invalid.
    """
    statement = locked(session, statement_id)
    require(may_review(by, statement))
    words = clean_text(reason, LONGEST_REASON)
    if not words:
        raise Invalid(
            say("Say why, in words that the signatory can read. Nothing was declined."),
            {"reason": say("Write a reason.")},
        )
    declined = waiting(session, statement, chosen)
    for signature in declined:
        told = signature.state is SignatureState.IN_REVIEW
        signature.state = SignatureState.DECLINED
        signature.reviewed_at = clock.now()
        signature.reviewed_by_id = by.person_id
        signature.review_reason = words
        if told:
            announce(
                session,
                SignatureDeclined(
                    subject=statement.id,
                    release=signature.release_id,
                    signature=signature.id,
                    reason=words,
                    told=signature.origin is SignatureOrigin.OWN,
                    by=by.person_id,
                    organisation=by.organisation_id,
                ),
            )
    unanswered = sum(signature.confirmed_at is None for signature in declined)
    if unanswered and statement.released is not None:
        announce(
            session,
            SignaturesCleared(
                subject=statement.id,
                release=statement.released.id,
                number=unanswered,
                by=by.person_id,
                organisation=by.organisation_id,
            ),
        )
    session.flush()
    return len(declined)


def waiting(session: Session, statement: Statement, chosen: Sequence[str]) -> list[Signature]:
    """Those of the chosen that are still in this statement's queue."""
    releases = select(Release.id).where(Release.statement_id == statement.id)
    found: list[Signature] = []
    for start in range(0, len(chosen), 500):
        found += session.scalars(
            select(Signature)
            .where(
                Signature.id.in_(chosen[start : start + 500]),
                Signature.release_id.in_(releases),
                Signature.state.in_(REVIEWED),
            )
            .order_by(Signature.id)
        )
    return found


def _lists_of(session: Session, signatures: Sequence[Signature]) -> Sequence[SignatureList]:
    releases = {signature.release_id for signature in signatures}
    keys = {item.id for item in signatures if item.origin is SignatureOrigin.LISTED}
    rows = session.execute(
        select(SignatureListLine.signature_id, SignatureListLine.list_id)
        .join(SignatureList, SignatureList.id == SignatureListLine.list_id)
        .where(SignatureList.release_id.in_(releases), SignatureListLine.signature_id.is_not(None))
    ).all()
    lists = {listed for key, listed in rows if key in keys}
    return session.scalars(select(SignatureList).where(SignatureList.id.in_(lists))).all()
