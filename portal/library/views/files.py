"""Files of a work: served as what they are, never opened in our name."""

from urllib.parse import quote

from flask import Response
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.library import policy
from portal.library.commands import attach_file, remove_file
from portal.library.forms import AttachForm
from portal.library.queries.showing import files_of
from portal.library.views.blueprint import bp
from portal.library.views.opening import neutral, open_work, page, unkept
from portal.storage import store_for


@bp.get("/<slug>/files/<attachment_id>")
@web.public
def download(slug: str, attachment_id: str) -> ResponseReturnValue:
    """One file as an attachment; no browser guesses what it is or runs it."""
    work = open_work(slug)
    found = next((item for item in files_of(work) if item.id == attachment_id), None)
    if found is None:
        raise NotFound
    data = store_for(web.settings()).get(found.key)
    ending = found.name.rpartition(".")[2]
    return Response(
        data,
        mimetype=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"file.{ending}\"; filename*=UTF-8''{quote(found.name)}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store" if work.sensitive else "no-cache",
        },
    )


@bp.route("/<slug>/files", methods=["GET", "POST"])
@web.members_only
def files(slug: str) -> ResponseReturnValue:
    """The files of a work, for those who keep it."""
    work = open_work(slug)
    require(policy.may_edit(web.actor(), work))
    form = AttachForm()
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                attach_file(
                    session,
                    work.id,
                    data=form.file.data.read(),
                    filename=form.file.data.filename or "",
                    language=form.language.data,
                    by=web.actor(),
                    store=store_for(web.settings()),
                    limit=web.settings().max_upload,
                )
        except Invalid as error:
            form.blame("file", error.sentence)
        else:
            web.tell(say("The file is kept, without its author, place and programs."))
            return web.go("library.files", slug=slug)
    answer = page(
        "library/files.html",
        work=work,
        form=form,
        neutral=neutral(work, web.reader_languages()),
        files=[item for item in work.attachments if item.removed_at is None],
    )
    return unkept(work, answer), 422 if form.errors else 200


@bp.post("/<slug>/files/<attachment_id>/remove")
@web.members_only
def remove(slug: str, attachment_id: str) -> ResponseReturnValue:
    """Take a file out of sight."""
    with web.transaction() as session:
        remove_file(session, attachment_id, by=web.actor())
    web.tell(say("The file is taken out. The secretariat can bring it back for thirty days."))
    return web.go("library.files", slug=slug)
