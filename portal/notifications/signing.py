"""Mails around signing: what became of a signature from outside, and who is asked for one.

Nothing that somebody typed into the public form stands in them but the reason of a refusal: so no
sign-on can send words of its own to a stranger, and no withheld name lies in the outbox.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.links import absolute
from portal.core.moments import Moment, Place
from portal.core.orm import Reactions
from portal.core.sentences import Sentence, say
from portal.mail.commands import queue_mail
from portal.network.actors import actor_for
from portal.network.models import Organisation, Person
from portal.network.names import display_name
from portal.notifications.telling import WAITS
from portal.statements.facts import (
    SignatureAccepted,
    SignatureAwaitsOfficer,
    SignatureDeclined,
    SignaturesListed,
    SigningRuleChanged,
)
from portal.statements.models import (
    Release,
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureOrigin,
    SigningRule,
    Statement,
)
from portal.statements.policy import may_accept_listed
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import reviewers_of, who_may_sign
from portal.statements.sealing import by_organisation, link_token, signer_of

WHY_SIGNED = say("You get this mail because this address signed a text on this site.")
WHY_MEMBER = say("You get this mail because you may sign for your organisation.")
WHY_REVIEWER = say("You get this mail because your organisation is in the drafting group.")


def accepted(session: Session, fact: SignatureAccepted) -> None:
    _to_signatory(
        session,
        fact.signature,
        key=f"sign-on-accepted:{fact.signature}",
        subject=say("Your answer is in"),
        words=[
            say(
                "Your signature stands under this text. By this link you can take it back at any time:"
            )
        ],
        last=WHY_SIGNED,
    )


def declined(session: Session, fact: SignatureDeclined) -> None:
    if fact.told:
        _to_signatory(
            session,
            fact.signature,
            key=f"sign-on-declined:{fact.signature}",
            subject=say("Your answer is in"),
            words=[
                say("Your signature under this text was not taken up. The reason that was given:"),
                fact.reason,
            ],
            last=WHY_SIGNED,
        )


def awaits_officer(session: Session, fact: SignatureAwaitsOfficer) -> None:
    """The others who may sign for the organisation are asked."""
    signature = session.get_one(Signature, fact.signature)
    signer = signer_of(session, signature)
    release = session.get_one(Release, fact.release)
    for _, person in who_may_sign(session, [signer.organisation_id or ""]):
        if person.id == signer.signed_by_id:
            continue
        _to_person(
            session,
            person,
            release,
            key=f"officer:{signature.id}:{person.id}",
            words=say(
                "A colleague has signed this text. It counts once a second person of your organisation has confirmed it:"
            ),
            page="sign",
            last=WHY_MEMBER,
        )


def rule_changed(session: Session, fact: SigningRuleChanged) -> None:
    """The others who may sign hear of it: one person alone could let it rest and sign."""
    rule = session.get_one(SigningRule, fact.subject)
    changed_by = session.get_one(Person, rule.changed_by_id)
    organisation = session.get_one(Organisation, fact.subject)
    for _, person in who_may_sign(session, [fact.subject]):
        if person.id == fact.by:
            continue
        known: dict[str, Any] = {
            "name": changed_by.name,
            "when": Moment(rule.changed_at, person.time_zone),
            "place": Place(person.time_zone),
        }
        queue_mail(
            session,
            key=f"signing-rule:{fact.subject}:{rule.changed_at.isoformat()}:{person.id}",
            to=person.email,
            locale=person.locale,
            subject=say("Who must sign for your organisation"),
            paragraphs=[
                display_name(organisation, person.languages).text,
                say(
                    "%(name)s has settled that two people of your organisation have to sign, on "
                    "%(when)s in %(place)s.",
                    **known,
                )
                if fact.second_officer
                else say(
                    "%(name)s has settled that one person of your organisation is enough to sign, "
                    "on %(when)s in %(place)s.",
                    **known,
                ),
                say("If this is not right, you can change it here:"),
                absolute(session, "/statements/signing-rule"),
                WHY_MEMBER,
            ],
        )


def listed(session: Session, fact: SignaturesListed) -> None:
    """Those of the other side who can accept a list are asked to look at it."""
    statement = session.get_one(Statement, fact.subject)
    release = session.get_one(Release, fact.release)
    brought = session.get_one(SignatureList, fact.signature_list)
    for person in reviewers_of(session, statement):
        actor = actor_for(session, person.id, person=person, second_factor=True)
        if actor is None or not may_accept_listed(actor, statement, brought):
            continue
        _to_person(
            session,
            person,
            release,
            key=f"listed:{brought.id}:{person.id}",
            words=say(
                "A list of signatures under this text was handed in. It needs a person of the other side to look at it:"
            ),
            page="review",
            last=WHY_REVIEWER,
        )


def members_on_list(session: Session, fact: SignaturesListed) -> None:
    """A list names members, for whom nobody else signs: they are asked to do it themselves.

    Whoever has signed already, also with a withheld name, is left in peace.
    """
    release = session.get_one(Release, fact.release)
    named = session.scalars(
        select(SignatureListLine.organisation_id).where(
            SignatureListLine.list_id == fact.signature_list,
            SignatureListLine.organisation_id.is_not(None),
            SignatureListLine.skipped.is_(False),
        )
    ).all()
    open_to = [
        organisation
        for organisation in dict.fromkeys(named)
        if organisation is not None
        and session.scalar(
            select(Signature.id).where(
                Signature.release_id == release.id, by_organisation(session, organisation)
            )
        )
        is None
    ]
    for organisation, person in who_may_sign(session, open_to):
        _to_person(
            session,
            person,
            release,
            key=f"listed-member:{fact.signature_list}:{organisation}:{person.id}",
            words=say(
                "Your organisation stands on a list of signatures under this text that was collected elsewhere. Nobody signs for you: if it is right, please sign here yourselves."
            ),
            page="sign",
            last=WHY_MEMBER,
        )


def _to_person(
    session: Session,
    person: Person,
    release: Release,
    *,
    key: str,
    words: Sentence,
    page: str,
    last: Sentence,
) -> None:
    """Ask somebody of the network for something that waits on a page of the statement."""
    statement = session.get_one(Statement, release.statement_id)
    queue_mail(
        session,
        key=key,
        to=person.email,
        locale=person.locale,
        subject=WAITS,
        paragraphs=[
            words,
            read_release(session, release, person.languages).title.body,
            absolute(session, f"/statements/{statement.slug}/{page}"),
            last,
        ],
    )


def _to_signatory(
    session: Session,
    signature_id: str,
    *,
    key: str,
    subject: Sentence,
    words: list[Sentence | str],
    last: Sentence,
) -> None:
    signature = session.get_one(Signature, signature_id)
    email = signer_of(session, signature).email
    if signature.kind is SignatoryKind.MEMBER or signature.origin is SignatureOrigin.LISTED:
        return
    if not email:
        return
    release = session.get_one(Release, signature.release_id)
    statement = session.get_one(Statement, release.statement_id)
    locale = signature.locale or "en"
    token = link_token(session, signature.id)
    queue_mail(
        session,
        key=key,
        to=email,
        locale=locale,
        subject=subject,
        paragraphs=[
            *words,
            read_release(session, release, [signature.language]).title.body,
            absolute(session, f"/statements/{statement.slug}/sign/answer/{token}", locale),
            last,
        ],
    )


REACTIONS: Reactions = {
    SignatureAccepted: (accepted,),
    SignatureDeclined: (declined,),
    SignatureAwaitsOfficer: (awaits_officer,),
    SigningRuleChanged: (rule_changed,),
    SignaturesListed: (listed, members_on_list),
}
