"""Translating and reviewing, paragraph by paragraph."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.languages import LanguageTagInvalid, choose, normalise
from portal.core.policy import require
from portal.core.sentences import say
from portal.texts import policy
from portal.texts.commands import (
    approve_translation,
    return_translation,
    review_translation,
    save_translation,
    submit_translation,
)
from portal.texts.engine import diff
from portal.texts.forms import ReturnForm, TranslationForm
from portal.texts.places import places_of
from portal.texts.queries import read_text
from portal.texts.queries.desk import Wanted, desk, texts_by_id, wanted_in
from portal.texts.queries.presence import others_in
from portal.texts.views.blueprint import bp
from portal.texts.views.opening import asked_language, open_block, open_text

MOST_WANTED = 60
"""How many lines the list of what waits has at most."""


def _language(tag: str) -> str:
    try:
        return normalise(tag)
    except LanguageTagInvalid:
        raise NotFound from None


@bp.get("/wanted")
@web.members_only
def wanted() -> ResponseReturnValue:
    """What waits for a translator or a reviewer in the languages that she reads."""
    session, actor = web.reading(), web.actor()
    languages = list(actor.languages)
    rows = wanted_in(session, languages)
    texts = texts_by_id(session, [row.text_id for row in rows])
    held = policy.bring_holders(session, list(texts.values()))
    open_rows: list[Wanted] = []
    for row in rows:
        text = texts[row.text_id]
        if policy.may_read(session, actor, text) and policy.may_translate(session, actor, text):
            open_rows.append(row)
        if len(open_rows) == MOST_WANTED:
            break
    places = places_of(session, {texts[row.text_id] for row in open_rows}, languages)
    del held
    shown = [(row, places[row.text_id]) for row in open_rows]
    return render_template("texts/wanted.html", rows=shown, languages=languages)


@bp.get("/<text_id>/translate/<language>")
@web.members_only
def translate(text_id: str, language: str) -> ResponseReturnValue:
    """All paragraphs of a text with their translations into one language."""
    opened = open_text(text_id)
    require(opened.may_translate)
    language = _language(language)
    read_in = asked_language("from")
    session = web.reading()
    blocks = desk(
        session,
        text_id,
        to=language,
        read_in=read_in,
        languages=[tag for tag in web.reader_languages() if tag != language],
    )
    offered = read_text(session, text_id, [language]).languages
    reviews = {
        block.source.id: policy.may_review(session, web.actor(), opened.text, block.version)
        for block in blocks
        if block.version
    }
    approvals = {
        block.source.id: policy.may_approve(session, web.actor(), opened.text, block.version)
        for block in blocks
        if block.version
    }
    return render_template(
        "texts/translate.html",
        opened=opened,
        language=language,
        blocks=blocks,
        offered=[tag for tag in offered if tag != language],
        read_in=read_in or (choose(web.reader_languages(), offered) or ""),
        reviews=reviews,
        approvals=approvals,
    )


@bp.route("/blocks/<block_id>/translate/<language>", methods=["GET", "POST"])
@web.members_only
def translate_block(block_id: str, language: str) -> ResponseReturnValue:
    """One paragraph: what it says, what changed since, and the words for it in another language."""
    opened, block = open_block(block_id)
    require(opened.may_translate)
    language = _language(language)
    session = web.reading()
    entries = desk(
        session,
        block.text_id,
        to=language,
        read_in=asked_language("from"),
        languages=[tag for tag in web.reader_languages() if tag != language],
    )
    place = next((at for at, each in enumerate(entries) if each.source.id == block_id), None)
    if place is None:
        raise NotFound
    entry = entries[place]
    form = TranslationForm(
        body=entry.translation.body if entry.translation else "",
        based_on=entry.source.revision_id,
        base=entry.version.revision_id if entry.version else "",
    )
    conflict, changes, doubts = None, None, None
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                revision = save_translation(
                    writing,
                    block_id,
                    language=language,
                    body=form.body.data,
                    based_on_id=form.based_on.data,
                    base_revision_id=form.base.data or None,
                    by=web.actor(),
                )
            form.base.data = revision.id
            if "submit" in request.form:
                with web.transaction() as writing:
                    submit_translation(
                        writing,
                        block_id,
                        language=language,
                        by=web.actor(),
                        differences_seen=bool(form.differences_seen.data),
                    )
        except Conflict as error:
            conflict = error
            changes = diff(error.theirs, error.mine, error.language)
            form.base.data = (error.details or {}).get("revision", "")
        except Invalid as error:
            form.blame("body", error.sentence)
            doubts = error.fields.get("differences_seen")
        else:
            web.tell(
                say("Your translation is submitted; a second person will review it.")
                if "submit" in request.form
                else say("Your draft is saved.")
            )
            waiting = [each for each in entries[place + 1 :] if each.waits]
            if "submit" in request.form and waiting:
                return web.see_other(
                    url_for(
                        "texts.translate_block", block_id=waiting[0].source.id, language=language
                    )
                )
            return web.see_other(
                url_for("texts.translate", text_id=block.text_id, language=language)
                + f"#b-{block_id}"
            )
    page = render_template(
        "texts/translate_block.html",
        opened=opened,
        entry=entry,
        language=language,
        form=form,
        conflict=conflict,
        changes=changes,
        doubts=doubts,
        others=others_in(web.reading(), block_id, web.actor()),
        place=place,
        total=len(entries),
        previous=entries[place - 1].source.id if place else None,
        following=entries[place + 1].source.id if place + 1 < len(entries) else None,
    )
    return page, 409 if conflict else 422 if form.errors else 200


@bp.post("/blocks/<block_id>/review/<language>")
@web.members_only
def review(block_id: str, language: str) -> ResponseReturnValue:
    """A second person's answer: reviewed, approved, or back to the translator with a reason."""
    language = _language(language)
    act = request.form.get("act")
    form = ReturnForm()
    with web.transaction() as session:
        if act == "reviewed":
            version = review_translation(session, block_id, language=language, by=web.actor())
        elif act == "approved":
            version = approve_translation(session, block_id, language=language, by=web.actor())
        elif act == "return":
            version = return_translation(
                session, block_id, language=language, reason=form.reason.data or "", by=web.actor()
            )
        else:
            raise NotFound
    web.tell(
        {
            "reviewed": say("The paragraph is marked as reviewed."),
            "approved": say("The paragraph is marked as approved by a native speaker."),
            "return": say("The paragraph went back to its translator with your reason."),
        }[act]
    )
    return web.see_other(
        url_for("texts.translate", text_id=version.text_id, language=language) + f"#b-{block_id}"
    )


@bp.post("/<text_id>/review/<language>")
@web.members_only
def review_all(text_id: str, language: str) -> ResponseReturnValue:
    """Mark every submitted paragraph of one language as reviewed, having read them all."""
    opened = open_text(text_id)
    language = _language(language)
    session = web.reading()
    blocks = [
        each.source.id
        for each in desk(
            session, text_id, to=language, read_in=None, languages=web.reader_languages()
        )
        if each.version and policy.may_review(session, web.actor(), opened.text, each.version)
    ]
    with web.transaction() as writing:
        for block_id in blocks:
            review_translation(writing, block_id, language=language, by=web.actor())
    web.tell(say("Everything that you may review is marked as reviewed."))
    return web.go("texts.translate", text_id=text_id, language=language)
