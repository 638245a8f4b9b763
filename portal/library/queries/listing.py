"""Lists of works: what a reader may see, filtered, titled in her languages with honest badges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from portal.core.paging import Page
from portal.library.models import Consent, Openness, Work, WorkAuthor, WorkKind, WorkTag
from portal.network.actors import Actor
from portal.network.models import Role
from portal.texts.models import Block, BlockKind, Text, Version
from portal.texts.queries import read_texts_titles
from portal.texts.queries.reading import PUBLIC_STATES, ReadTitle


@dataclass(frozen=True)
class Filters:
    kind: WorkKind | None = None
    country: str = ""
    topic: str = ""
    language: str = ""

    @property
    def any(self) -> bool:
        return bool(self.kind or self.country or self.topic or self.language)


@dataclass(frozen=True)
class Listed:
    """One line of a list: the work and its title for this reader."""

    work: Work
    title: ReadTitle


@dataclass(frozen=True)
class Facets:
    """What the library holds for this reader: key -> number of works; and its newest change."""

    kinds: Mapping[WorkKind, int]
    countries: Mapping[str, int]
    topics: Mapping[str, int]
    languages: Mapping[str, int]
    newest: datetime | None

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def is_visible(actor: Actor) -> ColumnElement[bool]:
    """The same rule as `policy.may_see`, for lists; what waits for confirmation has a list of its own."""
    if actor.is_secretariat:
        return literal(value=True)
    if not actor.signed_in:
        return Work.openness == Openness.PUBLIC
    mine = [
        item.organisation_id
        for item in actor.memberships
        if item.roles & {Role.EDITOR, Role.REPRESENTATIVE}
    ]
    open_to = [Openness.PUBLIC, *([Openness.MEMBERS] if actor.memberships else [])]
    return or_(
        Work.openness.in_(open_to),
        Work.created_by_id == actor.person_id,
        Work.keeper_id.in_(mine),
        Work.id.in_(select(WorkAuthor.work_id).where(WorkAuthor.organisation_id.in_(mine))),
    )


def readable_in(language: Any) -> ColumnElement[bool]:
    """Whether a work may be read in a language as far as consent goes."""
    consented = aliased(Consent)
    return or_(
        Work.kind != WorkKind.TESTIMONY,
        exists().where(
            consented.work_id == Work.id,
            consented.language == language,
            consented.withdrawn_on.is_(None),
            consented.on_page.is_(True),
        ),
    )


def _titled() -> ColumnElement[bool]:
    """Joins a work's title to what readers may see of it."""
    return and_(
        Block.text_id == Work.text_id,
        Block.kind == BlockKind.TITLE,
        or_(Version.state.in_(PUBLIC_STATES), Version.language == Block.source_language),
    )


def _filtered(actor: Actor, filters: Filters) -> Select[Work, int]:
    query = select(Work, func.count().over()).where(is_visible(actor))
    if filters.kind:
        query = query.where(Work.kind == filters.kind)
    for tag in (
        f"country:{filters.country}" if filters.country else "",
        f"topic:{filters.topic}" if filters.topic else "",
    ):
        if tag:
            query = query.where(Work.id.in_(select(WorkTag.work_id).where(WorkTag.tag == tag)))
    if filters.language:
        has = (
            select(Block.text_id)
            .join(Version, Version.block_id == Block.id)
            .where(Version.language == filters.language, _titled())
            .correlate(Work)
        )
        query = query.where(has.exists(), readable_in(filters.language))
    return query


def list_works(
    session: Session,
    actor: Actor,
    languages: Sequence[str],
    filters: Filters = Filters(),
    *,
    page: int = 1,
    per_page: int = 30,
) -> Page[Listed]:
    """Four statements to the database, however many are listed; the newest first."""
    newest = func.coalesce(Work.published_at, Work.created_at).desc()
    rows = session.execute(
        _filtered(actor, filters)
        .order_by(newest, Work.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    total = rows[0][1] if rows else 0
    return Page(_listed(session, [row[0] for row in rows], languages), page, total, per_page)


def _listed(session: Session, works: Sequence[Work], languages: Sequence[str]) -> list[Listed]:
    titles = read_texts_titles(session, [work.text_id for work in works], languages)
    return [Listed(work, titles[work.text_id]) for work in works if work.text_id in titles]


def newest_works(session: Session, languages: Sequence[str], limit: int = 3) -> list[Listed]:
    """Public works for the front page, without the sensitive ones; four statements."""
    works = session.scalars(
        select(Work)
        .where(Work.openness == Openness.PUBLIC, Work.sensitive.is_(False))
        .order_by(Work.published_at.desc())
        .limit(limit)
    ).all()
    return _listed(session, works, languages) if works else []


def waiting_for_second(session: Session, actor: Actor, languages: Sequence[str]) -> list[Listed]:
    """Works whose publication was proposed by someone else."""
    works = session.scalars(
        select(Work)
        .where(Work.proposed_openness.is_not(None), Work.proposed_by_id != actor.person_id)
        .order_by(Work.proposed_at)
        .limit(30)
    ).all()
    return _listed(session, works, languages) if works else []


def facets(session: Session, actor: Actor) -> Facets:
    """What filters can be offered, and when any of it changed last; one statement."""
    visible = is_visible(actor)
    changed = func.max(Work.changed_at), func.max(Text.changed_at)
    none = func.max(Work.changed_at), func.max(Work.changed_at)
    kinds = (
        select(literal("kind"), type_coerce(Work.kind, String), func.count(), *changed)
        .join(Text, Text.id == Work.text_id)
        .where(visible)
        .group_by(Work.kind)
    )
    tags = (
        select(literal("tag"), WorkTag.tag, func.count(), *none)
        .join(Work, Work.id == WorkTag.work_id)
        .where(visible)
        .group_by(WorkTag.tag)
    )
    languages = (
        select(literal("language"), Version.language, func.count(), *none)
        .select_from(Work)
        .join(Block, Block.text_id == Work.text_id)
        .join(Version, Version.block_id == Block.id)
        .where(visible, _titled(), readable_in(Version.language))
        .group_by(Version.language)
    )
    found: dict[str, dict[str, int]] = {"kind": {}, "country": {}, "topic": {}, "language": {}}
    newest: datetime | None = None
    for what, key, count, catalogue, words in session.execute(union_all(kinds, tags, languages)):
        newest = max(moment for moment in (newest, catalogue, words) if moment is not None)
        if what == "tag":
            group, _, value = key.partition(":")
            found[group][value] = count
        else:
            found[what][key] = count
    return Facets(
        kinds={kind: found["kind"][kind.value] for kind in WorkKind if kind.value in found["kind"]},
        countries=found["country"],
        topics=found["topic"],
        languages=found["language"],
        newest=newest,
    )
