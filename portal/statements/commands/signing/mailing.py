"""The mail that whoever signs from outside has to answer.

It is no fact for others to hear: an unanswered form is no act, and a flood of them must not fill
the log of acts. Nothing that was typed stands in it, so that nobody can send words to a stranger.
"""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.links import absolute
from portal.core.sentences import say
from portal.mail.commands import queue_mail
from portal.mail.models import OutboxMessage
from portal.statements.models import Release, Signature, Statement
from portal.statements.queries.reading import read_release
from portal.statements.sealing import link_token

MAIL_AGAIN = timedelta(hours=1)
"""How long after a mail the same address can cause another."""


def mail_link(
    session: Session, statement: Statement, release: Release, signature: Signature, email: str
) -> None:
    """Send the link to the address that was given, at most once an hour."""
    start = f"sign-on:{signature.id}:"
    now = clock.now()
    last = session.scalar(
        select(func.max(OutboxMessage.created_at)).where(
            OutboxMessage.key.startswith(start, autoescape=True)
        )
    )
    if last is not None and last > now - MAIL_AGAIN:
        return
    token = link_token(session, signature.id)
    queue_mail(
        session,
        key=start + now.isoformat(timespec="seconds"),
        to=email,
        locale=signature.locale or "en",
        subject=say("Please answer this mail"),
        paragraphs=[
            say(
                "This address was given to sign the following text. Open the link within a week, read what it says, and press the button there:"
            ),
            read_release(session, release, [signature.language]).title.body,
            absolute(
                session, f"/statements/{statement.slug}/sign/answer/{token}", signature.locale
            ),
            say(
                "If you did not ask for this, ignore this mail: without you nothing happens, and the address is forgotten in two weeks."
            ),
        ],
    )
