"""How the demo's adopted statements were released and signed."""

from datetime import timedelta

from portal.demo.making.drafting import Drafting
from portal.demo.making.schedule import Schedule
from portal.demo.reading.statements import Signature
from portal.statements.commands import open_signing, release, sign, withdraw_signature
from portal.statements.models import Release, ReleaseLanguage, SignatureRole

_ROLES = {
    "caller": SignatureRole.CALLER,
    "co_signer": SignatureRole.CO_SIGNER,
    "endorser": SignatureRole.ENDORSER,
}


def lay_signatures(drafting: Drafting, plan: Schedule) -> None:
    """Release, open, and let every organisation of the network sign that the file names."""
    if not plan.reached("translations_checked"):
        return
    story = drafting.story
    released: list[Release] = []
    story.on(plan.released, _release, drafting, released)
    if not plan.reached("open_for_signature"):
        return
    story.on(plan.opened, _open, drafting, plan)
    for index, given in enumerate(drafting.about.signatures):
        if given.organisation is None or given.role not in _ROLES:
            continue
        person = drafting.people.with_power(given.organisation, "sign")
        assert person is not None  # noqa: S101 - the content's tests say so
        story.on(
            story.moment(given.signed_days, "18:00", drafting.people.zone(person))
            + timedelta(minutes=index),
            _sign,
            drafting,
            released,
            given,
            person,
        )


def _release(drafting: Drafting, released: list[Release]) -> None:
    released.append(release(drafting.story.session, drafting.id, by=drafting.lead()))


def _open(drafting: Drafting, plan: Schedule) -> None:
    open_signing(
        drafting.story.session, drafting.id, deadline=plan.signing_ends, by=drafting.lead()
    )


def _sign(drafting: Drafting, freed: list[Release], given: Signature, person: str) -> None:
    story, released = drafting.story, freed[0]
    actor = drafting.people.actor(person, given.organisation)
    read = next(
        found
        for language in (given.language, *actor.languages, *drafting.about.required_languages)
        if (found := story.session.get(ReleaseLanguage, (released.id, language))) is not None
    )
    signature = sign(
        story.session,
        drafting.id,
        release_id=released.id,
        text_root=released.text_root,
        language=read.language,
        language_root=read.language_root,
        by=actor,
        withheld=given.withheld,
        mandate_body=given.mandate_body,
        mandate_date=story.date(given.mandate_days),
        role=_ROLES[given.role],
    )
    if given.withdrawn_days is not None:
        story.on(
            story.moment(given.withdrawn_days, "11:00", drafting.people.zone(person)),
            _withdraw,
            drafting,
            signature.id,
            given,
            person,
        )


def _withdraw(drafting: Drafting, signature_id: str, given: Signature, person: str) -> None:
    withdraw_signature(
        drafting.story.session,
        signature_id,
        reason=given.withdrawn_reason or "",
        by=drafting.people.actor(person, given.organisation),
    )
