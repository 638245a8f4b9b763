"""An organisation's works on its own page."""

from sqlalchemy.orm import Session

from portal.core import web
from portal.core.sentences import say
from portal.library.queries.showing import newest_of_organisation, short_titles
from portal.library.words import KINDS
from portal.network.actors import Actor
from portal.network.models import Organisation
from portal.network.panels import Panel, register


def works_panel(session: Session, organisation: Organisation, actor: Actor) -> Panel | None:
    """Its newest published works; one statement."""
    works = short_titles(
        session, newest_of_organisation(organisation.id), web.reader_languages(), actor
    )
    if not works:
        return None
    return Panel(say("In the library"), "library/_panel.html", {"works": works, "kinds": KINDS})


register(works_panel, order=40)
