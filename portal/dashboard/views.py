"""Pages that read across domains: the front page, one's own page, and what this portal is."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.sentences import say
from portal.dashboard.queries import Task, figures, translations_wanted, waiting_for
from portal.statements.queries.listing import open_to_sign
from portal.statements.words import STAGES
from portal.texts.places import place_of
from portal.texts.queries.desk import texts_by_id

bp = Blueprint("home", __name__, template_folder="templates")


TASKS = {
    Task.SIGN: say("Sign"),
    Task.DECIDE: say("Decide"),
    Task.COMMENT: say("Comment"),
    Task.LEAD: say("Go on drafting"),
}
ENDPOINTS = {
    Task.SIGN: "statements.sign_page",
    Task.DECIDE: "statements.decision",
    Task.COMMENT: "statements.comments",
    Task.LEAD: "statements.show",
}


@bp.get("/")
@web.public
def front() -> ResponseReturnValue:
    """Who we are, what can be signed, the next forum, the newest works."""
    session, languages = web.reading(), web.reader_languages()
    return render_template(
        "dashboard/front.html",
        figures=figures(session),
        statements=open_to_sign(session, languages),
        stages=STAGES,
    )


@bp.get("/home")
@web.members_only
def waiting() -> ResponseReturnValue:
    """What waits for this person, by deadline."""
    session, actor = web.reading(), web.actor()
    wanted = translations_wanted(session, actor)
    texts = texts_by_id(session, [item.text_id for item in wanted])
    return render_template(
        "dashboard/home.html",
        waiting=waiting_for(session, actor),
        tasks=TASKS,
        endpoints=ENDPOINTS,
        wanted=[
            (item, place_of(session, texts[item.text_id], list(actor.languages))) for item in wanted
        ],
    )


@bp.get("/about")
@web.public
def about() -> ResponseReturnValue:
    """What this portal is for."""
    return render_template("dashboard/about.html")


@bp.get("/privacy")
@web.public
def privacy() -> ResponseReturnValue:
    """What it protects, and what it cannot."""
    return render_template("dashboard/privacy.html")


@bp.get("/help")
@web.public
def help_page() -> ResponseReturnValue:
    """How things are done here."""
    return render_template("dashboard/help.html")
