"""The public form by which an organisation asks to join."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.limits import limiter
from portal.network.commands.admission import apply
from portal.network.forms.joining import JoinForm
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp


@bp.route("/network/join", methods=["GET", "POST"])
@web.public
@limiter.limit("10 per hour", methods=["POST"])
def join() -> ResponseReturnValue:
    form = JoinForm()
    if form.validate_on_submit():
        try:
            with blaming(form, "name_1"), web.transaction() as session:
                apply(session, form.details())
            return web.go("network.joined")
        except Blamed:
            pass
    return render_template("network/join.html", form=form)


@bp.get("/network/join/sent")
@web.public
def joined() -> ResponseReturnValue:
    return render_template("network/joined.html")
