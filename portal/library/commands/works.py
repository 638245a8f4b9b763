"""Putting a work into the library, and changing what the catalogue says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock, locales
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.ids import new_id
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import say
from portal.core.slugs import slugify
from portal.library.commands.consenting import apply_consent
from portal.library.facts import CatalogueChanged, WorkCreated
from portal.library.models import (
    SENSITIVE_KINDS,
    RelatedWork,
    Work,
    WorkAuthor,
    WorkKind,
    WorkTag,
)
from portal.library.policy import may_create, may_edit
from portal.network import topics as known_topics
from portal.network.actors import Actor
from portal.texts.commands import NewBlock, create_text
from portal.texts.models import Origin

RESERVED = frozenset({"new", "import", "wanted"})
"""Addresses of the library's own pages."""


@dataclass(frozen=True)
class Author:
    """Exactly one of four: an organisation, a person, a plain name, or a name that is withheld."""

    organisation_id: str | None = None
    person_id: str | None = None
    name: str = ""
    name_language: str = "und"
    withheld: bool = False


@dataclass(frozen=True)
class Catalogue:
    """What the catalogue says of a work."""

    kind: WorkKind
    countries: Sequence[str] = ()
    topics: Sequence[str] = ()
    licence: str = ""
    source: str = ""
    sensitive: bool | None = None
    """None: as its kind usually is."""
    neutral_title: Mapping[str, str] = field(default_factory=dict)
    valid_until: date | None = None
    forum: str = ""
    authors: Sequence[Author] = ()
    related: Sequence[str] = ()
    """Ids of works."""


def create_work(
    session: Session,
    *,
    title: NewBlock,
    blocks: Sequence[NewBlock] = (),
    catalogue: Catalogue,
    by: Actor,
    slug: str | None = None,
    keeper: str | None = None,
    import_key: str | None = None,
    origin: Origin = Origin.PERSON,
) -> Work:
    """A draft in its own language, kept by the creator's organisation (or by `keeper`)."""
    require(may_create(by))
    if not title.body.strip():
        raise Invalid(say("Give the work a title."), {"title": say("This is needed.")})
    if keeper is not None and not (by.is_secretariat or by.edits_for(keeper)):
        raise Invalid(say("You can add works for an organisation that you edit for."))
    work_id = new_id()
    text = create_text(
        session,
        holder_type="work",
        holder_id=work_id,
        title=title,
        blocks=blocks,
        by=by,
        origin=origin,
    )
    work = Work(
        id=work_id,
        slug=_free_slug(session, slug or _slug(title.body, catalogue) or work_id[-8:].lower()),
        text_id=text.id,
        kind=catalogue.kind,
        keeper_id=keeper or by.organisation_id,
        created_by_id=by.person_id,
        import_key=import_key,
    )
    session.add(work)
    session.flush()
    _write(session, work, catalogue)
    apply_consent(session, work)
    announce(
        session,
        WorkCreated(
            subject=work.id,
            text=text.id,
            kind=work.kind,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return work


def change_catalogue(
    session: Session, work_id: str, *, catalogue: Catalogue, by: Actor
) -> Sequence[str]:
    """Say something else of a work; gives the names of the fields that differ now."""
    work = locked(session, work_id)
    require(may_edit(by, work))
    before = catalogue_of(work)
    was_testimony = work.needs_consent
    _write(session, work, catalogue)
    if work.needs_consent != was_testimony:
        if work.is_published and work.needs_consent:
            raise Invalid(
                say(
                    "This is published. Take it back first: a testimony is published only in the "
                    "languages that its speaker consents to."
                )
            )
        apply_consent(session, work)
    after = catalogue_of(work)
    changed = tuple(
        name
        for name in Catalogue.__dataclass_fields__
        if getattr(before, name) != getattr(after, name)
    )
    if changed:
        _changed(session, work, changed, by)
    return changed


def set_valid_until(session: Session, work_id: str, *, day: date | None, by: Actor) -> Work:
    """Say until when it is expected to hold: somebody has checked it anew, or it ends."""
    work = locked(session, work_id)
    require(may_edit(by, work))
    if work.valid_until != day:
        work.valid_until = day
        _changed(session, work, ("valid_until",), by)
    return work


def _changed(session: Session, work: Work, fields: Sequence[str], by: Actor) -> None:
    work.changed_at = clock.now()
    announce(
        session,
        CatalogueChanged(
            subject=work.id,
            fields=tuple(fields),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def catalogue_of(work: Work) -> Catalogue:
    """What the catalogue says now."""
    return Catalogue(
        kind=work.kind,
        countries=list(work.countries),
        topics=list(work.topics),
        licence=work.licence,
        source=work.source,
        sensitive=work.sensitive,
        neutral_title=dict(work.neutral_title),
        valid_until=work.valid_until,
        forum=work.forum,
        authors=[
            Author(
                author.organisation_id,
                author.person_id,
                author.name,
                author.name_language,
                author.withheld,
            )
            for author in work.authors
        ],
        related=[item.related_id for item in work.related],
    )


def locked(session: Session, work_id: str) -> Work:
    """The work, held until the transaction ends."""
    return hold(session, Work, work_id)


def _write(session: Session, work: Work, catalogue: Catalogue) -> None:
    countries = list(dict.fromkeys(code.strip().upper() for code in catalogue.countries if code))
    unknown = [code for code in countries if code not in locales.country_codes()]
    if unknown:
        raise Invalid(
            say("This is not the code of a country: %(codes)s.", codes=", ".join(unknown)[:80]),
            {"countries": say("Use the codes of ISO 3166, such as KR or VN.")},
        )
    topics = known_topics.known(catalogue.topics)
    other = [topic for topic in catalogue.topics if topic not in topics]
    if other:
        raise Invalid(
            say("The library knows no such topic: %(topics)s.", topics=", ".join(other)[:80])
        )
    work.kind = catalogue.kind
    work.countries, work.topics = countries, topics
    work.licence, work.source = catalogue.licence.strip()[:80], _checked_source(catalogue.source)
    work.sensitive = (
        catalogue.kind in SENSITIVE_KINDS if catalogue.sensitive is None else catalogue.sensitive
    )
    work.neutral_title = {
        tag: words.strip() for tag, words in catalogue.neutral_title.items() if words.strip()
    }
    work.valid_until, work.forum = catalogue.valid_until, catalogue.forum.strip()[:120]
    _write_tags(work)
    _write_authors(session, work, catalogue.authors)
    _write_related(session, work, catalogue.related)
    session.flush()


def _checked_source(source: str) -> str:
    source = " ".join(source.split())[:1000]
    if ":" in source and urlsplit(source).scheme in {"javascript", "data", "vbscript"}:
        raise Invalid(
            say("The source must be an address that begins with https://, or plain words.")
        )
    return source


def _write_tags(work: Work) -> None:
    wanted = {
        *(f"country:{code}" for code in work.countries),
        *(f"topic:{topic}" for topic in work.topics),
    }
    work.tags = [tag for tag in work.tags if tag.tag in wanted]
    have = {tag.tag for tag in work.tags}
    work.tags += [WorkTag(work_id=work.id, tag=tag) for tag in sorted(wanted - have)]


def _write_authors(session: Session, work: Work, authors: Sequence[Author]) -> None:
    if [*authors] == [*catalogue_of(work).authors]:
        return
    work.authors.clear()
    session.flush()
    for position, author in enumerate(authors):
        work.authors.append(
            WorkAuthor(
                position=position,
                organisation_id=author.organisation_id,
                person_id=author.person_id,
                name=" ".join(author.name.split()),
                name_language=author.name_language,
                withheld=author.withheld,
            )
        )


def _write_related(session: Session, work: Work, related: Sequence[str]) -> None:
    wanted = [item for item in dict.fromkeys(related) if item != work.id]
    if wanted == [item.related_id for item in work.related]:
        return
    found = set(session.scalars(select(Work.id).where(Work.id.in_(wanted))))
    work.related.clear()
    session.flush()
    work.related += [
        RelatedWork(work_id=work.id, related_id=item, position=position)
        for position, item in enumerate(wanted)
        if item in found
    ]


def _slug(title: str, catalogue: Catalogue) -> str:
    """Words for the address. That of a sensitive work stands in the history: it tells nothing."""
    sensitive = catalogue.sensitive
    if sensitive is None:
        sensitive = catalogue.kind in SENSITIVE_KINDS
    if sensitive:
        return slugify(next(iter(catalogue.neutral_title.values()), ""))
    return slugify(title)


def _free_slug(session: Session, wanted: str) -> str:
    taken = set(session.scalars(select(Work.slug).where(Work.slug.startswith(wanted)))) | RESERVED
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, 10_000) if f"{wanted}-{n}" not in taken)


__all__ = [
    "Author",
    "Catalogue",
    "catalogue_of",
    "change_catalogue",
    "create_work",
    "locked",
    "set_valid_until",
]
