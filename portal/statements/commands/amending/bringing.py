"""Amendments out of a file: all of them in one act, or none."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.commands.amending.proposing import Made, Proposal, propose_amendment


def bring_amendments(
    session: Session, statement_id: str, proposals: Sequence[Proposal], *, by: Actor
) -> list[Made]:
    """Propose each change of a file; what the organisation has proposed already stays one."""
    if not proposals:
        raise Invalid(say("Nothing was chosen, so nothing was proposed. Tick at least one change."))
    return [propose_amendment(session, statement_id, each, by=by) for each in proposals]
