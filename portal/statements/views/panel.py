"""What an organisation has signed, on its own page."""

from sqlalchemy.orm import Session

from portal.core import web
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Organisation
from portal.network.panels import Panel, register
from portal.statements.queries.signing import signed_openly_by


def signatures_panel(session: Session, organisation: Organisation, actor: Actor) -> Panel | None:  # noqa: ARG001 - a panel's shape
    """Its signatures that are shown with its name; one statement."""
    signed = signed_openly_by(session, organisation.id, web.reader_languages())
    if not signed:
        return None
    return Panel(say("Signatures"), "statements/_panel.html", {"signed": signed})


register(signatures_panel, order=30)
