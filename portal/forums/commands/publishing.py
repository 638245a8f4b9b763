"""Freezing the draft programme as a version, with what has changed since the one before."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.forums import policy
from portal.forums.commands.series import locked
from portal.forums.facts import ProgrammePublished
from portal.forums.models import ProgrammeVersion
from portal.forums.programme import difference, from_plain, to_plain
from portal.forums.queries.programme import draft_of, latest_version
from portal.network.actors import Actor


def publish_programme(session: Session, edition_id: str, *, by: Actor) -> ProgrammeVersion:
    """Freeze the draft. Raises Refused, and Invalid where nothing has changed."""
    edition = locked(session, edition_id)
    require(policy.may_publish(by, edition))
    latest = latest_version(session, edition.id)
    draft = draft_of(session, edition.id)
    changes = difference(from_plain(latest.content) if latest else None, draft)
    if not draft.sessions:
        raise Invalid(say("There is no session yet. Add the first one, then publish."))
    if latest is not None and not changes:
        raise Invalid(say("Nothing has changed since the published version."))
    version = ProgrammeVersion(
        edition_id=edition.id,
        number=latest.number + 1 if latest else 1,
        content=to_plain(draft),
        difference={key: list(value) for key, value in asdict(changes).items()},
        published_by_id=by.person_id,
    )
    session.add(version)
    session.flush()
    announce(
        session,
        ProgrammePublished(
            subject=edition.id,
            number=version.number,
            new=tuple(changes.new),
            moved=tuple(changes.moved),
            cancelled=tuple(changes.cancelled),
            reworded=tuple(changes.reworded),
            gone=tuple(changes.gone),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return version
