"""What leaves with a reader: files of a release, its pages in other languages, and a page for the press."""

from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, languages, locales, web
from portal.core.errors import NotFound
from portal.core.languages import LanguageTagInvalid, choose, normalise
from portal.core.limits import limiter
from portal.core.markdown import plain_text
from portal.core.policy import require
from portal.core.sentences import say
from portal.core.slugs import slugify
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.commands.aftermath import set_press_contact
from portal.statements.forms.aftermath import PressContactForm
from portal.statements.models import Release, Statement
from portal.statements.pack.papers import SIDES, locale_for, numbers, paper, papers_abreast
from portal.statements.queries.publishing import (
    adoption_of,
    corrections_of,
    counted,
    milestones_of,
    release_numbered,
    submissions_of,
    titles_of,
)
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import signatories_of
from portal.statements.views.addresses import alternates, whole_address
from portal.statements.views.blueprint import bp
from portal.statements.views.counter import HEIGHT, WIDTH, snippet
from portal.statements.views.opening import names_of, open_statement, stage_words, tabs
from portal.statements.views.reading import asked_language
from portal.texts.documents.writing import write_document, write_side_by_side
from portal.texts.documents.written import Format, WrittenDocument
from portal.texts.queries import ReadText, read_texts_titles
from portal.texts.queries.reading import ReadTitle
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


@bp.context_processor
def publishing_words() -> dict[str, Any]:
    """What the head of a statement's page needs, whoever's view it is."""
    return {"alternates_of": alternates}


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


@bp.get("/<slug>/share")
@web.public
def share(slug: str) -> ResponseReturnValue:
    """Everything that leaves with a reader: files by language, the counter to embed, the feed."""
    statement = open_statement(slug)
    release = _public(statement)
    session, actor = web.reading(), web.actor()
    titles = titles_of(session, [release.id])[release.id]
    offered = sorted(titles)
    chosen = choose(_asked_first(), offered) or offered[0]
    return render_template(
        "statements/share.html",
        statement=statement,
        release=release,
        tabs=tabs(statement),
        stage=stage_words(statement),
        titles=titles,
        offered=offered,
        chosen=chosen,
        formats=FORMATS,
        snippet=snippet(statement, chosen, plain_text(titles[chosen])),
        picture=whole_address(statement, chosen, "statements.counter_picture"),
        data=whole_address(statement, None, "statements.counter_data"),
        height=HEIGHT,
        width=WIDTH,
        may_pack=policy.may_build_pack(actor, statement) if actor.signed_in else None,
    )


@bp.get("/<slug>/press")
@web.public
def press(slug: str) -> ResponseReturnValue:
    """For journalists: the title in every language, the facts with their day, files, whom to ask."""
    statement = open_statement(slug)
    release = _public(statement)
    session, actor = web.reading(), web.actor()
    unchanged = web.not_modified("press", statement.changed_at, clock.today(), _asked_first())
    if unchanged is not None:
        return unchanged
    titles = titles_of(session, [release.id])[release.id]
    languages_read = web.reader_languages()
    caller = display_name(statement.called_by, languages_read)
    chosen = choose(_asked_first(), list(titles)) or min(titles)
    signed = signatories_of(session, release.id)
    return render_template(
        "statements/press.html",
        statement=statement,
        release=release,
        tabs=tabs(statement),
        stage=stage_words(statement),
        titles=titles,
        chosen=chosen,
        caller=caller,
        drafters=names_of(statement),
        adoption=adoption_of(session, statement.id),
        sides=SIDES,
        count=counted(signed),
        signed=signed,
        milestones=milestones_of(session, release.id),
        submissions=submissions_of(session, statement.id),
        formats=FORMATS,
        alternates=alternates(statement, sorted(titles), "statements.press"),
        verify_url=url_for("statements.verify", slug=slug),
        today=clock.today(),
        may_edit=policy.may_lead(actor, statement) if actor.signed_in else None,
    )


@bp.route("/<slug>/press/contact", methods=["GET", "POST"])
@web.members_only
def press_contact(slug: str) -> ResponseReturnValue:
    """Whom journalists can ask: written by those who lead the statement."""
    statement = open_statement(slug)
    require(policy.may_lead(web.actor(), statement))
    form = PressContactForm(press_contact=statement.press_contact)
    title = _title(statement)
    if form.validate_on_submit():
        with web.transaction() as session:
            set_press_contact(
                session, statement.id, contact=form.press_contact.data or "", by=web.actor()
            )
        web.tell(say("The contact for the press is kept."))
        return web.go("statements.press" if statement.is_public else "statements.show", slug=slug)
    return render_template(
        "statements/press_contact.html",
        statement=statement,
        form=form,
        title=title,
        tabs=tabs(statement),
    ), 422 if form.errors else 200


def _public(statement: Statement) -> Release:
    """The release that everyone reads; raises NotFound where there is none yet."""
    release = statement.released
    if release is None:
        raise NotFound(say("This statement is not public yet, so there is nothing to share."))
    return release


def _title(statement: Statement) -> ReadTitle:
    found = read_texts_titles(web.reading(), [statement.text_id], web.reader_languages())
    return found[statement.text_id]


def _asked_first() -> list[str]:
    asked = asked_language()
    return [*([asked] if asked else []), *web.reader_languages()]


def release_paper(
    statement: Statement, release: Release, language: str, *, signed: bool = True
) -> WrittenDocument:
    """A release in one of its languages, with all that belongs under it, in words of that language.

    Without the list of signatories where that is a file of its own.
    """
    session = web.reading()
    text = read_release(session, release, [], exactly=language)
    with locales.speaking(locale_for(language)):
        return paper(
            text,
            [*_lines(statement, release, text), *_roots(release, [language])],
            corrections=corrections_of(session, release.id, language),
            signed=signatories_of(session, release.id) if signed else None,
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
    return web.attached(answer, f"{name}.{form.value}")
