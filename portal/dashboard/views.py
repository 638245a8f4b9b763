"""Pages that read across domains: the front page, one's own page, and what this portal is."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.commitments.words import STATES as COMMITMENT_STATES
from portal.core import clock, facts, web
from portal.core.sentences import say
from portal.dashboard.queries import (
    Task,
    coming_edition,
    commitments_due,
    figures,
    translations_wanted,
    waiting_for,
)
from portal.events.queries.gatherings import upcoming_public
from portal.events.views.reading import row
from portal.library.queries.listing import newest_works, waiting_for_second
from portal.library.words import KINDS as WORK_KINDS
from portal.network.names import pick
from portal.statements.queries.listing import open_to_sign
from portal.statements.words import STAGES
from portal.texts.places import places_of
from portal.texts.queries.desk import texts_by_id

bp = Blueprint("home", __name__, template_folder="templates")


TASKS = {
    Task.SIGN: say("Sign"),
    Task.SIGN_ANEW: say("Sign the new release"),
    Task.CONFIRM: say("Confirm as the second officer"),
    Task.DECIDE: say("Decide"),
    Task.COMMENT: say("Comment"),
    Task.LEAD: say("Go on drafting"),
    Task.ANSWER_AMENDMENTS: say("Answer the amendments"),
    Task.ANSWER_OBJECTIONS: say("Answer the objections"),
    Task.SEE_CHANGES: say("See what became of your amendment"),
    Task.ANSWER_REVISION: say("Answer the proposed revision"),
    Task.ANSWER_ERRATUM: say("Answer the proposed erratum"),
    Task.READ_ERRATUM: say("Read the erratum of what you signed"),
    Task.REVIEW: say("Look at the signatures that wait"),
    Task.ACCEPT_LISTED: say("Look at the signatures of a list"),
}
ENDPOINTS = {
    Task.SIGN: "statements.sign_page",
    Task.SIGN_ANEW: "statements.sign_page",
    Task.CONFIRM: "statements.sign_page",
    Task.DECIDE: "statements.decision",
    Task.COMMENT: "statements.comments",
    Task.LEAD: "statements.show",
    Task.ANSWER_AMENDMENTS: "statements.merge_review",
    Task.ANSWER_OBJECTIONS: "statements.merge_review",
    Task.SEE_CHANGES: "statements.amendment",
    Task.ANSWER_REVISION: "statements.revise",
    Task.ANSWER_ERRATUM: "statements.erratum",
    Task.READ_ERRATUM: "statements.erratum",
    Task.REVIEW: "statements.review_signatures",
    Task.ACCEPT_LISTED: "statements.review_signatures",
}


@bp.get("/")
@web.public
def front() -> ResponseReturnValue:
    """Who we are, what can be signed, the next forum, the newest works in the reader's languages."""
    session, languages = web.reading(), web.reader_languages()
    version = (facts.newest(session), clock.today(), *languages)
    unchanged = web.not_modified(*version)
    if unchanged is not None:
        return unchanged
    return web.kept(("front", *version), lambda: _front(languages))


def _front(languages: Sequence[str]) -> str:
    session = web.reading()
    edition = coming_edition(session)
    return render_template(
        "dashboard/front.html",
        figures=figures(session),
        statements=open_to_sign(session, languages),
        stages=STAGES,
        works=newest_works(session, languages),
        work_kinds=WORK_KINDS,
        gatherings=[row(item, languages) for item in upcoming_public(session)],
        edition=edition,
        edition_name=pick(edition.names or edition.series.names, languages) if edition else None,
        edition_city=pick(edition.city, languages) if edition else None,
    )


@bp.get("/home")
@web.members_only
def waiting() -> ResponseReturnValue:
    """What waits for this person, by deadline."""
    session, actor = web.reading(), web.actor()
    wanted = translations_wanted(session, actor)
    texts = texts_by_id(session, [item.text_id for item in wanted])
    places = places_of(session, texts.values(), list(actor.languages))
    return render_template(
        "dashboard/home.html",
        waiting=waiting_for(session, actor),
        tasks=TASKS,
        commitments=commitments_due(session, actor),
        commitment_states=COMMITMENT_STATES,
        seconds=waiting_for_second(session, actor, list(actor.languages))
        if actor.memberships
        else [],
        endpoints=ENDPOINTS,
        wanted=[(item, places[item.text_id]) for item in wanted],
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
