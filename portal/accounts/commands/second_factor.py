"""The second step of signing in: setting it up, showing it, and codes for a lost phone."""

from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.accounts import authenticators, policy, queries
from portal.accounts.authenticators import Vault
from portal.accounts.facts import (
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SecondFactorConfirmed,
    SecondFactorRemoved,
)
from portal.accounts.models import Authenticator, RecoveryCode, SignInSession
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.ids import digest
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor

WRONG_CODE = say(
    "This code is not right, or it was used before. Wait for the next one and type its six digits."
)


def enrol_totp(session: Session, vault: Vault, *, by: Actor) -> Authenticator:
    """Begin to set up an authenticator; one that was begun before and not finished is dropped."""
    session.execute(
        delete(Authenticator).where(
            Authenticator.person_id == by.person_id, Authenticator.confirmed_at.is_(None)
        )
    )
    begun = Authenticator(person_id=by.person_id, secret=vault.seal(authenticators.new_secret()))
    session.add(begun)
    session.flush()
    return begun


def confirm_totp(session: Session, vault: Vault, code: str, *, by: Actor) -> Sequence[str]:
    """Finish setting up with a first code; gives new recovery codes, to be shown once.

    Replaces an older authenticator and ends her other sessions, which have not shown this one.
    Raises Invalid for a wrong code.
    """
    assert by.person_id is not None  # noqa: S101 - only people reach this
    begun = queries.authenticator_of(session, by.person_id, confirmed=False)
    secret = vault.open(begun.secret) if begun else None
    step = authenticators.matching_step(secret, code, at=clock.now(), after=0) if secret else None
    if begun is None or step is None:
        raise Invalid(WRONG_CODE, {"code": WRONG_CODE})
    session.execute(
        delete(Authenticator).where(
            Authenticator.person_id == by.person_id, Authenticator.id != begun.id
        )
    )
    begun.confirmed_at = clock.now()
    begun.last_step = step
    session.execute(
        update(SignInSession)
        .where(
            SignInSession.person_id == by.person_id,
            SignInSession.id != (by.session_id or ""),
            SignInSession.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )
    _mark_shown(session, by.session_id or "")
    announce(session, SecondFactorConfirmed(subject=by.person_id, by=by.person_id))
    return make_recovery_codes(session, by=by)


def show_second_factor(
    session: Session, vault: Vault, code: str, *, session_id: str, person_id: str
) -> bool:
    """Let a session that waits for its code go on; a recovery code serves too. Each works once."""
    if not (
        _use_totp(session, vault, code, person_id) or _use_recovery_code(session, code, person_id)
    ):
        return False
    _mark_shown(session, session_id)
    return True


def _use_totp(session: Session, vault: Vault, code: str, person_id: str) -> bool:
    kept = queries.authenticator_of(session, person_id)
    secret = vault.open(kept.secret) if kept else None
    if kept is None or secret is None:
        return False
    step = authenticators.matching_step(secret, code, at=clock.now(), after=kept.last_step)
    if step is None:
        return False
    # Two requests with one code: the database lets one of them through.
    used = session.execute(
        update(Authenticator)
        .where(Authenticator.id == kept.id, Authenticator.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
        .returning(Authenticator.id)
    )
    return used.first() is not None


def _use_recovery_code(session: Session, code: str, person_id: str) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.digest == digest(authenticators.plain_recovery_code(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
        .returning(RecoveryCode.id)
    )
    if used.first() is None:
        return False
    announce(session, RecoveryCodeUsed(subject=person_id, by=person_id))
    return True


def _mark_shown(session: Session, session_id: str) -> None:
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id)
        .values(second_factor_at=clock.now())
    )


def make_recovery_codes(session: Session, *, by: Actor) -> Sequence[str]:
    """New codes for a lost phone, shown once; the older ones are void."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == by.person_id))
    codes = [authenticators.new_recovery_code() for _ in range(authenticators.RECOVERY_CODES)]
    session.add_all(RecoveryCode(person_id=by.person_id, digest=digest(code)) for code in codes)
    announce(session, RecoveryCodesMade(subject=by.person_id or "", by=by.person_id))
    return codes


def remove_totp(session: Session, *, by: Actor) -> None:
    """Ask for a password alone again, where the role allows it. Raises Refused."""
    require(policy.may_remove_authenticator(by))
    session.execute(delete(Authenticator).where(Authenticator.person_id == by.person_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == by.person_id))
    announce(session, SecondFactorRemoved(subject=by.person_id or "", by=by.person_id))
