"""The translator's desk: each block with what she reads, what stands, and what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.texts.engine import Change, diff
from portal.texts.models import (
    Block,
    Revision,
    Text,
    TranslationRequest,
    TranslationState,
    Version,
)
from portal.texts.queries.reading import Badge, ReadBlock, read_text


@dataclass(frozen=True)
class DeskBlock:
    """One paragraph to translate: `source` is what is read, `translation` what stands."""

    source: ReadBlock
    translation: ReadBlock | None
    version: Version | None
    changes: Sequence[Change]
    """How the source differs from the wording that the translation was made from."""

    @property
    def badge(self) -> Badge:
        return self.translation.badge if self.translation else Badge.MISSING

    @property
    def waits(self) -> bool:
        """Whether a translator has something to do here."""
        return self.badge in {Badge.MISSING, Badge.MACHINE_DRAFT, Badge.DRAFT, Badge.OUT_OF_DATE}


def desk(
    session: Session, text_id: str, *, to: str, read_in: str | None, languages: Sequence[str]
) -> list[DeskBlock]:
    """All blocks of a text for translating into `to`, reading `read_in` where that exists.

    A block written in `to` itself has nothing to translate and is left out.
    """
    sources = read_text(session, text_id, languages, exactly=read_in, drafts=False)
    read = (sources.title, *sources.blocks)
    if any(each.language == to != each.source_language for each in read):
        # A wording in `to` is what is to be made, and may be out of date: its original is read.
        written = read_text(session, text_id, [], as_written=True)
        read = tuple(
            original if each.language == to else each
            for each, original in zip(read, (written.title, *written.blocks), strict=True)
        )
    targets = read_text(session, text_id, [to], exactly=to, drafts=True, insist=True)
    versions = {
        version.block_id: version
        for version in session.scalars(
            select(Version).where(Version.text_id == text_id, Version.language == to)
        )
    }
    heads = {
        revision.id: revision
        for revision in session.scalars(
            select(Revision).where(
                Revision.id.in_([version.revision_id for version in versions.values()])
            )
        )
    }
    bases = {
        revision.id: revision
        for revision in session.scalars(
            select(Revision).where(
                Revision.id.in_([head.based_on_id for head in heads.values() if head.based_on_id])
            )
        )
    }
    found = []
    for source, target in zip(read, (targets.title, *targets.blocks), strict=True):
        if source.source_language == to:
            continue
        version = versions.get(source.id)
        head = heads[version.revision_id] if version else None
        changes: Sequence[Change] = ()
        base = bases.get(head.based_on_id) if head and head.based_on_id else None
        if base and target.stale and base.language == source.language:
            changes = diff(base.body, source.body, source.language)
        shown = target if version else None
        if head and shown and shown.withheld:
            shown = ReadBlock(
                id=target.id,
                kind=target.kind,
                level=target.level,
                language=to,
                source_language=target.source_language,
                body=head.body,
                html=Markup(head.html),  # noqa: S704 - sanitised when it was written
                revision_id=head.id,
                badge=Badge.OUT_OF_DATE,
                wanted=to,
                stale=target.stale,
            )
        found.append(DeskBlock(source, shown, version, changes))
    return found


@dataclass(frozen=True)
class Wanted:
    """One text and language on the list of what translators can do."""

    text_id: str
    language: str
    wishes: int
    missing: int
    submitted: int


def wanted_in(
    session: Session, languages: Sequence[str], text_ids: Sequence[str] | None = None
) -> list[Wanted]:
    """What waits in these languages, most wished first; four statements for any number of texts."""
    blocks = dict(
        session.execute(
            select(Block.text_id, func.count())
            .where(
                Block.gone_at.is_(None),
                *([Block.text_id.in_(text_ids)] if text_ids is not None else []),
            )
            .group_by(Block.text_id)
        ).all()
    )
    have: dict[tuple[str, str], int] = {}
    submitted: dict[tuple[str, str], int] = {}
    for text_id, language, state, count in session.execute(
        select(Version.text_id, Version.language, Version.state, func.count())
        .join(Block, Block.id == Version.block_id)
        .where(
            Block.gone_at.is_(None),
            Version.language.in_(languages),
        )
        .group_by(Version.text_id, Version.language, Version.state)
    ):
        have[text_id, language] = have.get((text_id, language), 0) + count
        if state is TranslationState.SUBMITTED:
            submitted[text_id, language] = count
    wishes = {
        (row.text_id, row.language): row.count
        for row in session.scalars(
            select(TranslationRequest).where(TranslationRequest.language.in_(languages))
        )
    }
    found = [
        Wanted(
            text_id,
            language,
            wishes.get((text_id, language), 0),
            total - have.get((text_id, language), 0),
            submitted.get((text_id, language), 0),
        )
        for text_id, total in blocks.items()
        for language in languages
    ]
    return sorted(
        (item for item in found if item.missing or item.submitted),
        key=lambda item: (-item.wishes, -item.submitted, item.missing, item.text_id),
    )


def texts_by_id(session: Session, text_ids: Sequence[str]) -> dict[str, Text]:
    return {text.id: text for text in session.scalars(select(Text).where(Text.id.in_(text_ids)))}
