"""Bringing a folder in: previewed, reported line by line, and repeatable without a change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, PortalError
from portal.core.orm import Database
from portal.core.sentences import Sentence, say
from portal.library.commands import (
    Catalogue,
    catalogue_of,
    change_catalogue,
    create_work,
)
from portal.library.manifest.aligned import Part, Words, align, read_words
from portal.library.manifest.rows import Row, Unusable, read_manifest
from portal.library.models import Work, WorkKind
from portal.network.actors import Actor
from portal.texts.commands import (
    NewBlock,
    import_wording,
    save_translation,
    submit_translation,
)
from portal.texts.commands.revisions import checked_body
from portal.texts.models import Block, BlockKind, Origin, Revision, Text, TranslationState, Version

MAX_BYTES = 20_000_000


class Fate(Enum):
    """What became of a line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


FATES = {
    Fate.NEW: say("new"),
    Fate.CHANGED: say("changed"),
    Fate.UNCHANGED: say("as it was"),
    Fate.REFUSED: say("left out"),
}


@dataclass(frozen=True)
class Line:
    """The report of one line of the manifest."""

    number: int
    work: str
    lang: str
    fate: Fate
    paragraphs: int = 0
    """Written anew or changed."""
    missing: int = 0
    remarks: tuple[Sentence, ...] = ()


class _Preview(Exception):
    """No error: it ends a transaction that was only tried."""


def import_folder(
    database: Database, folder: Path, *, by: Actor, dry_run: bool = False
) -> list[Line]:
    """Bring in every work of the manifest, each whole or not at all; what is new is a draft.

    With `dry_run` the same is done and undone, so that the report is true.
    """
    folder = folder.resolve()
    rows = read_manifest(folder)
    lines = [_refused(item, item.reason) for item in rows if isinstance(item, Unusable)]
    usable = sorted((item for item in rows if isinstance(item, Row)), key=lambda row: row.work)
    for _, group in groupby(usable, key=lambda row: row.work):
        lines += _import_work(database, folder, list(group), by, dry_run=dry_run)
    return sorted(lines, key=lambda line: line.number)


def _refused(row: Row | Unusable, *reasons: Sentence) -> Line:
    return Line(row.line, row.work, row.lang, Fate.REFUSED, remarks=tuple(reasons))


def _import_work(
    database: Database, folder: Path, rows: Sequence[Row], by: Actor, *, dry_run: bool
) -> list[Line]:
    original = next((row for row in rows if row.is_original), None)
    if original is None:
        reason = say(
            "No line gives this work in the language that it was written in (lang = original)."
        )
        return [_refused(row, reason) for row in rows]
    others = [row for row in rows if row is not original]
    lines: list[Line] = []
    try:
        with database.transaction() as session:
            work, line = _original(session, folder, original, by)
            lines.append(line)
            for row in others:
                if row.original != original.lang:
                    lines.append(
                        _refused(
                            row, say("Another line names another original language of this work.")
                        )
                    )
                    continue
                lines.append(_translation(session, folder, work, row, by))
            _end(dry_run=dry_run)
    except _Preview:
        pass
    except PortalError as problem:
        return [
            _refused(original, problem.sentence),
            *(_refused(row, say("The original of this work is left out.")) for row in others),
        ]
    return lines


def _end(*, dry_run: bool) -> None:
    if dry_run:
        raise _Preview


def _words(folder: Path, row: Row) -> Words:
    """The row's file, which lies in the folder and nowhere else."""
    if not row.file and row.title:
        return Words(row.title, ())
    if not row.file:
        raise Invalid(say("Neither the manifest nor the file gives a title."))
    path = (folder / row.file).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise Invalid(say("There is no file %(name)s in this folder.", name=row.file[:120]))
    if path.stat().st_size > MAX_BYTES:
        raise Invalid(say("The file %(name)s is too large.", name=row.file[:120]))
    words = read_words(path.read_bytes(), path.name)
    if row.title:
        return replace(words, title=row.title)
    if not words.title:
        raise Invalid(say("Neither the manifest nor the file gives a title."))
    return words


# --- the original ----------------------------------------------------------------------------------


def _original(session: Session, folder: Path, row: Row, by: Actor) -> tuple[Work, Line]:
    words = _words(folder, row)
    if any(part.body is None for part in words.parts):
        raise Invalid(say("In the original no paragraph can be missing."))
    work = session.scalar(
        select(Work).where(or_(Work.import_key == row.work, Work.slug == row.work))
    )
    if work is None:
        work = create_work(
            session,
            title=NewBlock(words.title, row.lang),
            blocks=[_new(part, row.lang) for part in words.parts],
            catalogue=_catalogue(row, Catalogue(kind=row.kind or WorkKind.KNOW_YOUR_RIGHTS)),
            by=by,
            import_key=row.work,
            origin=Origin.IMPORTED,
        )
        return work, _line(row, Fate.NEW, len(words.parts) + 1)
    before = catalogue_of(work)
    fields = change_catalogue(session, work.id, catalogue=_catalogue(row, before), by=by)
    changed = _reword(session, work, row, words, by)
    fate = Fate.CHANGED if fields or changed else Fate.UNCHANGED
    return work, _line(row, fate, changed)


def _reword(session: Session, work: Work, row: Row, words: Words, by: Actor) -> int:
    """Let an existing original say what the file says; gives the number of paragraphs that differ."""
    held = _held(session, work)
    bodies = [_shown(session, block, row.lang) for block in held]
    wanted = [
        checked_body(body) for body in (words.title, *(part.body or "" for part in words.parts))
    ]
    if bodies == wanted:
        return 0
    if any(block.source_language != row.lang for block in held):
        raise Invalid(
            say("This work is written in several languages by now. Change it on its own page.")
        )
    result = import_wording(
        session,
        work.text_id,
        blocks=[
            NewBlock(words.title, row.lang, BlockKind.TITLE),
            *(_new(part, row.lang) for part in words.parts),
        ],
        by=by,
    )
    return result.changed + result.added + result.gone


def _shown(session: Session, block: Block, language: str) -> str:
    """A block's words in a language, else in its own."""
    version = session.get(Version, (block.id, language)) or session.get_one(
        Version, (block.id, block.source_language)
    )
    return session.get_one(Revision, version.revision_id).body


def _new(part: Part, language: str) -> NewBlock:
    return NewBlock(part.body or "", language, part.kind, part.level)


def _catalogue(row: Row, before: Catalogue) -> Catalogue:
    """What the manifest says; where it says nothing, what stands."""
    return replace(
        before,
        kind=row.kind or before.kind,
        sensitive=None if row.kind and row.kind is not before.kind else before.sensitive,
        countries=[code.upper() for code in row.countries] or before.countries,
        topics=row.topics or before.topics,
        licence=row.licence or before.licence,
        source=row.source or before.source,
    )


def _held(session: Session, work: Work) -> list[Block]:
    text = session.get_one(Text, work.text_id)
    blocks = {
        block.id: block for block in session.scalars(select(Block).where(Block.text_id == text.id))
    }
    return [blocks[block_id] for block_id in text.order]


# --- a translation ---------------------------------------------------------------------------------


def _translation(session: Session, folder: Path, work: Work, row: Row, by: Actor) -> Line:
    try:
        with session.begin_nested():
            return _laid(session, work, row, _words(folder, row), by)
    except PortalError as problem:
        return _refused(row, problem.sentence)


def _laid(session: Session, work: Work, row: Row, words: Words, by: Actor) -> Line:
    title, *rest = _held(session, work)
    laid = align(
        [(block.kind, _shown(session, block, block.source_language)) for block in rest], words.parts
    )
    before = (
        session.scalars(
            select(Version).where(Version.text_id == work.text_id, Version.language == row.lang)
        )
        .unique()
        .all()
    )
    heads = {version.block_id: version for version in before}
    written, differing = 0, 0
    for block, body in zip((title, *rest), (words.title, *laid.bodies), strict=True):
        if not body or block.source_language == row.lang:
            continue
        outcome = _write(session, block, row.lang, body, heads.get(block.id), by)
        written += outcome is not None
        differing += outcome == "differs"
    remarks = list(laid.remarks)
    if differing:
        remarks.append(
            say("In %(number)s paragraphs numbers differ from the original.", number=differing)
        )
    fate = Fate.UNCHANGED if not written else Fate.CHANGED if heads else Fate.NEW
    return Line(
        row.line,
        row.work,
        row.lang,
        fate,
        written,
        sum(body is None for body in laid.bodies),
        tuple(remarks),
    )


def _write(
    session: Session, block: Block, language: str, body: str, head: Version | None, by: Actor
) -> str | None:
    """Save one paragraph and hand it in for review; None where it stands so already."""
    body = checked_body(body)
    if head is not None and session.get_one(Revision, head.revision_id).body == body:
        return None
    source = session.get_one(Version, (block.id, block.source_language))
    save_translation(
        session,
        block.id,
        language=language,
        body=body,
        based_on_id=source.revision_id,
        base_revision_id=head.revision_id if head else None,
        by=by,
        origin=Origin.IMPORTED,
    )
    version = session.get_one(Version, (block.id, language))
    if version.state is not TranslationState.DRAFT:
        return "written"
    try:
        submit_translation(session, block.id, language=language, by=by)
    except Invalid:
        submit_translation(session, block.id, language=language, by=by, differences_seen=True)
        return "differs"
    return "written"


def _line(row: Row, fate: Fate, paragraphs: int) -> Line:
    return Line(row.line, row.work, row.lang, fate, paragraphs)
