"""What waits in the browser to be sent: the page that lists it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.texts.views.blueprint import bp


@bp.get("/unsent")
@web.members_only
def unsent() -> ResponseReturnValue:
    """The words on this device that the portal has not taken yet; the browser alone knows them."""
    return render_template("texts/unsent.html")
