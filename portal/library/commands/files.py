"""Files of a work: through the gate into the object store; taken out softly."""

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.facts import announce
from portal.core.ids import new_id
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.policy import require
from portal.library.commands.works import locked
from portal.library.facts import FileAttached, FileRemoved
from portal.library.models import Attachment
from portal.library.policy import may_edit
from portal.network.actors import Actor
from portal.storage import FileStore, take


def attach_file(
    session: Session,
    work_id: str,
    *,
    data: bytes,
    filename: str,
    language: str = "und",
    by: Actor,
    store: FileStore,
    limit: int,
) -> Attachment:
    """Keep a file that passes the gate (`portal.storage.take`); `limit` is in bytes.

    The same file of the same language twice is kept once.
    """
    work = locked(session, work_id)
    require(may_edit(by, work))
    taken = take(data, filename, limit=limit)
    try:
        tag = normalise(language)
    except LanguageTagInvalid:
        tag = "und"
    for held in work.attachments:
        if held.sha256 == taken.sha256 and held.language == tag and held.removed_at is None:
            return held
    ident = new_id()
    attachment = Attachment(
        id=ident,
        language=tag,
        name=taken.name,
        media_type=taken.media_type,
        size=len(taken.data),
        sha256=taken.sha256,
        key=f"attachments/{ident}",
        uploaded_by_id=by.person_id,
    )
    store.put(attachment.key, taken.data)
    work.attachments.append(attachment)
    work.changed_at = clock.now()
    session.flush()
    announce(
        session,
        FileAttached(
            subject=work.id,
            attachment=attachment.id,
            media_type=attachment.media_type,
            size=attachment.size,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return attachment


def remove_file(session: Session, attachment_id: str, *, by: Actor) -> Attachment:
    """Take a file out of sight; its bytes stay for thirty days."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or attachment.removed_at is not None:
        raise NotFound
    work = locked(session, attachment.work_id)
    require(may_edit(by, work))
    attachment.removed_at = work.changed_at = clock.now()
    attachment.removed_by_id = by.person_id
    announce(
        session,
        FileRemoved(
            subject=work.id,
            attachment=attachment.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return attachment
