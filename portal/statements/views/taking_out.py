"""Withdrawing what came from a list, at its owner's wish."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.statements import policy
from portal.statements.commands import withdraw_listed
from portal.statements.forms.errata import ReasonForm
from portal.statements.models import Release, Signature
from portal.statements.queries.signing import list_behind
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, title_of


@bp.route("/<slug>/signatures/<signature_id>/take-out", methods=["GET", "POST"])
@web.members_only
def take_out(slug: str, signature_id: str) -> ResponseReturnValue:
    """Ask for the reason, then withdraw it."""
    statement, session = open_statement(slug), web.reading()
    signature = session.get(Signature, signature_id)
    release = session.get(Release, signature.release_id) if signature else None
    if signature is None or release is None or release.statement_id != statement.id:
        raise NotFound
    listed = list_behind(session, signature_id)
    require(policy.may_withdraw_listed(web.actor(), statement, signature, listed))
    form, title = ReasonForm(), title_of(statement)
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                withdraw_listed(
                    writing, signature_id, reason=form.reason.data or "", by=web.actor()
                )
        except Invalid as error:
            form.blame("reason", error.fields.get("reason", error.sentence))
        else:
            web.tell(say("The signature is withdrawn. The page says so, with today's date."))
            return web.go("statements.signatories", slug=slug)
    return render_template(
        "statements/take_out.html",
        statement=statement,
        signature=signature,
        title=title,
        form=form,
    ), 422 if form.errors else 200
