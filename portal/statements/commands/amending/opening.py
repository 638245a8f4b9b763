"""An amendment and its statement, held until the transaction ends; and telling of an act on it."""

from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.facts import announce
from portal.network.actors import Actor
from portal.statements.commands.stages import locked
from portal.statements.facts import AmendmentFact
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


def announce_act(
    session: Session, act: type[AmendmentFact], amendment: Amendment, by: Actor, **more: object
) -> None:
    """Announce what `by` did with an amendment; `more` is what this kind of act has besides."""
    announce(
        session,
        act(
            subject=amendment.statement_id,
            amendment=amendment.id,
            number=amendment.number,
            by=by.person_id,
            organisation=by.organisation_id,
            **more,
        ),
    )
