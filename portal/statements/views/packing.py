"""The pack for a body of the United Nations: what it asks for, what is lacking, and the files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.core import clock, locales, web
from portal.core.languages import LanguageTagInvalid, choose, direction, normalise
from portal.core.languages import name as language_name
from portal.core.limits import limiter
from portal.core.markdown import Piece, plain_text, write_pieces
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.commands.aftermath import note_pack
from portal.statements.forms.packing import BuildForm, PackForm
from portal.statements.models import Release, Statement
from portal.statements.pack.checklist import Check, checklist, checks
from portal.statements.pack.letter import Holder, Letter, letter_document, propose
from portal.statements.pack.limits import (
    OCCASIONS,
    UN_LANGUAGES,
    Measured,
    Occasion,
    found_language,
    words_in,
)
from portal.statements.pack.papers import signatory_blocks
from portal.statements.pack.table import signatory_table
from portal.statements.queries.publishing import adoption_of, counted, ecosoc_of, titles_of
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import Signatories, signatories_of
from portal.statements.views.addresses import whole_address
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, tabs
from portal.statements.views.publishing import release_paper
from portal.texts.documents.archives import pack
from portal.texts.documents.writing import write_document
from portal.texts.documents.written import Format, WrittenBlock, WrittenDocument


@dataclass(frozen=True)
class Asked:
    """What a pack shall hold."""

    languages: Sequence[str]
    occasion: str
    limit: int | None
    addressee: str
    reference: str
    letter_language: str

    @property
    def what(self) -> Occasion:
        return OCCASIONS[self.occasion]

    @property
    def words(self) -> int:
        return self.limit or self.what.words


@dataclass(frozen=True)
class Known:
    """What is known of a release for its pack."""

    statement: Statement
    release: Release
    titles: dict[str, str]
    signed: Signatories
    statuses: dict[str, str]
    holders: Sequence[Holder]


@bp.get("/<slug>/un-pack")
@web.members_only
def un_pack(slug: str) -> ResponseReturnValue:
    """Choose, and see what is lacking; the letter is proposed below, to be edited."""
    known = _known(slug)
    form = PackForm(request.args if request.args.get("asked") else _proposed(known))
    form.languages.choices = _choices(known, form.languages.data or ())
    right = form.validate()
    asked = _asked(form) if right else None
    build = None
    points: list[Check] = []
    if asked is not None:
        measured = _measured(web.reading(), known, asked)
        points = _checks(known, asked, measured)
        build = BuildForm(
            formdata=None,
            languages=" ".join(asked.languages),
            occasion=asked.occasion,
            limit=str(asked.limit or ""),
            addressee=asked.addressee,
            reference=asked.reference,
            letter_language=asked.letter_language,
            letter=_letter(known, asked),
        )
    return render_template(
        "statements/un_pack.html",
        statement=known.statement,
        release=known.release,
        title=known.titles[_own(known)],
        language=_own(known),
        tabs=tabs(known.statement),
        form=form,
        points=points,
        build=build,
        holders=known.holders,
        letter_language=asked.letter_language if asked else None,
    ), 200 if right else 422


@bp.post("/<slug>/un-pack/build")
@web.members_only
@limiter.limit("20 per minute")
def build_un_pack(slug: str) -> ResponseReturnValue:
    """The pack as one zip, with what is lacking written on its checklist."""
    known = _known(slug)
    form = BuildForm()
    form.validate()
    sent = PackForm(
        MultiDict(
            [
                ("asked", "1"),
                *(("languages", tag) for tag in (form.languages.data or "").split()),
                ("occasion", form.occasion.data or ""),
                ("limit", form.limit.data or ""),
                ("addressee", form.addressee.data or ""),
                ("reference", form.reference.data or ""),
                ("letter_language", form.letter_language.data or ""),
            ]
        )
    )
    sent.languages.choices = _choices(known, sent.languages.data or ())
    if form.errors or not sent.validate():
        web.tell(
            say("The form did not come back whole. Nothing was built; choose again."), "warning"
        )
        return web.go("statements.un_pack", slug=slug)
    asked = _asked(sent)
    parts = _parts(known, asked, form.letter.data or "")
    with web.transaction() as session:
        note_pack(
            session,
            known.release.id,
            languages=tuple(asked.languages),
            by=web.actor(),
        )
    answer = Response(pack(parts), mimetype="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return web.attached(answer, f"un-pack-{known.statement.slug}-{known.release.number}.zip")


def _known(slug: str) -> Known:
    statement = open_statement(slug)
    require(policy.may_build_pack(web.actor(), statement))
    release = statement.released
    assert release is not None  # noqa: S101 - the policy asks for it
    session = web.reading()
    signed = signatories_of(session, release.id)
    statuses = ecosoc_of(session, [each.slug for each in signed.named if each.slug])
    return Known(
        statement=statement,
        release=release,
        titles=titles_of(session, [release.id])[release.id],
        signed=signed,
        statuses=statuses,
        holders=[
            Holder(each.name, statuses[each.slug]) for each in signed.named if each.slug in statuses
        ],
    )


def _proposed(known: Known) -> MultiDict[str, str]:
    """What is asked for most often: a committee, and every UN language that is there."""
    there = [tag for tag in UN_LANGUAGES if found_language(tag, list(known.titles))]
    return MultiDict(
        [
            *(("languages", tag) for tag in there or [_own(known)]),
            ("occasion", "committee"),
            ("letter_language", locales.current().tag),
        ]
    )


def _own(known: Known) -> str:
    return choose(web.reader_languages(), list(known.titles)) or min(known.titles)


def _choices(known: Known, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """The six languages of the United Nations, the release's own, and what was asked for by hand."""
    tags = list(dict.fromkeys([*UN_LANGUAGES, *known.titles, *filter(_is_tag, chosen)]))
    shown = locales.current().tag
    there = list(known.titles)
    return [
        (
            tag,
            language_name(tag, shown)
            if found_language(tag, there)
            else str(say("%(language)s (not in this release)", language=language_name(tag, shown))),
        )
        for tag in tags
        if tag in UN_LANGUAGES or tag in chosen or not _covered(tag, tags)
    ]


def _covered(tag: str, tags: Sequence[str]) -> bool:
    """Whether a UN language stands for this one already: Chinese for its scripts."""
    return any(each != tag and found_language(each, [tag]) for each in UN_LANGUAGES if each in tags)


def _is_tag(tag: str) -> bool:
    try:
        return normalise(tag) == tag
    except LanguageTagInvalid:
        return False


def _asked(form: PackForm) -> Asked:
    return Asked(
        languages=form.languages.data or [],
        occasion=form.occasion.data,
        limit=form.limit.data,
        addressee=form.addressee.data or "",
        reference=form.reference.data or "",
        letter_language=form.letter_language.data,
    )


def _measured(session: Session, known: Known, asked: Asked) -> list[Measured]:
    found = []
    for tag in asked.languages:
        language = found_language(tag, list(known.titles))
        words = (
            words_in(read_release(session, known.release, [], exactly=language)) if language else 0
        )
        found.append(Measured(tag, language, words, asked.words))
    return found


def _checks(known: Known, asked: Asked, measured: Sequence[Measured]) -> list[Check]:
    return checks(
        measured,
        asked.what,
        known.holders,
        addressee=asked.addressee,
        contact=known.statement.press_contact,
    )


def _letter(known: Known, asked: Asked) -> str:
    """The letter as it is proposed, in its language."""
    language = choose([asked.letter_language], list(known.titles)) or _own(known)
    with locales.speaking(asked.letter_language):
        return propose(
            Letter(
                title=plain_text(known.titles[language]),
                address=whole_address(known.statement),
                caller=display_name(known.statement.called_by, [asked.letter_language]).text,
                addressee=asked.addressee,
                reference=asked.reference,
                contact=" · ".join(known.statement.press_contact.splitlines()),
                count=counted(known.signed),
                adoption=adoption_of(web.reading(), known.statement.id),
                holders=known.holders,
                day=clock.today(),
            )
        )


def _parts(known: Known, asked: Asked, letter: str) -> dict[str, bytes]:
    """The files by name, in the order in which they are read."""
    measured = _measured(web.reading(), known, asked)
    tag = asked.letter_language
    parts: dict[str, bytes] = {}
    with locales.speaking(tag):
        if letter:
            parts[f"1-letter-{tag}.docx"] = write_document(
                letter_document(tag, _paragraphs(letter, tag)), Format.WORD
            )
    for each in measured:
        if each.language:
            document = release_paper(known.statement, known.release, each.language, signed=False)
            parts[f"2-statement-{each.language}.docx"] = write_document(document, Format.WORD)
    with locales.speaking(tag):
        if known.signed.lines:
            parts[f"3-signatories-{tag}.docx"] = write_document(_list(known, tag), Format.WORD)
            parts["3-signatories.csv"] = signatory_table(known.signed, known.statuses)
        points = _checks(known, asked, measured)
        return {"0-checklist.txt": checklist(points, list(parts)).encode("utf-8-sig"), **parts}


def _list(known: Known, tag: str) -> WrittenDocument:
    heading, *blocks = signatory_blocks(known.signed)
    title = choose([tag], list(known.titles)) or _own(known)
    return WrittenDocument(
        title=heading.body,
        language=tag,
        direction=heading.direction,
        blocks=[
            WrittenBlock(
                kind="heading",
                body=known.titles[title],
                language=title,
                direction=direction(title),
                level=2,
            ),
            *blocks,
        ],
    )


def _paragraphs(letter: str, tag: str) -> list[WrittenBlock]:
    return [
        WrittenBlock(
            kind="paragraph",
            body=write_pieces([Piece(part.strip())]),
            language=tag,
            direction=direction(tag),
        )
        for part in re.split(r"\n\s*\n", letter)
        if part.strip()
    ]
