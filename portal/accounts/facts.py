"""What happens around accounts, as others hear of it. Mail addresses never reach the audit log."""

from dataclasses import dataclass
from typing import ClassVar

from portal.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonFact(Fact):
    """Something that concerns one person's account."""

    subject_type: ClassVar[str] = "person"


class SignedIn(PersonFact):
    """A session began."""


class SignedOut(PersonFact):
    """A session was ended by the person in it."""


class SessionsRevoked(PersonFact):
    """Sessions were ended from elsewhere: one of the list, or all of them."""


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(PersonFact):
    """`way` is *reset*, *settings* or *invitation*."""

    way: str


class SecondFactorConfirmed(PersonFact):
    """An authenticator shows codes for this account from now on."""


class SecondFactorRemoved(PersonFact):
    """The account asks for a password alone again."""


class RecoveryCodesMade(PersonFact):
    """New recovery codes; the older ones are void."""


class RecoveryCodeUsed(PersonFact):
    """A recovery code stood in for the authenticator."""


class SettingsChanged(PersonFact):
    """Name, languages, time zone or visibility were changed."""


@dataclass(frozen=True, kw_only=True)
class InvitationFact(Fact):
    """Something that concerns one invitation; `role` is what it invites to."""

    subject_type: ClassVar[str] = "invitation"
    role: str


class PersonInvited(InvitationFact):
    """An invitation was sent."""


class InvitationWithdrawn(InvitationFact):
    """An invitation opens nothing any more."""


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(InvitationFact):
    """Someone joined; `person` is her id."""

    person: str
