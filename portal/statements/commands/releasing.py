"""Freezing an adopted text, its source wording and each checked translation, under their roots."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.sentences import say
from portal.log.commands import log_act
from portal.log.trees import root
from portal.network.actors import Actor
from portal.statements.commands.stages import led, meant_until, reach, ready
from portal.statements.facts import ReleaseLanguageAdded, StatementReleased
from portal.statements.models import (
    Decision,
    Outcome,
    Release,
    ReleaseBlock,
    ReleaseLanguage,
    Stage,
    Statement,
)
from portal.statements.policy.readiness import ready_to_release
from portal.statements.proof import SOURCE, block_leaf
from portal.texts.models import Revision
from portal.texts.queries import ReadBlock, ReadText, read_text


def release(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime | None = None,
    zone: str | None = None,
    by: Actor,
) -> Release:
    """Freeze what was adopted, with every language that is wholly checked.

    The wording is the one that was decided on, whatever has happened to the text since. A
    required language that is missing, unreviewed or out of date holds the release back. `deadline`
    says until when it is meant to be opened for signature.
    """
    statement = led(session, statement_id, by)
    until = meant_until(deadline)
    read = read_text(session, statement.text_id, [], as_written=True)
    ready(ready_to_release(statement, read.completeness))
    decision = session.scalars(
        select(Decision)
        .where(Decision.statement_id == statement.id)
        .order_by(Decision.round.desc())
    ).first()
    _refuse_other_wording(read, decision)
    checked = [tag for tag, state in read.completeness.items() if state.is_checked]
    assert by.person_id is not None  # noqa: S101 - may_lead asks for it
    made = Release(
        statement_id=statement.id,
        number=len(statement.releases) + 1,
        text_root=root(_leaves(session, (read.title, *read.blocks))),
        released_by_id=by.person_id,
    )
    session.add(made)
    session.flush()
    _freeze(session, made, SOURCE, read)
    log_act(session, "release", made.id, made.text_root)
    reach(session, statement, Stage.TRANSLATIONS_CHECKED, by=by, deadline=until, zone=zone)
    announce(
        session,
        StatementReleased(
            subject=statement.id,
            release=made.id,
            number=made.number,
            text_root=made.text_root,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    for tag in checked:
        _add_language(session, statement, made, tag, by)
    session.refresh(statement, ["releases"])
    return made


def add_release_language(
    session: Session, release_id: str, *, language: str, by: Actor
) -> ReleaseLanguage:
    """Add a language that has been checked since; signatures are untouched by it."""
    made = session.get(Release, release_id)
    if made is None:
        raise NotFound
    statement = led(session, made.statement_id, by)
    if session.get(ReleaseLanguage, (release_id, language)) is not None:
        raise Invalid(say("This release can be read in that language already."))
    read = read_text(session, statement.text_id, [language], exactly=language)
    state = read.completeness.get(language)
    if state is None or not state.is_checked or _roots_differ(session, made, statement):
        raise Invalid(
            say("This language is not wholly translated and reviewed for the released wording yet.")
        )
    return _add_language(session, statement, made, language, by)


def _roots_differ(session: Session, made: Release, statement: Statement) -> bool:
    """Whether the text has moved on from what was released."""
    read = read_text(session, statement.text_id, [], as_written=True)
    return root(_leaves(session, (read.title, *read.blocks))) != made.text_root


def _add_language(
    session: Session, statement: Statement, made: Release, language: str, by: Actor
) -> ReleaseLanguage:
    read = read_text(session, statement.text_id, [language], exactly=language)
    added = ReleaseLanguage(
        release_id=made.id,
        language=language,
        language_root=root(_leaves(session, (read.title, *read.blocks))),
    )
    session.add(added)
    session.flush()
    _freeze(session, made, language, read)
    # A language has no id of its own; its root stands for it.
    log_act(session, "language", added.language_root[:26], added.language_root)
    announce(
        session,
        ReleaseLanguageAdded(
            subject=statement.id,
            release=made.id,
            language=language,
            language_root=added.language_root,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return added


def _refuse_other_wording(read: ReadText, decision: Decision | None) -> None:
    """What is released is what was decided on, to the revision."""
    now = {block.id: block.revision_id for block in (read.title, *read.blocks)}
    adopted = decision is not None and decision.outcome is Outcome.ADOPTED
    if not adopted or decision is None or now != decision.wording:
        raise Invalid(
            say(
                "The text is not the one that was decided on. It has to go through a decision again."
            )
        )


def _leaves(session: Session, blocks: tuple[ReadBlock, ...]) -> list[bytes]:
    hashes = dict(
        session.execute(
            select(Revision.id, Revision.sha256).where(
                Revision.id.in_([block.revision_id for block in blocks])
            )
        ).all()
    )
    return [
        block_leaf(
            block.id, block.kind.value, block.level, block.language, hashes[block.revision_id]
        )
        for block in blocks
    ]


def _freeze(session: Session, made: Release, language: str, read: ReadText) -> None:
    session.add_all(
        ReleaseBlock(
            release_id=made.id,
            language=language,
            position=position,
            block_id=block.id,
            kind=block.kind,
            level=block.level,
            revision_id=block.revision_id,
        )
        for position, block in enumerate((read.title, *read.blocks))
    )
    session.flush()


__all__ = ["add_release_language", "release"]
