"""The page of one organisation."""

from collections.abc import Sequence
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import clock, facts, web
from portal.network import labels, panels, policy
from portal.network.actors import Actor
from portal.network.models import Organisation, Standing
from portal.network.names import display_name, pick
from portal.network.queries.organisations import (
    organisation_by_slug,
    people_of,
    related_organisations,
)
from portal.network.topics import TOPICS
from portal.network.views.blueprint import bp


@bp.get("/network/<slug>")
@web.public
def organisation(slug: str) -> ResponseReturnValue:
    session, actor = web.reading(), web.actor()
    found = organisation_by_slug(session, slug, actor)
    languages = web.reader_languages()
    today = clock.today()
    key = ("network.organisation", found.id, facts.newest(session), today, *languages)
    return web.kept(key, lambda: _page(found, actor, languages, today))


def _page(found: Organisation, actor: Actor, languages: Sequence[str], today: date) -> str:
    session = web.reading()
    related = related_organisations(session, found, languages)
    running = [item for item in related if item.runs_on(today)]
    return render_template(
        "network/organisation.html",
        organisation=found,
        shown=display_name(found, languages),
        about=pick(found.about, languages),
        related={
            relation: [item for item in running if item.relation == relation]
            for relation in ("parent", "branch", "network", "member")
        },
        people=people_of(session, found, actor),
        panels=panels.panels_for(session, found, actor),
        today=today,
        may_edit=policy.may_edit_organisation(actor, found),
        may_see_audit=policy.may_see_audit(actor, found.id),
        labels=labels,
        topics=TOPICS,
        standing_note=_note(found),
    )


def _note(found: Organisation) -> str:
    """Which standing other than membership a reader should know of."""
    return found.standing.value if found.standing is not Standing.ADMITTED else ""
