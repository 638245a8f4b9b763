"""Writing an act down for the transparency log, in the transaction of the act itself.

It waits there until the next batch gives it a place among others, so that the order of the log
tells nothing of the order of the acts.
"""

from sqlalchemy.orm import Session

from portal.core import clock
from portal.log.leaves import log_leaf
from portal.log.models import LogPending


def log_act(session: Session, act: str, subject_id: str, sha256: str) -> None:
    """Queue a leaf. `sha256` (hex) is of what the act speaks of: a payload, a root."""
    session.add(
        LogPending(
            subject_id=subject_id,
            act=act,
            leaf=log_leaf(act, clock.today(), sha256).decode(),
        )
    )
