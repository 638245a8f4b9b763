"""Sending what the outbox holds: claimed, sent, marked, one message at a time.

A message is claimed in one transaction, handed to the mail server outside any, and marked in
another, so that two workers never send the same one. Between handing over and marking lies the
only moment in which a crash can double a message; both copies then have one Message-ID.
"""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

import structlog
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.mail import queries
from portal.mail.models import OutboxMessage

BATCH = 20
CLAIM = timedelta(minutes=10)
"""After this long without a word a claim is void: whoever made it has died."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
PATIENCE = timedelta(days=3)
"""How long a message is tried before it is given up."""
KEPT = timedelta(days=30)
TIMEOUT = 30

log = structlog.get_logger()


class MailAddressInvalid(ValueError):
    """PORTAL_MAIL_URL cannot be understood."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, read from PORTAL_MAIL_URL."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    """*whole* (smtps), *starttls* (where the server offers it; always for a password), *none*."""


def mail_server(url: str) -> MailServer:
    """Read `smtp://user:password@host:587` or `smtps://…`; `?tls=none` asks for no encryption."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise MailAddressInvalid("PORTAL_MAIL_URL should look like smtp://user:password@host:587.")
    whole = parts.scheme == "smtps"
    asked = parse_qs(parts.query).get("tls", ["whole" if whole else "starttls"])[0]
    try:
        port = parts.port
    except ValueError:
        raise MailAddressInvalid("The port in PORTAL_MAIL_URL is not a number.") from None
    return MailServer(
        host=parts.hostname,
        port=port or (465 if whole else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=asked,
    )


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted and signed in as the address asks. Raises OSError, SMTPException."""
    context = ssl.create_default_context()
    if server.tls == "whole":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.tls == "starttls" and (connection.has_extn("starttls") or server.password):
            connection.starttls(context=context)
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def compose(row: OutboxMessage, settings: Settings) -> EmailMessage:
    """The message as it goes out (RFC 5322); its Message-ID is the row's, however often it is sent."""
    domain = settings.mail_from.rpartition("@")[2] or "localhost"
    message = EmailMessage()
    message["From"] = Address(display_name=settings.site_name, addr_spec=settings.mail_from)
    message["To"] = row.to
    message["Subject"] = " ".join(row.subject.split())
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in row.headers.items():
        if name in {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Reply-To"}:
            message[name] = " ".join(str(value).split())
    message.set_content(row.body, charset="utf-8")
    message["Content-Language"] = row.locale
    return message


def send_due(database: Database, settings: Settings) -> int:
    """Send what is due and give how many went out; nothing without a mail server.

    A server that does not answer delays all that was claimed; nothing is lost by it.
    """
    if not settings.mail_url:
        return 0
    server, sent = mail_server(settings.mail_url), 0
    while rows := _claim(database):
        left = list(rows)
        try:
            with connected(server) as connection:
                while left:
                    sent += _hand_over(database, settings, connection, left[0])
                    left.pop(0)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail server does not take mail", error=type(error).__name__)
            for row in left:
                _delay(database, row, error)
            break
    return sent


def _claim(database: Database) -> Sequence[OutboxMessage]:
    now = clock.now()
    with database.reading() as session:
        if not queries.anything_due(session, now):
            return []
    with database.transaction() as session:
        rows = session.scalars(
            queries.due(now).limit(BATCH).with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.claimed_until = now + CLAIM
    return rows


def _hand_over(
    database: Database, settings: Settings, connection: smtplib.SMTP, row: OutboxMessage
) -> bool:
    """Send one message. What concerns it alone is noted here; what ends the connection is raised."""
    try:
        connection.send_message(compose(row, settings))
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            _give_up(database, row, error)
        else:
            _delay(database, row, error)
        return False
    except (smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError) as error:
        if isinstance(error, smtplib.SMTPDataError) and error.smtp_code < 500:
            _delay(database, row, error)
        else:
            _give_up(database, row, error)
        return False
    _mark_sent(database, row)
    return True


def _mark_sent(database: Database, row: OutboxMessage) -> None:
    """A body may hold a link that opens something, so it is not kept once it is out."""
    with database.transaction() as session:
        _set(session, row, sent_at=clock.now(), claimed_until=None, body="", last_error="")


def _delay(database: Database, row: OutboxMessage, error: Exception) -> None:
    now = clock.now()
    if now - row.created_at > PATIENCE:
        _give_up(database, row, error)
        return
    wait = min(FIRST_WAIT * 2 ** min(row.attempts, 10), LONGEST_WAIT)
    with database.transaction() as session:
        _set(
            session,
            row,
            attempts=row.attempts + 1,
            due_at=now + wait,
            claimed_until=None,
            last_error=_said(error),
        )


def _give_up(database: Database, row: OutboxMessage, error: Exception) -> None:
    log.warning("mail given up", message=row.id, error=type(error).__name__)
    with database.transaction() as session:
        _set(
            session,
            row,
            attempts=row.attempts + 1,
            failed_at=clock.now(),
            claimed_until=None,
            last_error=_said(error),
        )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _set(session: Session, row: OutboxMessage, **values: object) -> None:
    session.execute(update(OutboxMessage).where(OutboxMessage.id == row.id).values(**values))


def erase_old(session: Session) -> None:
    """Forget what was sent or given up a month ago."""
    past = clock.now() - KEPT
    session.execute(
        delete(OutboxMessage).where(
            or_(OutboxMessage.sent_at < past, OutboxMessage.failed_at < past)
        )
    )
