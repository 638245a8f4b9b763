"""One work with what its page shows, and short titles of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from portal.core.errors import NotFound
from portal.core.languages import choose, direction
from portal.core.policy import require
from portal.library.models import Attachment, Openness, Work, WorkAuthor, WorkKind
from portal.library.policy import may_see
from portal.library.queries.listing import is_visible
from portal.network.actors import ANONYMOUS, Actor
from portal.network.models import Organisation
from portal.network.names import display_name
from portal.network.policy import may_see_person_here
from portal.texts.models import Block, BlockKind, Revision, Text, Version
from portal.texts.queries.reading import PUBLIC_STATES


def work_at(session: Session, slug: str, actor: Actor) -> Work:
    """The work at an address with all that its page shows but the text; one statement.

    NotFound where there is none, Refused where it is not hers to read.
    """
    return _opened(session, Work.slug == slug, actor)


def work_of(session: Session, text_id: str) -> Work:
    """The work that a text belongs to."""
    work = session.scalar(select(Work).where(Work.text_id == text_id))
    if work is None:
        raise NotFound
    return work


def _opened(session: Session, which: ColumnElement[bool], actor: Actor) -> Work:
    work = (
        session.scalars(
            select(Work)
            .where(which)
            .options(
                joinedload(Work.text),
                joinedload(Work.authors).options(
                    joinedload(WorkAuthor.organisation).joinedload(Organisation.names),
                    joinedload(WorkAuthor.person),
                ),
                joinedload(Work.related),
                joinedload(Work.consents),
                joinedload(Work.attachments),
            )
        )
        .unique()
        .one_or_none()
    )
    if work is None:
        raise NotFound
    require(may_see(actor, work))
    return work


@dataclass(frozen=True)
class ShownAuthor:
    """One author as this reader sees her; without a name where it is withheld."""

    name: str
    language: str
    slug: str = ""
    reading: str = ""

    @property
    def withheld(self) -> bool:
        return not self.name


def authors_of(work: Work, languages: Sequence[str], actor: Actor = ANONYMOUS) -> list[ShownAuthor]:
    """Who made it. A person who does not want to be shown is not."""
    found = []
    for author in work.authors:
        if author.organisation is not None:
            name = display_name(author.organisation, languages)
            found.append(ShownAuthor(name.text, name.language, author.organisation.slug))
        elif author.person is not None and may_see_person_here(actor, author.person):
            person = author.person
            found.append(ShownAuthor(person.name, person.name_language, reading=person.reading))
        else:
            found.append(ShownAuthor(author.name, author.name_language))
    return found


def files_of(work: Work) -> list[Attachment]:
    """Files that may be had: of a testimony, those in the languages that its speaker lets be printed."""
    kept = [item for item in work.attachments if item.removed_at is None]
    if not work.needs_consent:
        return kept
    open_in = {item.language for item in work.consents if item.stands and item.in_print}
    return [item for item in kept if item.language in open_in]


@dataclass(frozen=True)
class ShortTitle:
    """A work in one line: its address and its title in the reader's best language."""

    work_id: str
    slug: str
    kind: WorkKind
    sensitive: bool
    title: str
    language: str
    changed_at: datetime

    @property
    def dir(self) -> str:
        return direction(self.language)


def short_titles(
    session: Session,
    which: Select[Any] | Sequence[str],
    languages: Sequence[str],
    actor: Actor = ANONYMOUS,
) -> list[ShortTitle]:
    """Titles of works (ids, or a query for them) that this reader may see; one statement."""
    rows = session.execute(
        select(
            Work.id,
            Work.slug,
            Work.kind,
            Work.sensitive,
            Text.changed_at,
            Text.shown_in,
            Text.withdrawn_in,
            Block.source_language,
            Version.language,
            Version.state,
            Revision.body,
        )
        .join(Text, Text.id == Work.text_id)
        .join(Block, (Block.text_id == Text.id) & (Block.kind == BlockKind.TITLE))
        .join(Version, Version.block_id == Block.id)
        .join(Revision, Revision.id == Version.revision_id)
        .where(Work.id.in_(which), is_visible(actor))
        .order_by(Work.published_at.desc(), Work.id, Version.language)
    ).all()
    found: dict[str, dict[str, str]] = {}
    works = {}
    for row in rows:
        is_open = row.shown_in is None or row.language in row.shown_in
        if not is_open or row.language in row.withdrawn_in:
            continue
        if row.state not in PUBLIC_STATES and row.language != row.source_language:
            continue
        works[row.id] = row
        found.setdefault(row.id, {})[row.language] = row.body
    shown = []
    for ident, titles in found.items():
        row = works[ident]
        language = choose(languages, list(titles)) or (
            row.source_language if row.source_language in titles else min(titles)
        )
        shown.append(
            ShortTitle(
                ident,
                row.slug,
                row.kind,
                row.sensitive,
                titles[language],
                language,
                row.changed_at,
            )
        )
    return shown


def newest_of_organisation(organisation_id: str, limit: int = 10) -> Select[Any]:
    """Ids of an organisation's newest published works that nobody need hide, for its page."""
    return (
        select(Work.id)
        .join(WorkAuthor, WorkAuthor.work_id == Work.id)
        .where(
            WorkAuthor.organisation_id == organisation_id,
            Work.openness != Openness.DRAFT,
        )
        .order_by(Work.published_at.desc())
        .limit(limit)
    )
