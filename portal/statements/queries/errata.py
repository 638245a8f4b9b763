"""Errata of a release: those in force, those that wait, and what each changes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core import clock
from portal.network.models import Organisation
from portal.statements.models import Erratum, Release, ReleaseBlock
from portal.texts.engine import Change, diff
from portal.texts.models import Revision


def errata_of(session: Session, release_id: str) -> Sequence[Erratum]:
    """Every erratum that was ever proposed for a release, the newest first."""
    return session.scalars(
        select(Erratum)
        .where(Erratum.release_id == release_id)
        .options(
            joinedload(Erratum.organisation).selectinload(Organisation.names),
            selectinload(Erratum.objections),
        )
        .order_by(Erratum.at.desc(), Erratum.id.desc())
    ).all()


def erratum_in_statement(session: Session, statement_id: str, erratum_id: str) -> Erratum | None:
    return session.scalars(
        select(Erratum)
        .join(Release, Release.id == Erratum.release_id)
        .where(Erratum.id == erratum_id, Release.statement_id == statement_id)
        .options(
            joinedload(Erratum.release),
            joinedload(Erratum.organisation).selectinload(Organisation.names),
            selectinload(Erratum.objections),
        )
    ).first()


def in_force(session: Session, release_id: str) -> Mapping[tuple[str, str], Erratum]:
    """The newest correction of each paragraph in each language whose time has come: by
    (block, language). One statement; no job has to run for it.
    """
    found = session.scalars(
        select(Erratum)
        .where(
            Erratum.release_id == release_id,
            Erratum.stopped_at.is_(None),
            Erratum.objections_until <= clock.now(),
        )
        .order_by(Erratum.objections_until, Erratum.id)
    )
    return {(erratum.block_id, erratum.language): erratum for erratum in found}


def pending_for(session: Session, release_id: str, block_id: str, language: str) -> Erratum | None:
    """An erratum of that paragraph that is neither in force nor stopped."""
    return next(
        (
            erratum
            for erratum in errata_of(session, release_id)
            if erratum.block_id == block_id
            and erratum.language == language
            and erratum.stopped_at is None
            and not erratum.in_force
        ),
        None,
    )


def released_wording(
    session: Session, release_id: str, block_id: str, language: str
) -> Revision | None:
    """The wording of a paragraph as a release has it in one of its languages."""
    return session.scalars(
        select(Revision)
        .join(ReleaseBlock, ReleaseBlock.revision_id == Revision.id)
        .where(
            ReleaseBlock.release_id == release_id,
            ReleaseBlock.block_id == block_id,
            ReleaseBlock.language == language,
        )
    ).first()


def changes_of(session: Session, errata: Sequence[Erratum]) -> Mapping[str, Sequence[Change]]:
    """What each erratum changes in the signed words, by its id; one statement."""
    signed = dict(
        session.execute(
            select(Revision.id, Revision.body).where(
                Revision.id.in_([erratum.revision_id for erratum in errata])
            )
        ).all()
    )
    return {
        erratum.id: diff(signed[erratum.revision_id], erratum.body, erratum.language)
        for erratum in errata
    }


def number_in_force(session: Session, release_id: str) -> int:
    """How many corrections are carried out by now: it grows by the clock alone."""
    return len(in_force(session, release_id))
