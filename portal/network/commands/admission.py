"""Asking to join, and what the secretariat answers."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Conflict, Invalid, Refused
from portal.core.facts import announce
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import say
from portal.mail.commands import queue_mail
from portal.network import policy, topics
from portal.network.actors import Actor
from portal.network.commands.details import (
    ApplicationDetails,
    checked_country,
    checked_email,
    checked_name,
    checked_website,
    clean_line,
    clean_text,
    language_tag,
)
from portal.network.commands.slugs import free_slug
from portal.network.facts import (
    OrganisationAdmitted,
    OrganisationApplied,
    OrganisationDeclined,
    OrganisationLeft,
    OrganisationReadmitted,
    OrganisationSuspended,
)
from portal.network.models import (
    Application,
    Organisation,
    OrganisationCountry,
    OrganisationName,
    Standing,
)

MOST_WAITING_AN_HOUR = 60
"""More applications than this in an hour are a flood, and the form closes for a while."""


def apply(session: Session, details: ApplicationDetails) -> Application:
    """Ask to join. Nothing of it is shown to anyone but the secretariat until it is admitted.

    Raises Invalid for what cannot be used, Conflict where this address has an application
    waiting, Refused while applications flood in.
    """
    names = [checked_name(name) for name in details.names]
    if not names:
        sentence = say("Write at least one name of the organisation.")
        raise Invalid(sentence, {"name": sentence})
    email = checked_email(details.contact_email)
    contact = clean_line(details.contact_name)
    if not contact:
        sentence = say("Write the name of the person whom we may answer.")
        raise Invalid(sentence, {"contact_name": sentence})
    _not_flooded(session)
    _not_waiting(session, email)
    organisation = new_organisation(session, details, Standing.APPLIED)
    organisation.contact_email = email
    application = Application(
        organisation=organisation,
        contact_name=contact,
        contact_email=email,
        locale=details.locale,
        message=clean_text(details.message),
    )
    session.add(application)
    session.flush()
    queue_mail(
        session,
        key=f"application:{application.id}",
        to=email,
        locale=details.locale,
        subject=say("We have received your message"),
        paragraphs=[
            say("Your request to join has reached us. The secretariat reads it and answers here."),
            say("If you did not send it, you need not do anything."),
        ],
    )
    announce(session, OrganisationApplied(subject=organisation.id, application=application.id))
    return application


def new_organisation(
    session: Session, details: ApplicationDetails, standing: Standing
) -> Organisation:
    """A row for an organisation with its names and countries, not yet announced. Raises Invalid."""
    about = details.organisation
    names = [checked_name(name) for name in details.names]
    countries = {item.code: item for item in map(checked_country, details.countries)}
    organisation = Organisation(
        slug=free_slug(session, Organisation, [name.text for name in names]),
        side=about.side,
        kind=about.kind,
        standing=standing,
        city=clean_line(about.city, 120),
        website=checked_website(about.website),
        ecosoc_status=about.ecosoc_status,
        languages=list(dict.fromkeys(map(language_tag, about.languages))),
        topics=topics.known(about.topics),
        about={
            language_tag(tag): clean_text(text)
            for tag, text in details.about.items()
            if text.strip()
        },
        names=[
            OrganisationName(
                language=name.language,
                text=name.text,
                kind=name.kind,
                valid_from=name.valid_from,
                valid_until=name.valid_until,
                position=position,
            )
            for position, name in enumerate(names)
        ],
        countries=[
            OrganisationCountry(code=item.code, shown_as=item.shown_as, position=position)
            for position, item in enumerate(countries.values())
        ],
    )
    session.add(organisation)
    session.flush()
    return organisation


def _not_flooded(session: Session) -> None:
    recent = session.scalar(
        select(func.count())
        .select_from(Application)
        .where(
            Application.created_at > clock.now() - timedelta(hours=1),
            Application.decided_at.is_(None),
        )
    )
    if (recent or 0) >= MOST_WAITING_AN_HOUR:
        raise Refused(
            say(
                "So many applications came in within an hour that the form is closed for a "
                "while. Try again in an hour, or write to the secretariat."
            )
        )


def _not_waiting(session: Session, email: str) -> None:
    waiting = session.scalar(
        select(Application.id).where(
            Application.contact_email == email, Application.decided_at.is_(None)
        )
    )
    if waiting:
        raise Conflict(
            say(
                "An application from this mail address waits for an answer already. The "
                "secretariat will write to you; there is no need to send it twice."
            )
        )


def admit(session: Session, organisation: Organisation, *, by: Actor) -> None:
    """Let an applicant in, and tell the person who applied. Raises Refused."""
    require(policy.may_admit(by, organisation))
    _stand(organisation, Standing.ADMITTED)
    application = _close_application(session, organisation, admitted=True, by=by)
    if application is not None:
        queue_mail(
            session,
            key=f"admitted:{application.id}",
            to=application.contact_email,
            locale=application.locale,
            subject=say("An answer to your message"),
            paragraphs=[
                say("The secretariat has admitted your organisation. Welcome."),
                say("An invitation to sign in comes in a message of its own."),
            ],
        )
    announce(
        session,
        OrganisationAdmitted(
            subject=organisation.id,
            by=by.person_id,
            application=application.id if application else "",
            contact_name=application.contact_name if application else "",
            contact_email=application.contact_email if application else "",
            locale=application.locale if application else "en",
        ),
    )


def decline(session: Session, organisation: Organisation, *, reason: str, by: Actor) -> None:
    """Say no to an applicant, with the reason that she gets by mail. Raises Refused, Invalid."""
    require(policy.may_decline(by, organisation))
    words = _reason(reason)
    _stand(organisation, Standing.DECLINED)
    application = _close_application(session, organisation, admitted=False, by=by, reason=words)
    if application is not None:
        queue_mail(
            session,
            key=f"declined:{application.id}",
            to=application.contact_email,
            locale=application.locale,
            subject=say("An answer to your message"),
            paragraphs=[
                say("The secretariat has not admitted your organisation. It gives this reason:"),
                words,
                say("You may apply again when this has changed."),
            ],
        )
    announce(
        session,
        OrganisationDeclined(
            subject=organisation.id,
            by=by.person_id,
            application=application.id if application else "",
            reason=words,
        ),
    )


def suspend(session: Session, organisation: Organisation, *, reason: str, by: Actor) -> None:
    """Let a membership rest: nobody acts in its name until it is readmitted."""
    require(policy.may_suspend(by, organisation))
    words = _reason(reason)
    _stand(organisation, Standing.SUSPENDED)
    announce(session, OrganisationSuspended(subject=organisation.id, by=by.person_id, reason=words))


def readmit(session: Session, organisation: Organisation, *, by: Actor) -> None:
    """End a suspension."""
    require(policy.may_readmit(by, organisation))
    _stand(organisation, Standing.ADMITTED)
    announce(session, OrganisationReadmitted(subject=organisation.id, by=by.person_id))


def leave(session: Session, organisation: Organisation, *, by: Actor) -> None:
    """Leave the network; what was signed stays signed."""
    require(policy.may_leave(by, organisation))
    _stand(organisation, Standing.LEFT)
    announce(
        session,
        OrganisationLeft(
            subject=organisation.id,
            by=by.person_id,
            organisation=organisation.id if by.belongs_to(organisation.id) else None,
        ),
    )


def _reason(reason: str) -> str:
    words = clean_text(reason, 2_000)
    if not words:
        sentence = say("Write the reason: the organisation gets to read it.")
        raise Invalid(sentence, {"reason": sentence})
    return words


def _stand(organisation: Organisation, to: Standing) -> None:
    organisation.standing = to
    organisation.standing_since = organisation.changed_at = clock.now()


def _close_application(
    session: Session, organisation: Organisation, *, admitted: bool, by: Actor, reason: str = ""
) -> Application | None:
    application = session.scalar(
        select(Application).where(
            Application.organisation_id == organisation.id, Application.decided_at.is_(None)
        )
    )
    if application is not None:
        application.admitted = admitted
        application.reason = reason
        application.decided_at = clock.now()
        application.decided_by_id = by.person_id
    return application


def organisation_for_change(session: Session, key: str) -> Organisation:
    """The organisation, held against other writers until the transaction ends.

    Raises NotFound.
    """
    return hold(session, Organisation, key)
