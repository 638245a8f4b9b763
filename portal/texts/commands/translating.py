"""Translations: saved, submitted, reviewed by a second person, approved by a native speaker."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.texts.commands.editing import merged_body, refuse_if_gone
from portal.texts.commands.revisions import (
    checked_body,
    checked_language,
    locked_block,
    version_of,
    write_revision,
)
from portal.texts.engine import check
from portal.texts.facts import (
    TranslationApproved,
    TranslationReturned,
    TranslationReviewed,
    TranslationSaved,
    TranslationSubmitted,
    TranslationWished,
)
from portal.texts.models import (
    TRANSLATION_CHANGES,
    Origin,
    Revision,
    Significance,
    Text,
    TranslationRequest,
    TranslationState,
    Version,
)
from portal.texts.policy import may_approve, may_read, may_read_in, may_review, may_translate


def save_translation(
    session: Session,
    block_id: str,
    *,
    language: str,
    body: str,
    based_on_id: str,
    base_revision_id: str | None,
    by: Actor,
    significance: Significance = Significance.MEANING,
    machine_tool: str = "",
    origin: Origin = Origin.PERSON,
) -> Revision:
    """Save a draft translation made while reading the revision `based_on_id`.

    `base_revision_id` is the older translation that the edit began from (None for the first).
    Saving the same wording again still records that it was checked against a newer source.
    """
    block = locked_block(session, block_id)
    text = session.get_one(Text, block.text_id)
    require(may_translate(session, by, text))
    refuse_if_gone(block)
    language = checked_language(language)
    require(may_read_in(session, by, text, language))
    if language == block.source_language:
        raise Invalid(
            say("This paragraph is written in this language: edit it instead of translating it.")
        )
    source = session.get(Revision, based_on_id)
    if source is None or source.block_id != block.id or source.language == language:
        raise NotFound
    body = checked_body(body)
    if not body:
        raise Invalid(
            say("The translation is empty. Write something, or leave the paragraph for later.")
        )
    version = version_of(session, block, language)
    if version is not None:
        current = session.get_one(Revision, version.revision_id)
        body = merged_body(session, block, language, body, base_revision_id or "", current)
        if body == current.body and current.based_on_id == source.id:
            return current
    revision = write_revision(
        session,
        block,
        language=language,
        body=body,
        significance=significance,
        by=by,
        based_on=source,
        state=TranslationState.MACHINE_DRAFT if machine_tool else TranslationState.DRAFT,
        origin=Origin.MACHINE if machine_tool else origin,
        tool=machine_tool,
    )
    announce(
        session,
        TranslationSaved(
            subject=block.text_id,
            block=block.id,
            language=language,
            revision=revision.id,
            machine=bool(machine_tool),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return revision


def submit_translation(
    session: Session, block_id: str, *, language: str, by: Actor, differences_seen: bool = False
) -> Version:
    """Hand a draft in for review.

    Numbers, telephone numbers, dates, addresses and placeholders must be those of the source;
    where they are not, `Invalid` names them until `differences_seen` confirms that it is meant.
    """
    version, text = _version(session, block_id, language)
    require(may_translate(session, by, text))
    if version.state is TranslationState.MACHINE_DRAFT:
        raise Invalid(
            say(
                "A machine drafted this. Read it, mend it and save it as your own before you submit it."
            )
        )
    revision = session.get_one(Revision, version.revision_id)
    source = session.get(Revision, revision.based_on_id) if revision.based_on_id else None
    if source is not None and not differences_seen:
        found = check(source.body, revision.body, source.language, revision.language)
        if found:
            items = sorted({item for each in found for item in (*each.missing, *each.added)})
            raise Invalid(
                say(
                    "Numbers, dates, telephone numbers or addresses differ from the original: %(items)s. "
                    "Your translation is saved as a draft. Correct it, or confirm that the difference is meant.",
                    items=" · ".join(items)[:300],
                ),
                {"differences_seen": say("I have checked these differences; they are meant.")},
            )
    _move(version, TranslationState.SUBMITTED)
    version.returned_because = ""
    announce(
        session,
        TranslationSubmitted(
            subject=text.id,
            block=block_id,
            language=version.language,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return version


def review_translation(session: Session, block_id: str, *, language: str, by: Actor) -> Version:
    """A second person has read source and translation and found them to agree."""
    version, text = _version(session, block_id, language)
    require(may_review(session, by, text, version))
    _move(version, TranslationState.REVIEWED)
    version.reviewer_id = by.person_id
    announce(
        session,
        TranslationReviewed(
            subject=text.id,
            block=block_id,
            language=version.language,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return version


def approve_translation(session: Session, block_id: str, *, language: str, by: Actor) -> Version:
    """A native speaker finds that it reads as if it had been written so."""
    version, text = _version(session, block_id, language)
    require(may_approve(session, by, text, version))
    _move(version, TranslationState.APPROVED)
    version.approver_id = by.person_id
    announce(
        session,
        TranslationApproved(
            subject=text.id,
            block=block_id,
            language=version.language,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return version


def return_translation(
    session: Session, block_id: str, *, language: str, reason: str, by: Actor
) -> Version:
    """Give a submitted translation back to its translator, with a reason."""
    version, text = _version(session, block_id, language)
    require(may_review(session, by, text, version))
    if not reason.strip():
        raise Invalid(say("Say what should change, so that the translator can act on it."))
    _move(version, TranslationState.DRAFT)
    version.returned_because = reason.strip()
    announce(
        session,
        TranslationReturned(
            subject=text.id,
            block=block_id,
            language=version.language,
            reason=reason.strip(),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return version


def wish_translation(
    session: Session, text_id: str, *, language: str, by: Actor
) -> TranslationRequest:
    """Count a reader's wish for this text in a language; nobody's name is kept."""
    text = session.get(Text, text_id)
    if text is None:
        raise NotFound
    require(may_read(session, by, text))
    language = checked_language(language)
    wish = session.scalar(
        select(TranslationRequest)
        .where(TranslationRequest.text_id == text_id, TranslationRequest.language == language)
        .with_for_update()
    )
    if wish is None:
        wish = TranslationRequest(text_id=text_id, language=language, count=0)
        session.add(wish)
    wish.count += 1
    wish.last_at = clock.now()
    announce(session, TranslationWished(subject=text_id, language=language))
    return wish


def _version(session: Session, block_id: str, language: str) -> tuple[Version, Text]:
    block = locked_block(session, block_id)
    version = version_of(session, block, checked_language(language))
    if version is None or version.language == block.source_language:
        raise NotFound
    return version, session.get_one(Text, block.text_id)


def _move(version: Version, state: TranslationState) -> None:
    """Take a declared step, no other."""
    if state not in TRANSLATION_CHANGES[version.state]:
        raise Invalid(
            say(
                "Someone else has moved this translation on in the meantime. Reload the page to see where it stands."
            )
        )
    version.state = state
    version.changed_at = clock.now()
