"""What an organisation has pledged, on its own page."""

from sqlalchemy.orm import Session

from portal.commitments.queries.showing import pledged_by
from portal.commitments.words import STATES
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Organisation
from portal.network.panels import Panel, register


def commitments_panel(session: Session, organisation: Organisation, actor: Actor) -> Panel | None:  # noqa: ARG001 - a panel's shape
    """Its commitments, the open ones first; one statement."""
    pledged, total = pledged_by(session, organisation.id)
    if not pledged:
        return None
    return Panel(
        say("Commitments"),
        "commitments/_panel.html",
        {"pledged": pledged, "total": total, "states": STATES, "slug": organisation.slug},
    )


register(commitments_panel, order=35)
