"""Standing behind another organisation's amendment, with one's side on that day."""

from sqlalchemy.orm import Session

from portal.core.policy import require
from portal.network.actors import Actor
from portal.statements.commands.amending.opening import announce_act, opened
from portal.statements.facts import AmendmentSupported, SupportWithdrawn
from portal.statements.models import Amendment, AmendmentSupport
from portal.statements.policy import may_support


def support_amendment(session: Session, amendment_id: str, *, by: Actor) -> Amendment:
    """Support it as the organisation that `by` acts for; pressing twice counts once."""
    amendment, statement = opened(session, amendment_id)
    require(may_support(by, statement, amendment))
    assert by.person_id is not None  # noqa: S101 - may_support asks for it
    assert by.organisation_id is not None  # noqa: S101
    assert by.side is not None  # noqa: S101
    if session.get(AmendmentSupport, (amendment.id, by.organisation_id)) is None:
        amendment.supporters.append(
            AmendmentSupport(organisation_id=by.organisation_id, side=by.side, by_id=by.person_id)
        )
        session.flush()
        announce_act(session, AmendmentSupported, amendment, by)
    return amendment


def withdraw_support(session: Session, amendment_id: str, *, by: Actor) -> Amendment:
    """Do not support it any more."""
    amendment, statement = opened(session, amendment_id)
    require(may_support(by, statement, amendment))
    given = session.get(AmendmentSupport, (amendment.id, by.organisation_id))
    if given is not None:
        amendment.supporters.remove(given)
        session.flush()
        announce_act(session, SupportWithdrawn, amendment, by)
    return amendment
