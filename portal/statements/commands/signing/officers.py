"""The second officer: an organisation may ask that two of its people sign."""

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.commands.details import clean_text
from portal.statements.commands.signing.counting import begin_to_count
from portal.statements.commands.signing.members import LONGEST_REASON, held
from portal.statements.facts import SignatureDeclined, SigningRuleChanged, StatementSigned
from portal.statements.models import Signature, SignatureState, SigningRule
from portal.statements.policy import may_confirm_as_officer, may_set_signing_rule, signing_is_open
from portal.statements.queries.signing import who_may_sign
from portal.statements.sealing import signer_of

_OFFICERS = 2


def set_signing_rule(session: Session, *, second_officer: bool, by: Actor) -> None:
    """Ask for a second officer from now on, or no more. Raises Refused, Invalid.

    What holds already is not settled anew: nobody gets a mail, and nobody waits.
    """
    require(may_set_signing_rule(by))
    assert by.organisation_id is not None  # noqa: S101 - asked for
    assert by.person_id is not None  # noqa: S101
    officers = {person.id for _, person in who_may_sign(session, [by.organisation_id])}
    if second_officer and len(officers) < _OFFICERS:
        raise Invalid(
            say(
                "Your organisation has only one person who may sign, so nobody could be the second. Name another representative with the power to sign first."
            ),
            {"second_officer": say("This needs two people who may sign.")},
        )
    rule = session.get(SigningRule, by.organisation_id, with_for_update=True)
    if second_officer is (rule is not None and rule.second_officer):
        return
    if rule is None:
        rule = SigningRule(organisation_id=by.organisation_id, changed_by_id=by.person_id)
        session.add(rule)
    rule.second_officer = second_officer
    rule.changed_by_id, rule.changed_at = by.person_id, clock.now()
    session.flush()
    announce(
        session,
        SigningRuleChanged(
            subject=by.organisation_id,
            second_officer=second_officer,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def confirm_as_officer(session: Session, signature_id: str, *, by: Actor) -> Signature:
    """Confirm what a colleague has signed; from now on it counts. Raises Refused, NotFound."""
    statement, signature = held(session, signature_id)
    require(may_confirm_as_officer(session, by, signature))
    require(signing_is_open(statement))
    if statement.released is None or statement.released.id != signature.release_id:
        raise Invalid(say("The text was changed since. Read the present text and sign that."))
    signer = signer_of(session, signature)
    signature.confirmed_at = clock.now()
    # Who confirms would tell whose signature it is.
    signature.second_officer_id = None if signature.withheld else by.person_id
    begin_to_count(session, statement, signature)
    announce(
        session,
        StatementSigned(
            subject=statement.id,
            release=signature.release_id,
            signature=signature.id,
            signatory=signer.organisation_id or "",
            by=None if signature.withheld else by.person_id,
            organisation=None if signature.withheld else signer.organisation_id,
        ),
    )
    return signature


def decline_as_officer(session: Session, signature_id: str, *, reason: str, by: Actor) -> None:
    """Do not confirm it: nothing stands, and the organisation can sign anew."""
    statement, signature = held(session, signature_id)
    require(may_confirm_as_officer(session, by, signature))
    signature.state = SignatureState.DECLINED
    words = "" if signature.withheld else clean_text(reason, LONGEST_REASON)
    signature.review_reason = words
    session.flush()
    announce(
        session,
        SignatureDeclined(
            subject=statement.id,
            release=signature.release_id,
            signature=signature.id,
            reason=words,
            by=None if signature.withheld else by.person_id,
            organisation=None if signature.withheld else signature.organisation_id,
        ),
    )
