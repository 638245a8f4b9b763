"""Signing for a member organisation under exactly the text that was read, and withdrawing."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.commands.details import clean_line, clean_text
from portal.network.models import NetworkMembership, Organisation, OrganisationKind
from portal.network.names import display_name
from portal.statements.commands.signing.binding import (
    NamedMember,
    Read,
    bind,
    refuse_future,
    refuse_unread,
)
from portal.statements.commands.signing.counting import begin_to_count, stop_counting
from portal.statements.commands.stages import locked
from portal.statements.facts import (
    SignatureAwaitsOfficer,
    SignatureWithdrawn,
    SigningFrozen,
    StatementSigned,
)
from portal.statements.models import (
    Release,
    SignatoryKind,
    Signature,
    SignatureRole,
    SignatureState,
    SigningRule,
    Statement,
)
from portal.statements.policy import may_freeze, may_sign, may_withdraw
from portal.statements.sealing import Signer, organisation_mark, signer_of

LONGEST_REASON = 2_000
"""Letters of a reason that somebody gives for what she does with a signature."""


def sign(
    session: Session,
    statement_id: str,
    *,
    release_id: str,
    text_root: str,
    language: str,
    language_root: str,
    by: Actor,
    withheld: bool = False,
    mandate_body: str = "",
    mandate_date: date | None = None,
    role: SignatureRole = SignatureRole.CO_SIGNER,
    members: Sequence[str] = (),
) -> Signature:
    """Sign the release whose roots the page showed; anything else than what was read is refused.

    `members` are the ids of those of a network's own members that it names. Where the
    organisation asks for a second officer, the signature waits for her.
    """
    statement = locked(session, statement_id)
    require(may_sign(session, by, statement))
    assert by.organisation_id is not None  # noqa: S101 - may_sign asks for it
    assert by.person_id is not None  # noqa: S101
    release = statement.released
    assert release is not None  # noqa: S101
    read = Read(release_id, text_root, language, language_root)
    refuse_unread(session, release, read)
    refuse_future(mandate_date)
    organisation = session.scalars(
        select(Organisation)
        .where(Organisation.id == by.organisation_id)
        .options(selectinload(Organisation.names), selectinload(Organisation.countries))
    ).one()
    role = role_of(statement, organisation.id) or role
    if withheld and role in {SignatureRole.CALLER, SignatureRole.DRAFTER}:
        raise Invalid(
            say(
                "Your organisation is named on this statement as one that called for or drafted it, so its name cannot be kept from the public. Nothing was signed."
            ),
            {"withheld": say("This cannot be chosen by those who call for or draft a statement.")},
        )
    name = display_name(organisation)
    session.execute(
        delete(Signature).where(
            Signature.release_id == release.id,
            Signature.mark == organisation_mark(session, organisation.id),
            Signature.state == SignatureState.DECLINED,
        )
    )
    rule = session.get(SigningRule, organisation.id)
    waits = rule is not None and rule.second_officer
    signature = bind(
        session,
        release,
        read,
        Signer(
            organisation_id=organisation.id,
            name=name.text,
            language=name.language,
            side=organisation.side,
            countries=tuple(organisation.country_codes),
            signed_by_id=by.person_id,
            mandate_body=clean_line(mandate_body),
            mandate_date=mandate_date,
        ),
        kind=SignatoryKind.MEMBER,
        role=role,
        mark=organisation_mark(session, organisation.id),
        withheld=withheld,
        members=named_members(session, organisation, members),
        state=SignatureState.AWAITING_OFFICER if waits else SignatureState.CONFIRMED,
    )
    session.flush()
    if waits:
        announce(
            session,
            SignatureAwaitsOfficer(
                subject=statement.id,
                release=release.id,
                signature=signature.id,
                # A withheld signer is named nowhere, not even as the one who acted.
                by=None if withheld else by.person_id,
                organisation=None if withheld else organisation.id,
            ),
        )
        return signature
    signature.confirmed_at = clock.now()
    begin_to_count(session, statement, signature)
    announce(
        session,
        StatementSigned(
            subject=statement.id,
            release=release.id,
            signature=signature.id,
            signatory=organisation.id,
            by=None if withheld else by.person_id,
            organisation=None if withheld else organisation.id,
        ),
    )
    return signature


def role_of(statement: Statement, organisation_id: str) -> SignatureRole | None:
    """The role that is not a signer's to choose: she called for the statement, or drafted it."""
    if statement.called_by_id == organisation_id:
        return SignatureRole.CALLER
    if any(drafter.organisation_id == organisation_id for drafter in statement.drafters):
        return SignatureRole.DRAFTER
    return None


def named_members(
    session: Session, network: Organisation, chosen: Sequence[str]
) -> list[NamedMember]:
    """Those of its members of today that a network names. Raises Invalid for anyone else's."""
    if not chosen:
        return []
    if network.kind is not OrganisationKind.NETWORK:
        raise Invalid(say("Only a network names members with its signature. Nothing was signed."))
    today = clock.today()
    found = session.scalars(
        select(Organisation)
        .join(NetworkMembership, NetworkMembership.member_id == Organisation.id)
        .where(
            NetworkMembership.network_id == network.id,
            Organisation.id.in_(chosen),
            or_(NetworkMembership.since.is_(None), NetworkMembership.since <= today),
            or_(NetworkMembership.until.is_(None), NetworkMembership.until >= today),
        )
        .options(selectinload(Organisation.names), selectinload(Organisation.countries))
        .order_by(Organisation.slug)
    ).all()
    if len({each.id for each in found}) != len(set(chosen)):
        raise Invalid(
            say(
                "One of the members that you ticked does not belong to your network any more. Nothing was signed. Look at the list again."
            ),
            {"members": say("Tick those that belong to your network today.")},
        )
    return [
        NamedMember(name.text, name.language, each.id, tuple(each.country_codes))
        for each in dict.fromkeys(found)
        for name in (display_name(each),)
    ]


def withdraw_signature(session: Session, signature_id: str, *, reason: str, by: Actor) -> Signature:
    """Take a signature back: a dated act, shown as such. One that did not count yet just goes."""
    statement, signature = held(session, signature_id)
    require(may_withdraw(session, by, signature))
    signer = signer_of(session, signature)
    signature.withdrawn_reason = "" if signature.withheld else clean_text(reason, LONGEST_REASON)
    stop_counting(session, statement, signature)
    announce(
        session,
        SignatureWithdrawn(
            subject=statement.id,
            release=signature.release_id,
            signature=signature.id,
            by=None if signature.withheld else by.person_id,
            organisation=None if signature.withheld else signer.organisation_id,
        ),
    )
    return signature


def held(session: Session, signature_id: str) -> tuple[Statement, Signature]:
    """A signature and its statement, held until the transaction ends.

    The statement first, as everywhere: whoever waits for one never holds the other.
    """
    release_id = session.scalar(select(Signature.release_id).where(Signature.id == signature_id))
    if release_id is None:
        raise NotFound
    statement = locked(session, session.get_one(Release, release_id).statement_id)
    return statement, hold(session, Signature, signature_id)


def freeze_signing(session: Session, statement_id: str, *, frozen: bool, by: Actor) -> None:
    """The switch for when something is wrong: no signature is taken while it is set."""
    statement = locked(session, statement_id)
    require(may_freeze(by, statement))
    statement.frozen_at = clock.now() if frozen else None
    statement.changed_at = clock.now()
    announce(
        session,
        SigningFrozen(
            subject=statement.id, frozen=frozen, by=by.person_id, organisation=by.organisation_id
        ),
    )
