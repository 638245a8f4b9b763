"""Writing the library into a folder, in the same form in which it comes in."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core.errors import NotFound
from portal.library.manifest.aligned import Part, Words, write_words
from portal.library.manifest.rows import Row, write_manifest
from portal.library.models import Channel, Openness, Work
from portal.library.policy import may_see
from portal.network.actors import Actor
from portal.texts.queries import ReadText, read_text


def export_folder(session: Session, folder: Path, *, by: Actor, drafts: bool = False) -> list[Row]:
    """Write every work that `by` may see, with the languages that readers are shown.

    Of a testimony only the languages go out that its speaker lets be passed on in packs. Only
    words are written, and never into a file that lies outside the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    query = select(Work).options(selectinload(Work.consents), selectinload(Work.authors))
    if not drafts:
        query = query.where(Work.openness != Openness.DRAFT)
    rows: list[Row] = []
    for work in session.scalars(query.order_by(Work.slug)):
        if may_see(by, work):
            rows += _export(session, folder, work, len(rows) + 2)
    (folder / "manifest.csv").write_text(write_manifest(rows), encoding="utf-8")
    return rows


def _export(session: Session, folder: Path, work: Work, line: int) -> list[Row]:
    try:
        read = read_text(session, work.text_id, [], as_written=True)
    except NotFound:
        return []
    original = read.title.source_language
    languages = [original, *(tag for tag in read.completeness if tag != original)]
    if work.needs_consent:
        going = {item.language for item in work.consents if item.allows(Channel.PACK)}
        languages = [tag for tag in languages if tag in going]
        if original not in languages:
            return []
    rows: list[Row] = []
    for tag in languages:
        text = read_text(session, work.text_id, [tag], exactly=tag)
        name = f"{work.slug}.{tag}.md"
        (folder / name).write_text(
            write_words(_words(text, tag, whole=tag == original)), encoding="utf-8"
        )
        rows.append(
            Row(
                line=line + len(rows),
                work=work.import_key or work.slug,
                lang=tag,
                original=original,
                title=text.title.body,
                file=name,
                kind=work.kind,
                countries=tuple(work.countries),
                topics=tuple(work.topics),
                licence=work.licence,
                source=work.source,
            )
        )
    return rows


def _words(text: ReadText, language: str, *, whole: bool) -> Words:
    return Words(
        text.title.body,
        tuple(
            Part(
                block.kind, block.level, block.body if whole or block.language == language else None
            )
            for block in text.blocks
        ),
    )
