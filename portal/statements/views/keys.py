"""The program that checks, and the keys that organisations sign with; neither is of one statement."""

from pathlib import Path

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.statements import verify
from portal.statements.commands.proving import add_key, keys_in_use, retire_key
from portal.statements.forms.proving import KeyForm
from portal.statements.policy.proving import may_keep_keys

bp = Blueprint("proof", __name__, template_folder="../templates")
VERIFIER = Path(verify.__file__).with_name("verify.py").read_bytes()
"""The one-file verifier, as it is served."""


@bp.get("/verify.py")
@web.impersonal
def verifier() -> ResponseReturnValue:
    """The verifier itself."""
    headers = {"Content-Disposition": 'attachment; filename="verify.py"'}
    return Response(VERIFIER, 200, headers, mimetype="text/x-python")


@bp.route("/log/keys", methods=["GET", "POST"])
@web.guarded(may_keep_keys)
def keys() -> ResponseReturnValue:
    """The keys with which one's organisation signs statements on a machine of its own."""
    actor = web.actor()
    form = KeyForm()
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                add_key(
                    session,
                    public_key=form.public_key.data,
                    label=form.label.data or "",
                    by=actor,
                )
        except Invalid as error:
            form.blame_all(error, "public_key")
        else:
            web.tell(say("The key is kept. Your organisation can sign with it from now on."))
            return web.go("proof.keys")
    require(may_keep_keys(actor))
    return render_template(
        "statements/keys.html",
        form=form,
        keys=keys_in_use(web.reading(), actor.organisation_id),
        organisation=actor.acting_for,
        home=url_for("log.show"),
    ), 422 if form.errors else 200


@bp.post("/log/keys/<key_id>/retire")
@web.members_only
def retire_own_key(key_id: str) -> ResponseReturnValue:
    """Sign no more with this key."""
    with web.transaction() as session:
        retire_key(session, key_id, by=web.actor())
    web.tell(say("This key is retired. What was signed with it stays signed."))
    return web.go("proof.keys")
