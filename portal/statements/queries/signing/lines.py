"""One line of the public list of signatories, and the members it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from portal.network.models import Side
from portal.statements.models import SignatoryKind, SignatureOrigin, SignatureRole


@dataclass(frozen=True)
class Member:
    """One that a network names with its signature."""

    name: str
    language: str
    organisation_id: str | None = None
    slug: str | None = None
    side: Side | None = None
    """As it says of itself, like its countries; nothing is known of one outside the network."""
    countries: Sequence[str] = ()


@dataclass(frozen=True)
class Signatory:
    """One line of the public list."""

    signature_id: str
    kind: SignatoryKind
    name: str
    language: str
    slug: str | None
    """The address of a member's own page; nobody else has one."""
    side: Side | None
    countries: Sequence[str]
    role: SignatureRole
    mandate_date: date | None
    signed_at: datetime
    withdrawn_at: datetime | None
    affiliation: str = ""
    people: int | None = None
    """How many a collective says it is, as at `signed_at`."""
    members: Sequence[Member] = ()
    origin: SignatureOrigin = SignatureOrigin.OWN
    withdrawn_reason: str = ""
    taken_over_by: str | None = None
    """The id of the organisation that brought the list on which it stood."""
    organisation_id: str | None = None

    @property
    def signed_on(self) -> date:
        """The day in UTC: in files and for programs it is the same for everyone."""
        return self.signed_at.astimezone(UTC).date()
