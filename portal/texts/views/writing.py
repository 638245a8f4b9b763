"""Writing: the list of paragraphs, and one paragraph at a time."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import web
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.texts import policy
from portal.texts.commands import NewBlock, edit_block, insert_block, make_source, revert_block
from portal.texts.engine import diff
from portal.texts.forms import BlockForm, NewBlockForm
from portal.texts.models import Block, BlockKind, Revision, Significance, Version
from portal.texts.queries import ReadBlock, ReadText, read_text
from portal.texts.queries.presence import others_in
from portal.texts.queries.reading import PUBLIC_STATES
from portal.texts.views.blueprint import bp
from portal.texts.views.opening import Opened, item, open_block, open_text, text_of_block


@bp.get("/<text_id>/write")
@web.members_only
def write(text_id: str) -> ResponseReturnValue:
    """Every paragraph in the language that it is written in, with what can be done to it."""
    opened = open_text(text_id)
    require(opened.may_write)
    read = read_text(web.reading(), text_id, [], as_written=True)
    sources = [item(block) for block in _as_written(read)]
    return render_template("texts/write.html", opened=opened, items=sources, read=read)


def _as_written(read: ReadText) -> tuple[ReadBlock, ...]:
    return (read.title, *read.blocks)


@bp.route("/blocks/<block_id>/edit", methods=["GET", "POST"])
@web.members_only
def edit(block_id: str) -> ResponseReturnValue:
    """One paragraph in its source language; an edit that meets another's shows both."""
    opened, block = open_block(block_id)
    require(opened.may_write)
    session = web.reading()
    version = session.get(Version, (block.id, block.source_language))
    if version is None:
        raise NotFound
    revision = session.get_one(Revision, version.revision_id)
    form = BlockForm(body=revision.body, base=revision.id)
    conflict, changes = None, None
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                edit_block(
                    writing,
                    block_id,
                    body=form.body.data,
                    base_revision_id=form.base.data,
                    by=web.actor(),
                    significance=Significance(form.significance.data),
                )
        except Conflict as error:
            conflict = error
            changes = diff(error.theirs, error.mine, error.language)
            form.base.data = (error.details or {}).get("revision", revision.id)
        except Invalid as error:
            form.blame("body", error.sentence)
        else:
            web.tell(say("The paragraph is saved."))
            return web.see_other(url_for("texts.write", text_id=block.text_id) + f"#b-{block.id}")
    page = render_template(
        "texts/edit.html",
        opened=opened,
        block=block,
        form=form,
        revision=revision,
        conflict=conflict,
        changes=changes,
        others=others_in(web.reading(), block_id, web.actor()),
    )
    return page, 409 if conflict else 422 if form.errors else 200


@bp.route("/<text_id>/insert", methods=["GET", "POST"])
@web.members_only
def insert(text_id: str) -> ResponseReturnValue:
    """A new paragraph behind another, in the language that its author writes."""
    opened = open_text(text_id)
    require(opened.may_write)
    after = request.values.get("after") or opened.text.order[-1]
    form = NewBlockForm(after=after)
    if request.method == "GET":
        languages = web.reader_languages()
        form.language.data = languages[0] if languages else None
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                block = insert_block(
                    session,
                    text_id,
                    NewBlock(
                        form.body.data,
                        form.language.data,
                        BlockKind(form.kind.data),
                        2 if form.kind.data == BlockKind.HEADING.value else 0,
                    ),
                    after=form.after.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame("body", error.sentence)
        else:
            web.tell(say("The paragraph is added."))
            return web.see_other(url_for("texts.write", text_id=text_id) + f"#b-{block.id}")
    return render_template(
        "texts/insert.html", opened=opened, form=form
    ), 422 if form.errors else 200


@bp.post("/revisions/<revision_id>/restore")
@web.members_only
def revert(revision_id: str) -> ResponseReturnValue:
    """Bring an older wording back."""
    with web.transaction() as session:
        revision = revert_block(session, revision_id, by=web.actor())
    web.tell(say("The older wording is back; what stood here stays in the history."))
    return web.go("texts.block_history", block_id=revision.block_id)


@bp.route("/blocks/<block_id>/rewrite", methods=["GET", "POST"])
@web.members_only
def rewrite(block_id: str) -> ResponseReturnValue:
    """Write a paragraph anew in another language, which thereby becomes its source."""
    opened, block = open_block(block_id)
    require(opened.may_write)
    read = read_text(web.reading(), block.text_id, web.reader_languages(), drafts=True)
    here = next((each for each in (read.title, *read.blocks) if each.id == block_id), None)
    if here is None:
        raise NotFound
    # Where she reads a translation, that is what she writes on from; else she begins her own.
    own = next((tag for tag in web.reader_languages() if tag != block.source_language), None)
    form = NewBlockForm(
        after=here.revision_id,
        body="" if here.is_original else here.body,
        language=own if here.is_original else here.language,
    )
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                make_source(
                    session,
                    block_id,
                    language=form.language.data,
                    body=form.body.data,
                    based_on_id=form.after.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame("body", error.sentence)
        else:
            web.tell(
                say(
                    "This paragraph is now written in your language; its translations wait to follow."
                )
            )
            return web.see_other(
                url_for("texts.write", text_id=text_of_block(web.reading(), block_id))
                + f"#b-{block_id}"
            )
    return render_template(
        "texts/rewrite.html", opened=opened, here=here, form=form
    ), 422 if form.errors else 200


@bp.get("/revisions/<revision_id>")
@web.public
def revision(revision_id: str) -> ResponseReturnValue:
    """One wording for ever, at its own address."""
    session = web.reading()
    found = session.scalar(select(Revision).where(Revision.id == revision_id))
    if found is None:
        raise NotFound
    opened = open_text(found.text_id)
    require(policy.may_read_in(session, web.actor(), opened.text, found.language))
    if not _may_see_wording(session, found, opened):
        raise NotFound
    return render_template("texts/revision.html", opened=opened, revision=found)


def _may_see_wording(session: Session, found: Revision, opened: Opened) -> bool:
    """Old wordings and unfinished translations are for those who work on the text."""
    if opened.may_write or opened.may_translate:
        return True
    version = session.get(Version, (found.block_id, found.language))
    if version is None or version.revision_id != found.id:
        return False
    block = session.get_one(Block, found.block_id)
    return found.language == block.source_language or version.state in PUBLIC_STATES
