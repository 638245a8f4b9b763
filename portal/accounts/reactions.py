"""What accounts do when something happens elsewhere."""

from sqlalchemy.orm import Session

from portal.accounts.commands import invite
from portal.network.facts import OrganisationAdmitted
from portal.network.models import Organisation, Role


def invite_contact(session: Session, fact: OrganisationAdmitted) -> None:
    """Whoever applied for an organisation is invited as its first editor."""
    organisation = session.get(Organisation, fact.subject)
    if organisation is None or not fact.contact_email:
        return
    invite(
        session,
        email=fact.contact_email,
        organisation=organisation,
        role=Role.EDITOR,
        name=fact.contact_name,
        locale=fact.locale,
    )
