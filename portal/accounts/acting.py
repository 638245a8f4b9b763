"""For which organisation a form was opened: it is done for that one, or not at all.

Whom a person acts for stands in her session. She can change it in one window while a form waits in
another; then that form must not sign, answer or propose in the name of the wrong organisation.
"""

from flask import Flask, g, request
from markupsafe import Markup

from portal.core.errors import Refused
from portal.core.sentences import say
from portal.network.actors import Actor

FIELD = "opened_for"


def init_app(app: Flask) -> None:
    """Each form of the macros carries the organisation; each POST that brings one is held to it."""
    app.jinja_env.globals["opened_for"] = opened_for
    app.before_request(_refuse_another)


def opened_for() -> Markup:
    """The hidden field of a form; nothing for whoever acts for no organisation."""
    actor: Actor = g.actor
    if actor.organisation_id is None:
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, actor.organisation_id)


def _refuse_another() -> None:
    if request.method != "POST" or request.endpoint == "accounts.acting_for":
        return
    actor: Actor = g.actor
    # Asked first: the body of a request without a session is for its view alone to read.
    if actor.acting_for is None:
        return
    then = request.form.get(FIELD)
    if then and then != actor.organisation_id:
        raise Refused(
            say(
                "This page was opened when you acted for another organisation, and now you act for %(name)s. Nothing was changed. Open the page again, or choose in your settings whom you act for.",
                name=actor.acting_for.name,
            )
        )
