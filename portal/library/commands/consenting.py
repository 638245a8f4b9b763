"""A speaker's consent, language by language; taken back, the language is closed in the same moment."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import say
from portal.library.facts import ConsentGiven, ConsentWithdrawn
from portal.library.models import Channel, Consent, Openness, Work
from portal.library.policy import may_record_consent
from portal.network.actors import Actor
from portal.texts.commands import open_languages


def give_consent(
    session: Session,
    work_id: str,
    *,
    language: str,
    channels: Collection[Channel],
    by: Actor,
    given_on: date | None = None,
) -> Consent:
    """Record that the speaker lets her words be read in `language`, in these channels.

    What she said before of this language ends; the page is what all else rests on.
    """
    work = hold(session, Work, work_id)
    require(may_record_consent(by, work))
    if not channels:
        raise Invalid(
            say("Say where her words may go, or record that she takes her consent back."),
            {"channels": say("This is needed.")},
        )
    tag, day = _tag(language), given_on or clock.today()
    before = _standing(work, tag)
    if before is not None:
        before.withdrawn_on = max(day, before.given_on)
        before.withdrawn_by_id = by.person_id
        session.flush()
    consent = Consent(
        work_id=work.id,
        language=tag,
        on_page=Channel.PAGE in channels,
        in_packs=Channel.PACK in channels,
        in_print=Channel.PRINT in channels,
        given_on=day,
        recorded_by_id=by.person_id,
    )
    work.consents.append(consent)
    session.flush()
    apply_consent(session, work)
    announce(
        session,
        ConsentGiven(
            subject=work.id,
            language=tag,
            channels=tuple(sorted(channel.value for channel in channels)),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return consent


def withdraw_consent(
    session: Session,
    work_id: str,
    *,
    language: str,
    by: Actor,
    withdrawn_on: date | None = None,
) -> Consent:
    """Record that she takes it back: from now on this language is shown nowhere.

    Where it was the last language of a published work, the work becomes a draft.
    """
    work = hold(session, Work, work_id)
    require(may_record_consent(by, work))
    tag = _tag(language)
    consent = _standing(work, tag)
    if consent is None:
        raise Invalid(say("No consent stands for this language."))
    consent.withdrawn_on = max(withdrawn_on or clock.today(), consent.given_on)
    consent.withdrawn_by_id = by.person_id
    session.flush()
    apply_consent(session, work)
    if work.is_published and not any(item.stands and item.on_page for item in work.consents):
        work.openness = Openness.DRAFT
        work.published_by_id = work.proposed_by_id = None
        work.proposed_openness = work.proposed_at = None
    announce(
        session,
        ConsentWithdrawn(
            subject=work.id,
            language=tag,
            withdrawn_on=consent.withdrawn_on,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return consent


def apply_consent(session: Session, work: Work) -> None:
    """Let the text show exactly the languages that its speaker consents to; all, if nobody has to."""
    work.changed_at = clock.now()
    if not work.needs_consent:
        open_languages(session, work.text_id, shown_in=None, withdrawn_in=())
        return
    standing = {item.language: item for item in work.consents if item.stands}
    gone = {item.language for item in work.consents} - set(standing)
    open_languages(
        session,
        work.text_id,
        shown_in=[tag for tag, item in standing.items() if item.on_page],
        withdrawn_in=sorted(gone),
    )


def _standing(work: Work, language: str) -> Consent | None:
    return next((item for item in work.consents if item.stands and item.language == language), None)


def _tag(language: str) -> str:
    try:
        return normalise(language)
    except LanguageTagInvalid:
        raise Invalid(
            say("%(tag)s is not a language that this site knows.", tag=language[:40])
        ) from None
