"""A text as one reader reads it: the best language for her, block by block, with honest badges.

Three statements, whatever the length: the blocks, what is known of their revisions, and the
wording of those that are shown.
"""

from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.texts.models import (
    Revision,
)
from portal.texts.queries.choosing import Shown, completeness_of, heads, language_for, shown_as
from portal.texts.queries.skeleton import missing, skeleton
from portal.texts.queries.wording import (
    PUBLIC_STATES,
    Badge,
    Completeness,
    ReadBlock,
    ReadText,
    ReadTitle,
)


def read_text(
    session: Session,
    text_id: str,
    languages: Sequence[str],
    *,
    exactly: str | None = None,
    drafts: bool = False,
    as_written: bool = False,
    insist: bool = False,
) -> ReadText:
    """The text for a reader of `languages`, or in `exactly` one language where she asked for it.

    With `drafts`, unfinished human translations count too (for translators). `as_written` shows
    each block in the language that it is written in. With `insist`, what there is in `exactly`
    that language is shown even where its title is missing. Raises NotFound.
    """
    blocks, known, changed_at = (
        skeleton(session, [text_id], drafts=drafts, kept=as_written).get(text_id) or missing()
    )
    if not heads(known[blocks[0].id]):
        missing()
    completeness = completeness_of(blocks, known)
    language, wanted = language_for(blocks, known, languages, exactly)
    if insist and exactly is not None:
        language = exactly
    # Who finds no language of hers reads the original: of each paragraph its own.
    originals = as_written or (wanted is not None and not insist)
    shown = [
        shown_as(
            block,
            known[block.id],
            block.source_language
            if originals and (as_written or block.source_language in heads(known[block.id]))
            else language,
        )
        for block in blocks
    ]
    rows = session.execute(
        select(Revision.id, Revision.body, Revision.html).where(
            Revision.id.in_([each.revision for each in shown])
        )
    ).all()
    wording = {revision: (body, html) for revision, body, html in rows}
    read = [
        ReadBlock(
            id=block.id,
            kind=block.kind,
            level=block.level,
            language=each.language,
            source_language=block.source_language,
            body=wording.get(each.revision, _CLOSED)[0],
            html=Markup(wording.get(each.revision, _CLOSED)[1]),  # noqa: S704 - sanitised when it was written
            revision_id=each.revision,
            badge=each.badge,
            wanted=language,
            stale=each.stale,
            withheld=each.withheld,
            newest_source_id=each.newest_source,
            based_on_id=each.based_on,
        )
        for block, each in zip(blocks, shown, strict=True)
    ]
    return ReadText(
        id=text_id,
        language=language,
        title=read[0],
        blocks=read[1:],
        changed_at=changed_at,
        completeness=completeness,
        wanted=wanted,
    )


_CLOSED = ("", "")
"""The words of a block that this reader may not be shown in any language that she could be given."""


def read_texts_titles(
    session: Session, text_ids: Collection[str], languages: Sequence[str]
) -> dict[str, ReadTitle]:
    """Titles for a list of texts in three statements, with what each language has to offer."""
    skeletons = skeleton(session, text_ids, drafts=False)
    chosen: dict[str, tuple[Shown, Mapping[str, Completeness]]] = {}
    for text_id, (blocks, known, _) in skeletons.items():
        if not heads(known[blocks[0].id]):
            continue
        language, _wanted = language_for(blocks[:1], known, languages, None)
        chosen[text_id] = (
            shown_as(blocks[0], known[blocks[0].id], language),
            completeness_of(blocks, known),
        )
    rows = session.execute(
        select(Revision.id, Revision.body).where(
            Revision.id.in_([shown.revision for shown, _ in chosen.values()])
        )
    ).all()
    bodies = {row.id: row.body for row in rows}
    return {
        text_id: ReadTitle(
            text_id=text_id,
            title=bodies[shown.revision],
            language=shown.language,
            badge=completeness[shown.language].weakest
            if shown.language in completeness
            else shown.badge,
            completeness=completeness,
        )
        for text_id, (shown, completeness) in chosen.items()
    }


__all__ = [
    "PUBLIC_STATES",
    "Badge",
    "Completeness",
    "ReadBlock",
    "ReadText",
    "ReadTitle",
    "read_text",
    "read_texts_titles",
]
