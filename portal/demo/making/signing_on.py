"""How the demo's statements were signed from outside: by mail, and looked at by a second person."""

from datetime import timedelta

from sqlalchemy import select

from portal.core import clock
from portal.core.locales import LOCALES
from portal.core.orm import finish
from portal.demo.making.drafting import Drafting
from portal.demo.reading.signatures import External, Signature
from portal.network.models import Side
from portal.statements import models
from portal.statements.commands import Read, SignOn, accept_signatures, confirm_sign_on, sign_on
from portal.statements.sealing import address_mark, link_token

_KINDS = {
    "collective": models.SignatoryKind.COLLECTIVE,
    "individual": models.SignatoryKind.INDIVIDUAL,
}


def lay_sign_on(drafting: Drafting, given: Signature, outside: External, index: int) -> None:
    """Sign on; then, as far as the file says so, answer the mail and be accepted."""
    story = drafting.story
    story.on(
        story.moment(given.signed_days, "18:30", drafting.zone) + timedelta(minutes=index),
        _sign_on,
        drafting,
        given,
        outside,
    )


def _sign_on(drafting: Drafting, given: Signature, outside: External) -> None:
    story, read = drafting.story, _read(drafting, given.language)
    sign_on(
        story.session,
        drafting.id,
        SignOn(
            kind=_KINDS.get(given.role, models.SignatoryKind.EXTERNAL),
            name=outside.name,
            language=outside.language,
            email=outside.email,
            countries=[outside.country] if outside.country else [],
            side=Side(outside.side),
            contact=outside.contact or "",
            affiliation=outside.affiliation or "",
            people=given.claimed_count,
            role=models.SignatureRole.ENDORSER
            if given.role == "endorser"
            else models.SignatureRole.CO_SIGNER,
            members=outside.members,
            withheld=given.withheld,
            locale=outside.language if outside.language in LOCALES else "en",
        ),
        read,
    )
    made = story.session.scalars(
        select(models.Signature.id).where(
            models.Signature.release_id == read.release_id,
            models.Signature.mark == address_mark(story.session, outside.email),
        )
    ).one()
    if given.confirmed:
        story.on(clock.now() + timedelta(hours=3), _confirm, drafting, made)
    if given.confirmed and given.reviewed:
        story.on(clock.now() + timedelta(hours=20), _accept, drafting, made, read.release_id)


def _read(drafting: Drafting, language: str) -> Read:
    session, released = drafting.story.session, drafting.made.released
    assert released is not None  # noqa: S101 - signing is open
    found = session.get_one(models.ReleaseLanguage, (released.id, language))
    return Read(released.id, released.text_root, language, found.language_root)


def _confirm(drafting: Drafting, signature_id: str) -> None:
    session = drafting.story.session
    confirm_sign_on(session, link_token(session, signature_id))


def _accept(drafting: Drafting, signature_id: str, release_id: str) -> None:
    session = drafting.story.session
    accept_signatures(session, drafting.id, [signature_id], by=drafting.lead())
    finish(session, ("milestones", release_id))
