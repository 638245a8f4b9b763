"""Invitations by mail: sent, accepted by a new or a known person, withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import policy, queries
from portal.accounts.commands.changing_passwords import set_password
from portal.accounts.facts import InvitationAccepted, InvitationWithdrawn, PersonInvited
from portal.accounts.models import Invitation
from portal.accounts.passwords import Kept
from portal.core import clock
from portal.core.errors import Invalid, NotFound, Refused
from portal.core.facts import announce
from portal.core.ids import digest, new_token
from portal.core.links import absolute
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.mail.commands import queue_mail
from portal.network.actors import PORTAL, Actor, actor_for
from portal.network.commands.memberships import begin_membership
from portal.network.models import Organisation, Person, Power, Role
from portal.network.names import display_name

LASTS = timedelta(days=14)
SECRETARIAT = "secretariat"


@dataclass(frozen=True)
class Sent:
    """An invitation that was sent, and the address of its page."""

    invitation: Invitation
    address: str


def invite(
    session: Session,
    *,
    email: str,
    organisation: Organisation | None,
    role: Role | None = Role.MEMBER,
    powers: Collection[Power] = (),
    name: str = "",
    locale: str = "en",
    by: Actor = PORTAL,
) -> Sent:
    """Invite into an organisation, or (without one) into the secretariat.

    An older open invitation of the same address to the same place is withdrawn. Raises Refused,
    Invalid.
    """
    require(policy.may_invite(by, organisation, role or Role.MEMBER))
    if powers and role is not Role.REPRESENTATIVE:
        sentence = say("Only representatives have powers. Choose that role, or no power.")
        raise Invalid(sentence, {"powers": sentence})
    address = _usable(email)
    for older in queries.invitations_of(session, organisation.id if organisation else None):
        if older.email == address:
            older.withdrawn_at = clock.now()
    token, now = new_token(), clock.now()
    invitation = Invitation(
        digest=digest(token),
        email=address,
        name=name,
        organisation_id=organisation.id if organisation else None,
        role=role.value if organisation and role else SECRETARIAT,
        powers=[power.value for power in Power if power in powers],
        locale=locale,
        invited_by_id=by.person_id,
        created_at=now,
        ends_at=now + LASTS,
    )
    session.add(invitation)
    session.flush()
    link = absolute(session, f"/invitation/{token}", locale)
    queue_mail(
        session,
        key=f"invitation:{invitation.id}",
        to=address,
        locale=locale,
        subject=say("An invitation"),
        paragraphs=[
            say("Hello %(name)s,", name=name) if name else say("Hello,"),
            _where_to(session, by, organisation),
            say("Open this page to accept. It works once, until two weeks from now:"),
            link,
            say("If you did not expect this, you need not do anything."),
        ],
    )
    announce(
        session,
        PersonInvited(
            subject=invitation.id,
            by=by.person_id,
            organisation=invitation.organisation_id,
            role=invitation.role,
        ),
    )
    return Sent(invitation, link)


def _usable(email: str) -> str:
    try:
        checked = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError:
        sentence = say("This is not a mail address.")
        raise Invalid(sentence, {"email": sentence}) from None
    return queries.plain_email(checked.normalized)


def _where_to(session: Session, by: Actor, organisation: Organisation | None) -> Sentence:
    portal = queries.portal_row(session)
    network = next(iter(portal.names.values()), "") if portal else ""
    if organisation is None:
        return say(
            "You are invited to the secretariat of the portal of %(network)s.", network=network
        )
    name = display_name(organisation).text
    if by.name:
        return say(
            "%(inviter)s invites you to the portal of %(network)s, as one of the people of "
            "%(organisation)s.",
            inviter=by.name,
            network=network,
            organisation=name,
        )
    return say(
        "You are invited to the portal of %(network)s, as one of the people of %(organisation)s.",
        network=network,
        organisation=name,
    )


def withdraw_invitation(session: Session, invitation_id: str, *, by: Actor) -> Invitation:
    """Let an open invitation open nothing any more. Raises NotFound, Refused."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        raise NotFound
    organisation = (
        session.get(Organisation, invitation.organisation_id)
        if invitation.organisation_id
        else None
    )
    require(policy.may_invite(by, organisation))
    invitation.withdrawn_at = clock.now()
    announce(
        session,
        InvitationWithdrawn(
            subject=invitation.id,
            by=by.person_id,
            organisation=invitation.organisation_id,
            role=invitation.role,
        ),
    )
    return invitation


def accept_as_new(
    session: Session,
    token: str,
    kept: Kept,
    *,
    name: str,
    name_language: str = "und",
    locale: str = "en",
    languages: Collection[str] = (),
    time_zone: str = "UTC",
) -> Person:
    """Make an account and take up the role. Raises NotFound for a spent link, Refused, Invalid."""
    invitation = _open(session, token)
    if session.scalar(select(Person.id).where(Person.email == invitation.email)):
        raise Invalid(
            say(
                "This mail address has an account already. Sign in with it, then open the link again."
            )
        )
    person = Person(
        name=name,
        name_language=name_language,
        email=invitation.email,
        locale=locale,
        languages=list(languages),
        time_zone=time_zone,
    )
    session.add(person)
    session.flush()
    set_password(session, person.id, kept, way="invitation")
    _take_up(session, invitation, person)
    return person


def accept(session: Session, token: str, *, by: Actor) -> Person:
    """Take up the role with the account that has the invited address. Raises NotFound, Refused."""
    invitation = _open(session, token)
    person = session.get(Person, by.person_id) if by.person_id else None
    if person is None or person.email != invitation.email:
        raise Refused(
            say(
                "This invitation was sent to another mail address than the one of your account. "
                "Ask for a new one to your own address."
            )
        )
    _take_up(session, invitation, person)
    return person


def _open(session: Session, token: str) -> Invitation:
    invitation = queries.open_invitation(session, token)
    if invitation is None:
        raise NotFound(
            say(
                "This invitation was used, withdrawn, or is older than two weeks. Ask for a new one."
            )
        )
    return invitation


def _take_up(session: Session, invitation: Invitation, person: Person) -> None:
    """Whoever invited must still be allowed to on the day that it is accepted."""
    inviter: Actor | None = PORTAL
    if invitation.invited_by_id is not None:
        inviter = actor_for(session, invitation.invited_by_id, second_factor=True)
    organisation = (
        session.get(Organisation, invitation.organisation_id)
        if invitation.organisation_id
        else None
    )
    role = Role(invitation.role) if invitation.role != SECRETARIAT else None
    if inviter is None or not policy.may_invite(inviter, organisation, role or Role.MEMBER):
        raise Refused(
            say(
                "Whoever invited you may not do so any more. Ask the organisation for a new invitation."
            )
        )
    invitation.accepted_at = clock.now()
    if organisation is None or role is None:
        person.is_secretariat = True
    else:
        powers = [Power(power) for power in invitation.powers]
        begin_membership(session, organisation, person, role=role, powers=powers, by=inviter)
    announce(
        session,
        InvitationAccepted(
            subject=invitation.id,
            by=person.id,
            organisation=invitation.organisation_id,
            role=invitation.role,
            person=person.id,
        ),
    )
