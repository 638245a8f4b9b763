"""An amendment and its statement, held until the transaction ends."""

from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.statements.commands.stages import locked
from portal.statements.models import Amendment, Statement


def opened(session: Session, amendment_id: str) -> tuple[Amendment, Statement]:
    """Both, the statement locked, so that two acts on its amendments come one after the other."""
    found = session.get(Amendment, amendment_id)
    if found is None:
        raise NotFound
    statement = locked(session, found.statement_id)
    # What was read before the lock was held may be old.
    session.refresh(found)
    return found, statement
