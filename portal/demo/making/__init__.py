"""Makes the demo network out of its content, through the same commands as people use."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.core.errors import Conflict
from portal.core.sentences import say
from portal.core.settings import Settings
from portal.demo.making.forums import lay_forums
from portal.demo.making.gatherings import lay_gatherings
from portal.demo.making.library import lay_library
from portal.demo.making.log import lay_log, seal_the_rest
from portal.demo.making.network import lay_network
from portal.demo.making.roles import demo_accounts, open_roles
from portal.demo.making.statements import lay_statements
from portal.demo.making.story import Story
from portal.demo.reading import read_content
from portal.mail.models import OutboxMessage
from portal.mail.sending import KEPT
from portal.network.models import Organisation, Portal

__all__ = ["demo_accounts", "make_demo"]


def make_demo(session: Session, settings: Settings, *, day: date | None = None) -> None:
    """Fill an empty database; all dates lie around `day`, or today.

    Raises Conflict where there is a portal already.
    """
    if session.scalar(select(Portal.id)) or session.scalar(select(Organisation.id).limit(1)):
        raise Conflict(say("There is a portal here already. A demo needs a place of its own."))
    content = read_content()
    story = Story(session, day)
    lay_network(story, content)
    lay_statements(story, content)
    lay_library(story, content)
    lay_forums(story, content)
    lay_gatherings(story, content)
    lay_log(story)
    story.tell()
    seal_the_rest(story)
    _forget_old_mail(story)
    open_roles(session, settings, content, story)


def _forget_old_mail(story: Story) -> None:
    """A portal forgets mail a month after it was sent; what is younger waits in the mailbox."""
    story.session.flush()
    story.session.execute(delete(OutboxMessage).where(OutboxMessage.due_at < story.now - KEPT))
