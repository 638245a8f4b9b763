"""A signature begins to count, or stops: the log is told, and round numbers are noted."""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.facts import announce
from portal.core.orm import at_end
from portal.log.commands import log_act
from portal.statements import proof
from portal.statements.facts import MilestoneReached
from portal.statements.models import Milestone, Signature, SignatureState, Statement

_FIRST = (10, 25, 50, 70, 100, 150, 200, 250, 500)
_THEN = 1_000
"""From here on, every thousand is one."""


def begin_to_count(session: Session, statement: Statement, signature: Signature) -> None:
    """Confirm a signature: from here on it counts, and the log holds it."""
    signature.state = SignatureState.CONFIRMED
    statement.changed_at = clock.now()
    session.flush()
    log_act(session, "signature", signature.id, signature.payload_sha256)
    release_id = signature.release_id
    # Once for all that are confirmed together.
    at_end(
        session,
        ("milestones", release_id),
        lambda ending: _note_milestones(ending, statement.id, release_id),
    )


def stop_counting(session: Session, statement: Statement, signature: Signature) -> None:
    """Note a withdrawal. What never counted was never shown, so nothing of it is kept."""
    statement.changed_at = clock.now()
    if not signature.counts:
        session.delete(signature)
        session.flush()
        return
    signature.state = SignatureState.WITHDRAWN
    signature.withdrawn_at = statement.changed_at
    session.flush()
    told = proof.canonical(
        {"format": "solidarity-withdrawal/1", "payload_sha256": signature.payload_sha256}
    )
    log_act(session, "withdrawal", signature.id, hashlib.sha256(told).hexdigest())


def milestones_up_to(count: int) -> list[int]:
    """Every round number that so many signatures have reached."""
    return [each for each in _FIRST if each <= count] + list(range(_THEN, count + 1, _THEN))


def _note_milestones(session: Session, statement_id: str, release_id: str) -> None:
    count = session.scalar(
        select(func.count()).where(
            Signature.release_id == release_id, Signature.state == SignatureState.CONFIRMED
        )
    )
    due = milestones_up_to(count or 0)
    # Only the newest can be new, unless several were accepted at once.
    if not due or session.get(Milestone, (release_id, due[-1])) is not None:
        return
    noted = set(session.scalars(select(Milestone.count).where(Milestone.release_id == release_id)))
    for number in due:
        if number not in noted:
            session.add(Milestone(release_id=release_id, count=number))
            announce(
                session, MilestoneReached(subject=statement_id, release=release_id, count=number)
            )
    session.flush()
