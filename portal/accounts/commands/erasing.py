"""What is kept of accounts no longer than it serves."""

from datetime import timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from portal.accounts.models import Authenticator, Invitation, PasswordReset, SignInSession
from portal.core import clock

KEPT = timedelta(days=30)


def erase_old(session: Session) -> None:
    """Forget sessions, resets and unanswered invitations a month after they ended."""
    past = clock.now() - KEPT
    session.execute(delete(SignInSession).where(SignInSession.ends_at < past))
    session.execute(delete(PasswordReset).where(PasswordReset.ends_at < past))
    session.execute(
        delete(Invitation).where(
            Invitation.accepted_at.is_(None),
            or_(Invitation.ends_at < past, Invitation.withdrawn_at < past),
        )
    )
    session.execute(
        delete(Authenticator).where(
            Authenticator.confirmed_at.is_(None), Authenticator.created_at < past
        )
    )
