"""Putting a gathering on the calendar, and every change of it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.core import web
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.policy import require
from portal.core.sentences import say
from portal.events import commands, policy
from portal.events.forms import CancelForm, MoveForm, PlanForm, WordsForm
from portal.events.models import Gathering
from portal.events.queries.gatherings import gathering_at
from portal.events.views import bp
from portal.network.models import WorkingGroup
from portal.network.names import pick


def own_language() -> str:
    return next(iter(web.reader_languages()), "en")


def caller_choices() -> list[tuple[str, str]]:
    """In whose name this person may call: her groups, then her organisations."""
    actor, languages = web.actor(), web.reader_languages()
    groups = web.reading().scalars(
        select(WorkingGroup).where(WorkingGroup.id.in_(sorted(actor.coordinates)))
    )
    found = [(f"group:{item.id}", pick(item.names, languages).text) for item in groups]
    return found + [
        (f"organisation:{item.organisation_id}", item.name)
        for item in actor.memberships
        if actor.edits_for(item.organisation_id)
    ]


@bp.route("/new", methods=["GET", "POST"])
@web.guarded(policy.may_plan)
def new() -> ResponseReturnValue:
    form = PlanForm()
    form.caller.choices = caller_choices()
    if request.method == "GET":
        form.language.data = own_language()
        form.zone.data = web.actor().time_zone
    if form.validate_on_submit():
        kind, _, ident = form.caller.data.partition(":")
        own = web.actor().organisation_id
        plan = commands.Plan(
            wording=form.wording(),
            when=form.when(),
            place={form.language.data: form.place.data or ""},
            group_id=ident if kind == "group" else None,
            organisations=[ident] if kind == "organisation" else [own] if own else [],
        )
        try:
            with web.transaction() as session:
                gathering = commands.plan_gathering(session, plan, by=web.actor())
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The gathering is on the calendar."))
            return web.go("events.show", slug=gathering.slug)
    return render_template("events/new.html", form=form), 422 if form.errors else 200


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@web.members_only
def edit(slug: str) -> ResponseReturnValue:
    """Mend its words, one language at a time; nobody is told to come at another time."""
    gathering = _opened(slug)
    require(policy.may_change(web.actor(), gathering))
    form = WordsForm()
    if request.method == "GET":
        tag = _asked_language(gathering)
        form.language.data, form.title.data = tag, gathering.titles.get(tag, "")
        form.about.data = gathering.about.get(tag, "")
        form.kind.data, form.audience.data = gathering.kind.value, gathering.audience.value
        form.online_address.data = gathering.online_address
        form.languages.data = list(gathering.languages)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.change_gathering(
                    session, gathering.id, form.wording(gathering), by=web.actor()
                )
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The words are changed. The time and the place are as they were."))
            return web.go("events.show", slug=slug)
    return _form("events/edit.html", gathering, form)


@bp.route("/<slug>/move", methods=["GET", "POST"])
@web.members_only
def move(slug: str) -> ResponseReturnValue:
    """Another time or another place: calendars that hold it are told."""
    gathering = _opened(slug)
    require(policy.may_move(web.actor(), gathering))
    form = MoveForm()
    place = pick(gathering.place)
    if request.method == "GET":
        form.day.data, form.start.data = gathering.day, gathering.start
        form.minutes.data, form.last_day.data = gathering.minutes, gathering.last_day
        form.zone.data, form.place.data = gathering.zone, place.text
        form.place_language.data = place.language if place.text else own_language()
    if form.validate_on_submit():
        language = form.place_language.data
        written = form.place.data or ""
        kept = gathering.place if written == gathering.place.get(language) else {language: written}
        try:
            with web.transaction() as session:
                moved = commands.move(session, gathering.id, form.when(), kept, by=web.actor())
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(
                say("The gathering is moved. Calendars that hold it will show the new time.")
                if moved
                else say("The time and the place are as they were.")
            )
            return web.go("events.show", slug=slug)
    return _form("events/move.html", gathering, form)


@bp.route("/<slug>/cancel", methods=["GET", "POST"])
@web.members_only
def cancel(slug: str) -> ResponseReturnValue:
    """Call it off; it stays on the calendar as cancelled."""
    gathering = _opened(slug)
    require(policy.may_cancel(web.actor(), gathering))
    form = CancelForm()
    if request.method == "GET":
        form.language.data = own_language()
    if form.validate_on_submit():
        with web.transaction() as session:
            commands.cancel(
                session,
                gathering.id,
                {form.language.data: form.reason.data or ""},
                by=web.actor(),
            )
        web.tell(say("The gathering is called off. It stays on the calendar as cancelled."))
        return web.go("events.show", slug=slug)
    return _form("events/cancel.html", gathering, form)


def _opened(slug: str) -> Gathering:
    return gathering_at(web.reading(), slug, web.actor())


def _asked_language(gathering: Gathering) -> str:
    try:
        return normalise(request.args["lang"])
    except (KeyError, LanguageTagInvalid):
        return next(iter(gathering.titles))


def _form(template: str, gathering: Gathering, form: Form) -> ResponseReturnValue:
    return render_template(
        template,
        gathering=gathering,
        form=form,
        title=pick(gathering.titles, web.reader_languages()),
    ), 422 if form.errors else 200
