"""What happens in the network: admission, names, memberships, working groups, imports."""

from dataclasses import dataclass
from typing import ClassVar

from portal.core.facts import Fact, private


@dataclass(frozen=True, kw_only=True)
class _AboutOrganisation(Fact):
    subject_type: ClassVar[str] = "organisation"


@dataclass(frozen=True, kw_only=True)
class OrganisationApplied(_AboutOrganisation):
    application: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationAdmitted(_AboutOrganisation):
    """`contact_email` is whom to invite as the first editor; empty where nobody applied."""

    application: str = ""
    contact_name: str = private(default="")
    contact_email: str = private(default="")
    locale: str = "en"


@dataclass(frozen=True, kw_only=True)
class OrganisationDeclined(_AboutOrganisation):
    application: str = ""
    reason: str = private(default="")


@dataclass(frozen=True, kw_only=True)
class OrganisationSuspended(_AboutOrganisation):
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationReadmitted(_AboutOrganisation):
    pass


@dataclass(frozen=True, kw_only=True)
class OrganisationLeft(_AboutOrganisation):
    pass


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(_AboutOrganisation):
    """`what` names the details that changed."""

    what: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SideDeclared(_AboutOrganisation):
    side: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class NameAdded(_AboutOrganisation):
    name: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class NameChanged(_AboutOrganisation):
    name: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class NameRemoved(_AboutOrganisation):
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class NetworkJoined(_AboutOrganisation):
    """The subject now belongs to `network`."""

    network: str = ""


@dataclass(frozen=True, kw_only=True)
class NetworkLeft(_AboutOrganisation):
    network: str = ""


@dataclass(frozen=True, kw_only=True)
class MembershipBegun(_AboutOrganisation):
    person: str = ""
    membership: str = ""
    role: str = ""
    powers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(_AboutOrganisation):
    person: str = ""
    membership: str = ""


@dataclass(frozen=True, kw_only=True)
class _AboutGroup(Fact):
    subject_type: ClassVar[str] = "group"


@dataclass(frozen=True, kw_only=True)
class GroupFounded(_AboutGroup):
    pass


@dataclass(frozen=True, kw_only=True)
class GroupChanged(_AboutGroup):
    pass


@dataclass(frozen=True, kw_only=True)
class GroupJoined(_AboutGroup):
    person: str = ""
    coordinates: bool = False


@dataclass(frozen=True, kw_only=True)
class GroupLeft(_AboutGroup):
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationsListed(Fact):
    """A list of organisations was uploaded and waits for decisions."""

    subject_type: ClassVar[str] = "import"
    lines: int = 0


@dataclass(frozen=True, kw_only=True)
class OrganisationImported(_AboutOrganisation):
    """The subject was made from, or recognised in, a line of a list; `created` says which."""

    list: str = ""
    line: int = 0
    created: bool = True
