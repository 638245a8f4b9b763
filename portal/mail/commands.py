"""Queueing mail: one row in the transaction that caused it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock, locales
from portal.core.sentences import Sentence
from portal.mail.models import OutboxMessage


def queue_mail(
    session: Session,
    *,
    key: str,
    to: str,
    locale: str,
    subject: Sentence | str,
    paragraphs: list[Sentence | str],
    headers: Mapping[str, str] | None = None,
    due: datetime | None = None,
) -> OutboxMessage | None:
    """Queue one mail in the recipient's language; None when `key` was queued before.

    Subjects are neutral and bodies hold no secrets beyond the link that the mail is about.
    """
    if session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
        return None
    with locales.speaking(locale):
        message = OutboxMessage(
            key=key,
            to=to,
            locale=locale,
            subject=str(subject),
            body="\n\n".join(str(paragraph) for paragraph in paragraphs) + "\n",
            headers=dict(headers or {}),
            due_at=due or clock.now(),
        )
    session.add(message)
    return message
