"""The text of a release as it was frozen, whatever has happened to the statement since."""

from collections.abc import Sequence

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.languages import choose
from portal.statements.models import Release, ReleaseBlock
from portal.texts.models import Block, Revision
from portal.texts.queries import Badge, ReadBlock, ReadText


def read_release(
    session: Session, release: Release, languages: Sequence[str], *, exactly: str | None = None
) -> ReadText:
    """One statement to the database. The reader's best language, else that of the title's source."""
    available = [item.language for item in release.languages]
    wanted = [exactly] if exactly else languages
    language = choose(wanted, available)
    rows = session.execute(
        select(ReleaseBlock, Revision.language, Revision.body, Revision.html, Block.source_language)
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .join(Block, Block.id == ReleaseBlock.block_id)
        .where(
            ReleaseBlock.release_id == release.id, ReleaseBlock.language == (language or "source")
        )
        .order_by(ReleaseBlock.position)
    ).all()
    if not rows:
        raise NotFound
    blocks = [
        ReadBlock(
            id=row.block_id,
            kind=row.kind,
            level=row.level,
            language=written,
            source_language=source,
            body=body,
            html=Markup(html),  # noqa: S704 - sanitised when it was written
            revision_id=row.revision_id,
            badge=Badge.ORIGINAL if written == source else Badge.REVIEWED,
            wanted=language or written,
        )
        for row, written, body, html, source in rows
    ]
    return ReadText(
        id=release.id,
        language=language or blocks[0].language,
        title=blocks[0],
        blocks=blocks[1:],
        changed_at=release.released_at,
        wanted=None if language or not wanted else wanted[0],
    )
