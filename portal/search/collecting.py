"""What can be found of each thing, gathered from its domain: one document a language."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core.markdown import plain_text
from portal.events.models import Gathering
from portal.forums.models import Edition, Series
from portal.forums.programme import from_plain
from portal.forums.queries.programme import latest_version
from portal.library.models import Openness, Work
from portal.network.models import NameKind, Organisation, Standing
from portal.search.index import Document, put, remove
from portal.search.models import Audience
from portal.statements.models import PUBLIC, Release, Stage, Statement
from portal.statements.queries.reading import read_release
from portal.texts.models import Text
from portal.texts.queries import read_text


def index_text(session: Session, text_id: str) -> None:
    """Index a text in every language that readers may see, under its holder's name and audience."""
    text = session.get(Text, text_id)
    holder = HOLDERS.get(text.holder_type) if text else None
    if text is None or holder is None:
        return
    remove(session, text.holder_type, text.holder_id)
    shown = holder(session, text.holder_id)
    if shown is None:
        return
    kind, audience = shown
    release = _released(session, text)
    documents = (
        _of_release(session, text, release, kind)
        if release is not None
        else _documents(session, text, kind, audience)
    )
    for document in documents:
        put(session, document)


def _released(session: Session, text: Text) -> Release | None:
    """The release that everyone reads, where its statement's text has moved on from it."""
    if text.holder_type != "statement":
        return None
    statement = session.get(Statement, text.holder_id)
    return statement.released if statement is not None and statement.is_revised else None


def _of_release(session: Session, text: Text, release: Release, kind: str) -> Iterator[Document]:
    """What the public finds while a revision is worked on: the words that it can read."""
    for language in [each.language for each in release.languages]:
        read = read_release(session, release, [], exactly=language, corrected=True)
        yield Document(
            subject_type=text.holder_type,
            subject_id=text.holder_id,
            language=read.language,
            kind=kind,
            title=plain_text(read.title.body),
            body="\n".join(plain_text(block.body) for block in read.blocks),
            audience="public",
            updated_at=read.changed_at,
        )


def _documents(session: Session, text: Text, kind: str, audience: Audience) -> Iterator[Document]:
    for language in read_text(session, text.id, []).languages:
        read = read_text(session, text.id, [language], exactly=language)
        yield Document(
            subject_type=text.holder_type,
            subject_id=text.holder_id,
            language=read.language,
            kind=kind,
            title=plain_text(read.title.body),
            body="\n".join(
                plain_text(block.body) for block in read.blocks if block.language == read.language
            ),
            audience=audience,
            updated_at=read.changed_at,
        )


def _statement(session: Session, statement_id: str) -> tuple[str, Audience] | None:
    """A draft is its group's alone; from consultation on members find it, once open everyone."""
    statement = session.get(Statement, statement_id)
    if statement is None or statement.stage is Stage.DRAFT:
        return None
    is_open = statement.is_public or statement.stage in PUBLIC
    return "statement", "public" if is_open else "members"


def _work(session: Session, work_id: str) -> tuple[str, Audience] | None:
    """A draft is its authors' alone."""
    work = session.get(Work, work_id)
    if work is None or work.openness is Openness.DRAFT:
        return None
    return work.kind.value, "public" if work.openness is Openness.PUBLIC else "members"


HOLDERS = {"statement": _statement, "work": _work}


def index_organisation(session: Session, organisation_id: str) -> None:
    """Index an admitted organisation under all its names, in each language that it describes itself in."""
    remove(session, "organisation", organisation_id)
    organisation = session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(selectinload(Organisation.names))
    )
    if organisation is None or organisation.standing is not Standing.ADMITTED:
        return
    names = [name for name in organisation.names if name.kind is not NameKind.FORMER]
    everything = " · ".join(name.text for name in organisation.names)
    titles = {name.language: name.text for name in reversed(names or organisation.names)}
    first = next(iter(name.text for name in names or organisation.names), organisation.slug)
    for language in dict.fromkeys([*titles, *organisation.about]):
        put(
            session,
            Document(
                subject_type="organisation",
                subject_id=organisation.id,
                language=language,
                kind="organisation",
                title=titles.get(language, first),
                body=f"{everything} · {organisation.city}\n{organisation.about.get(language, '')}",
                audience="public",
            ),
        )


def index_gathering(session: Session, gathering_id: str) -> None:
    """Index a gathering in each language of its title."""
    remove(session, "gathering", gathering_id)
    gathering = session.get(Gathering, gathering_id)
    if gathering is None:
        return
    audience: Audience = "public" if gathering.audience.value == "public" else "members"
    put_words(
        session, "gathering", gathering.id, "gathering", gathering.titles, gathering.about, audience
    )


def index_edition(session: Session, edition_id: str) -> None:
    """Index a forum in each language of its name, its theme and its published programme."""
    remove(session, "edition", edition_id)
    edition = session.get(Edition, edition_id)
    if edition is None:
        return
    series = session.get_one(Series, edition.series_id)
    version = latest_version(session, edition_id)
    sessions = from_plain(version.content).sessions if version else ()
    titles = {**series.names, **edition.names}
    bodies = {
        language: "\n".join(
            filter(
                None,
                [
                    edition.theme.get(language, ""),
                    edition.city.get(language, ""),
                    *(entry.titles.get(language, "") for entry in sessions),
                ],
            )
        )
        for language in titles
    }
    put_words(session, "edition", edition.id, "edition", titles, bodies, "public")


def put_words(
    session: Session,
    subject_type: str,
    subject_id: str,
    kind: str,
    titles: Mapping[str, str],
    bodies: Mapping[str, str],
    audience: Audience,
) -> None:
    """Index something whose title and description are short texts in several languages."""
    for language, title in titles.items():
        put(
            session,
            Document(
                subject_type=subject_type,
                subject_id=subject_id,
                language=language,
                kind=kind,
                title=title,
                body=bodies.get(language, ""),
                audience=audience,
            ),
        )


def index_everything(session: Session) -> int:
    """Make the whole index anew; gives the number of things."""
    count = 0
    for indexer, ids in _all(session):
        for identity in ids:
            indexer(session, identity)
            count += 1
    return count


def _all(session: Session) -> Iterable[tuple[Callable[[Session, str], None], list[str]]]:
    yield index_text, list(session.scalars(select(Text.id)))
    yield index_organisation, list(session.scalars(select(Organisation.id)))
    yield index_gathering, list(session.scalars(select(Gathering.id)))
    yield index_edition, list(session.scalars(select(Edition.id)))
