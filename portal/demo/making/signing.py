"""How the demo's adopted statements were released and signed by organisations of the network."""

from datetime import timedelta

from portal.core import clock
from portal.core.orm import finish
from portal.demo.making.drafting import Drafting
from portal.demo.making.people import People
from portal.demo.making.schedule import Schedule, Until
from portal.demo.making.signing_on import lay_sign_on
from portal.demo.making.story import Story
from portal.demo.reading.signatures import Signature
from portal.statements.commands import (
    Read,
    confirm_as_officer,
    open_signing,
    release,
    set_signing_rule,
    sign,
    withdraw_signature,
)
from portal.statements.models import ReleaseLanguage, SignatureRole

_ROLES = {
    "caller": SignatureRole.CALLER,
    "co_signer": SignatureRole.CO_SIGNER,
    "endorser": SignatureRole.ENDORSER,
}
_RULED = -450
"""The day since when some organisations ask for two signatures."""


def lay_signing_rules(story: Story, people: People) -> None:
    """Let the first of two say that both have to sign."""
    for organisation in people.second_officers:
        person = people.with_power(organisation, "sign")
        assert person is not None  # noqa: S101 - the content's tests say so
        story.on(
            story.moment(_RULED, "10:00", people.zone(person)), _rule, people, organisation, person
        )


def _rule(people: People, organisation: str, person: str) -> None:
    set_signing_rule(
        people.story.session, second_officer=True, by=people.actor(person, organisation)
    )


def lay_signatures(drafting: Drafting, plan: Schedule) -> None:
    """Release, open, and let everyone sign whom the file names."""
    if not plan.reached("translations_checked"):
        return
    story = drafting.story
    story.on(plan.released, release_now, drafting, drafting.until("signing_opens"))
    if not plan.reached("open_for_signature"):
        return
    zone = drafting.until("signing_closes")["zone"]
    story.on(plan.opened, open_now, drafting, Until(deadline=plan.signing_ends, zone=zone))
    for index, given in enumerate(drafting.about.signatures):
        if given.external is not None:
            lay_sign_on(drafting, given, given.external, index)
            continue
        person = drafting.people.with_power(given.organisation or "", "sign")
        assert person is not None  # noqa: S101 - the content's tests say so
        for day in filter(None, (given.signed_days, given.anew_days)):
            story.on(
                story.moment(day, "18:00", drafting.people.zone(person)) + timedelta(minutes=index),
                _sign,
                drafting,
                given,
                person,
            )


def release_now(drafting: Drafting, until: Until) -> None:
    release(drafting.story.session, drafting.id, **until, by=drafting.lead())


def open_now(drafting: Drafting, until: Until) -> None:
    open_signing(drafting.story.session, drafting.id, **until, by=drafting.lead())


def _sign(drafting: Drafting, given: Signature, person: str) -> None:
    story = drafting.story
    actor = drafting.people.actor(person, given.organisation)
    read = read_by(drafting, (given.language, *actor.languages))
    signature = sign(
        story.session,
        drafting.id,
        release_id=read.release_id,
        text_root=read.text_root,
        language=read.language,
        language_root=read.language_root,
        by=actor,
        withheld=given.withheld,
        mandate_body=given.mandate_body or "",
        mandate_date=None if given.mandate_days is None else story.date(given.mandate_days),
        role=_ROLES[given.role],
        members=[story.organisations[key] for key in given.members],
    )
    note_milestones(drafting, read.release_id)
    second = drafting.people.second_officers.get(given.organisation or "")
    if second is not None and given.confirmed:
        story.on(
            clock.now() + timedelta(hours=15),
            _confirm,
            drafting,
            signature.id,
            second,
            given.organisation,
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


def read_by(drafting: Drafting, languages: tuple[str, ...]) -> Read:
    """What somebody read who reads these languages, of the release that is public."""
    session, released = drafting.story.session, drafting.made.released
    assert released is not None  # noqa: S101 - signing is open
    found = next(
        found
        for language in (*languages, *drafting.about.required_languages)
        if (found := session.get(ReleaseLanguage, (released.id, language))) is not None
    )
    return Read(released.id, released.text_root, found.language, found.language_root)


def note_milestones(drafting: Drafting, release_id: str) -> None:
    """A round number was reached on that day, and not when the demo was made."""
    finish(drafting.story.session, ("milestones", release_id))


def _confirm(drafting: Drafting, signature_id: str, second: str, organisation: str) -> None:
    confirmed = confirm_as_officer(
        drafting.story.session, signature_id, by=drafting.people.actor(second, organisation)
    )
    note_milestones(drafting, confirmed.release_id)


def _withdraw(drafting: Drafting, signature_id: str, given: Signature, person: str) -> None:
    withdraw_signature(
        drafting.story.session,
        signature_id,
        reason=given.withdrawn_reason or "",
        by=drafting.people.actor(person, given.organisation),
    )
