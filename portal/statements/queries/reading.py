"""The text of a release as it was frozen, with its corrections, whatever has happened since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.languages import choose
from portal.statements.models import Erratum, Release, ReleaseBlock, Statement
from portal.texts.models import Block, Revision
from portal.texts.queries import Badge, ReadBlock, ReadText
from portal.texts.queries.reading import ReadTitle


@dataclass(frozen=True)
class Corrected(ReadBlock):
    """A paragraph with the words that an erratum put in the place of the signed ones."""

    erratum_id: str = ""


def read_release(
    session: Session,
    release: Release,
    languages: Sequence[str],
    *,
    exactly: str | None = None,
    corrected: bool = False,
) -> ReadText:
    """One statement to the database. The reader's best language, else that of the title's source.

    It is as it was signed. Where it is wanted `corrected`, errata that are in force are carried
    out, and each such paragraph is a `Corrected`.
    """
    available = [item.language for item in release.languages]
    wanted = [exactly] if exactly else languages
    language = choose(wanted, available)
    rows = session.execute(
        select(ReleaseBlock, Revision.language, Revision.body, Revision.html, Block.source_language)
        .add_columns(Erratum.id, Erratum.body.label("words"), Erratum.html.label("shown"))
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .join(Block, Block.id == ReleaseBlock.block_id)
        .outerjoin(
            Erratum,
            and_(
                Erratum.release_id == ReleaseBlock.release_id,
                Erratum.block_id == ReleaseBlock.block_id,
                Erratum.language == Revision.language,
                Erratum.stopped_at.is_(None),
                Erratum.objections_until <= clock.now(),
            ),
        )
        .where(
            ReleaseBlock.release_id == release.id, ReleaseBlock.language == (language or "source")
        )
        .order_by(ReleaseBlock.position, Erratum.objections_until, Erratum.id)
    ).all()
    if not rows:
        raise NotFound
    blocks: dict[str, ReadBlock] = {}
    for row, written, body, html, source, erratum, words, shown in rows:
        found = ReadBlock(
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
        if erratum is not None and corrected:
            # Of several that follow each other the newest comes last, and stands.
            found = Corrected(
                **{**vars(found), "body": words, "html": Markup(shown)},  # noqa: S704 - as above
                erratum_id=erratum,
            )
        blocks[row.block_id] = found
    title, *rest = blocks.values()
    return ReadText(
        id=release.id,
        language=language or title.language,
        title=title,
        blocks=rest,
        changed_at=release.released_at,
        wanted=None if language or not wanted else wanted[0],
    )


def released_titles(
    session: Session, statements: Collection[Statement], languages: Sequence[str]
) -> Mapping[str, ReadTitle]:
    """The titles of public releases in the reader's language, by the ids of their texts.

    What is being worked on since stays with those who work on it; one statement.
    """
    public = {each.id: each for each in statements if each.is_public}
    if not public:
        return {}
    here = (
        select(Release.id)
        .join(Statement, Statement.id == Release.statement_id)
        .where(Release.statement_id.in_(public), Statement.public_release == Release.number)
    )
    languages_of: dict[str, list[str]] = {}
    words: dict[tuple[str, str], tuple[str, str, str]] = {}
    for statement_id, offered, written, source, body, erratum in session.execute(
        select(
            Release.statement_id,
            ReleaseBlock.language,
            Revision.language,
            Block.source_language,
            Revision.body,
            Erratum.body,
        )
        .join(Release, Release.id == ReleaseBlock.release_id)
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .join(Block, Block.id == ReleaseBlock.block_id)
        .outerjoin(
            Erratum,
            and_(
                Erratum.release_id == ReleaseBlock.release_id,
                Erratum.block_id == ReleaseBlock.block_id,
                Erratum.language == Revision.language,
                Erratum.stopped_at.is_(None),
                Erratum.objections_until <= clock.now(),
            ),
        )
        .where(ReleaseBlock.release_id.in_(here), ReleaseBlock.position == 0)
        .order_by(ReleaseBlock.language, Erratum.objections_until)
    ):
        words[statement_id, offered] = (erratum or body, written, source)
        if offered != "source" and offered not in languages_of.setdefault(statement_id, []):
            languages_of[statement_id].append(offered)
    titles: dict[str, ReadTitle] = {}
    for statement_id, statement in public.items():
        language = choose(languages, languages_of.get(statement_id, [])) or "source"
        if (statement_id, language) not in words:
            continue
        body, written, source = words[statement_id, language]
        titles[statement.text_id] = ReadTitle(
            text_id=statement.text_id,
            title=body,
            language=written,
            badge=Badge.ORIGINAL if written == source else Badge.REVIEWED,
            completeness={},
        )
    return titles


__all__ = ["Corrected", "read_release", "released_titles"]
