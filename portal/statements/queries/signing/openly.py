"""What an organisation has signed with its name shown, and which have not signed so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.languages import choose
from portal.network.models import Organisation, Standing
from portal.statements.models import Release, ReleaseBlock, Signature, SignatureState, Statement
from portal.statements.proof import SOURCE
from portal.texts.models import Revision


def latest_release(session: Session, statement_id: str) -> Release | None:
    return session.scalars(
        select(Release).where(Release.statement_id == statement_id).order_by(Release.number.desc())
    ).first()


@dataclass(frozen=True)
class Signed:
    """A statement that an organisation has signed in the open, under its released title."""

    slug: str
    title: str
    language: str
    signed_at: datetime


def signed_openly_by(
    session: Session, organisation_id: str, languages: Sequence[str], limit: int = 10
) -> list[Signed]:
    """What an organisation has signed with its name shown, the newest first; one statement."""
    rows = session.execute(
        select(Statement.slug, Signature.at, Revision.language, Revision.body)
        .join(Release, Release.id == Signature.release_id)
        .join(Statement, Statement.id == Release.statement_id)
        .join(ReleaseBlock, (ReleaseBlock.release_id == Release.id) & (ReleaseBlock.position == 0))
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .where(
            Signature.organisation_id == organisation_id,
            Signature.state == SignatureState.CONFIRMED,
            Signature.withheld.is_(False),
            Statement.public_release.is_not(None),
        )
        .order_by(Signature.at.desc(), ReleaseBlock.language != SOURCE)
    ).all()
    titles: dict[tuple[str, datetime], dict[str, str]] = {}
    for slug, at, language, body in rows:
        titles.setdefault((slug, at), {}).setdefault(language, body)
    found = []
    for (slug, at), words in list(titles.items())[:limit]:
        language = choose(languages, list(words)) or next(iter(words))
        found.append(Signed(slug, words[language], language, at))
    return found


def not_signed_openly(session: Session, release_id: str) -> Sequence[str]:
    """Members without a signature in their own name under a release; one statement.

    A member that withholds its name is among those that have not signed: what is done for all of
    them alike tells nobody which is which.
    """
    openly = select(Signature.organisation_id).where(
        Signature.release_id == release_id,
        Signature.organisation_id.is_not(None),
        Signature.withheld.is_(False),
        Signature.state != SignatureState.DECLINED,
    )
    return session.scalars(
        select(Organisation.id).where(
            Organisation.standing == Standing.ADMITTED, Organisation.id.not_in(openly)
        )
    ).all()
