"""What came from a list is withdrawn at its owner's wish, by somebody who may review it."""

from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.commands.details import clean_text
from portal.statements.commands.signing.counting import stop_counting
from portal.statements.commands.signing.members import held
from portal.statements.facts import ListedSignatureWithdrawn
from portal.statements.models import Signature
from portal.statements.policy import may_withdraw_listed
from portal.statements.queries.signing import list_behind

_LONGEST = 2_000


def withdraw_listed(session: Session, signature_id: str, *, reason: str, by: Actor) -> Signature:
    """A dated withdrawal like any other, with the reason beside it. Raises Refused, Invalid.

    The reason stands in the row alone, not in the log of acts: it goes when she is erased.
    """
    statement, signature = held(session, signature_id)
    require(may_withdraw_listed(by, statement, signature, list_behind(session, signature_id)))
    words = clean_text(reason, _LONGEST)
    if not words:
        raise Invalid(
            say("Say how its owner asked for it. Nothing was withdrawn."),
            {"reason": say("Write a reason.")},
        )
    signature.withdrawn_reason = words
    stop_counting(session, statement, signature)
    announce(
        session,
        ListedSignatureWithdrawn(
            subject=statement.id,
            release=signature.release_id,
            signature=signature.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return signature
