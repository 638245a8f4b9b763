"""What leaves with a reader: files of a release, its pages in other languages, and a page for the press."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.core import clock, languages, locales, web
from portal.core.errors import NotFound
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.limits import limiter
from portal.core.sentences import say
from portal.core.slugs import slugify
from portal.statements.models import Release, Statement
from portal.statements.pack.papers import locale_for, numbers, paper, papers_abreast
from portal.statements.queries.publishing import (
    corrections_of,
    release_numbered,
    titles_of,
)
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import signatories_of
from portal.statements.views.addresses import whole_address
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement
from portal.texts.documents.writing import write_document, write_side_by_side
from portal.texts.documents.written import Format, WrittenDocument
from portal.texts.queries import ReadText
from portal.texts.views.files import BADGES

FORMATS = (
    (Format.WORD, "Word"),
    (Format.OPEN_DOCUMENT, "OpenDocument"),
    (Format.PDF, "PDF"),
    (Format.EPUB, "EPUB"),
    (Format.HTML, "HTML"),
    (Format.MARKDOWN, "Markdown"),
    (Format.PLAIN, say("Plain text")),
)


@bp.get("/<slug>/releases/<int:number>/<language>.<form>")
@web.public
@limiter.limit("60 per minute")
def release_file(slug: str, number: int, language: str, form: str) -> ResponseReturnValue:
    """A release in one of its languages as a file, with its signatories."""
    statement = open_statement(slug)
    release = release_numbered(statement, number, web.actor())
    wanted = _format(form)
    tag = _language_of(release, language)
    if tag is None:
        return _other_languages(statement, release, language, wanted), 404
    corrections = corrections_of(web.reading(), release.id, tag)
    unchanged = web.not_modified(
        "file", statement.changed_at, tag, wanted, clock.today(), len(corrections)
    )
    if unchanged is not None:
        return unchanged
    document = release_paper(statement, release, tag)
    return _sent(write_document(document, wanted), wanted, f"{_name(document)}-{number}-{tag}")


@bp.get("/<slug>/releases/<int:number>/<language>/<other>.<form>")
@web.public
@limiter.limit("60 per minute")
def release_pair(
    slug: str, number: int, language: str, other: str, form: str
) -> ResponseReturnValue:
    """A release in two of its languages side by side."""
    statement = open_statement(slug)
    release = release_numbered(statement, number, web.actor())
    wanted = _format(form)
    left, right = _language_of(release, language), _language_of(release, other)
    if left is None or right is None:
        missing = language if left is None else other
        return _other_languages(statement, release, missing, wanted), 404
    session = web.reading()
    one = read_release(session, release, [], exactly=left)
    two = read_release(session, release, [], exactly=right)
    signed = signatories_of(session, release.id)
    with locales.speaking(locale_for(left)):
        lines = [*_lines(statement, release, one), *_roots(release, [left, right])]
        if signed.total:
            lines.append(numbers(signed))
        pair = papers_abreast(one, two, lines)
        data = write_side_by_side(pair, wanted)
    return _sent(data, wanted, f"{_name(pair.left)}-{number}-{left}-{right}")


def release_paper(statement: Statement, release: Release, language: str) -> WrittenDocument:
    """A release in one of its languages, with all that belongs under it, in words of that language."""
    session = web.reading()
    text = read_release(session, release, [], exactly=language)
    with locales.speaking(locale_for(language)):
        return paper(
            text,
            [*_lines(statement, release, text), *_roots(release, [language])],
            corrections=corrections_of(session, release.id, language),
            signed=signatories_of(session, release.id),
        )


def _lines(statement: Statement, release: Release, text: ReadText) -> list[str]:
    """What stands under a title: which release in which language, and where it is."""
    return [
        f"{languages.autonym(text.language)} · {BADGES[text.badge]!s}",
        str(
            say(
                "Release %(number)s, frozen on %(day)s",
                number=locales.format_number(release.number),
                day=locales.format_date(release.released_at),
            )
        ),
        whole_address(statement),
    ]


def _roots(release: Release, tags: list[str]) -> list[str]:
    """The fingerprints by which anyone can check that this is the text that was signed."""
    roots = {item.language: item.language_root for item in release.languages}
    return [
        str(say("Fingerprint of the text: %(hash)s", hash=release.text_root)),
        *(
            str(
                say(
                    "Fingerprint of this language (%(language)s): %(hash)s",
                    language=languages.autonym(tag),
                    hash=roots[tag],
                )
            )
            for tag in tags
        ),
    ]


def _language_of(release: Release, asked: str) -> str | None:
    """The release's language at an address; a near one is not the one that was asked for."""
    try:
        tag = normalise(asked)
    except LanguageTagInvalid:
        raise NotFound from None
    return tag if tag in {item.language for item in release.languages} else None


def _format(form: str) -> Format:
    try:
        return Format(form)
    except ValueError:
        raise NotFound from None


def _other_languages(statement: Statement, release: Release, asked: str, form: Format) -> str:
    return render_template(
        "statements/other_languages.html",
        statement=statement,
        release=release,
        asked=normalise(asked),
        form=form,
        offered=sorted(item.language for item in release.languages),
        titles=titles_of(web.reading(), [release.id])[release.id],
    )


def _name(document: WrittenDocument) -> str:
    return slugify(document.title) or "statement"


def _sent(data: bytes, form: Format, name: str) -> Response:
    answer = Response(data, mimetype=form.media_type.partition(";")[0])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{form.value}")
    return answer
