"""Working groups: the list, one group, and what its coordinators change."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.policy import require
from portal.core.sentences import say
from portal.network import policy
from portal.network.commands import groups as commands
from portal.network.forms.groups import FoundGroupForm, GroupForm, GroupMemberForm
from portal.network.models import Person, WorkingGroup
from portal.network.names import display_name, pick
from portal.network.queries import groups as queries
from portal.network.queries.organisations import organisation_by_id
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp
from portal.network.views.editing import Tab, organisation_choices


@bp.get("/groups")
@web.public
def groups() -> ResponseReturnValue:
    page = queries.groups(web.reading(), web.reader_languages(), web.page_number())
    return render_template(
        "network/groups.html",
        page=Page(page.items, page.number, page.total, page.per_page, web.page_address()),
        may_found=policy.may_found_group(web.actor()),
    )


@bp.get("/groups/<slug>")
@web.public
def group(slug: str) -> ResponseReturnValue:
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    found = queries.group_by_slug(session, slug)
    people = queries.people_in(session, found, actor, languages)
    host = organisation_by_id(session, found.host_id) if found.host_id else None
    return render_template(
        "network/group.html",
        group=found,
        shown=pick(found.names, languages),
        mandate=pick(found.mandate, languages),
        host=host,
        host_name=display_name(host, languages) if host else None,
        people=[item for item in people if item.person is not None],
        unnamed=sum(item.person is None for item in people),
        sides={
            side: sum(item.organisation.side.value == side for item in people)
            for side in ("sending", "receiving", "both")
        },
        may_lead=policy.may_lead_group(actor, found),
    )


@bp.route("/groups/new", methods=["GET", "POST"])
@web.guarded(policy.may_found_group)
def found_group() -> ResponseReturnValue:
    form = FoundGroupForm()
    form.host.choices = [("", say("No host")), *organisation_choices()]
    if form.validate_on_submit():
        try:
            with blaming(form, "name"), web.transaction() as session:
                made = commands.found_group(
                    session,
                    names={form.language.data: form.name.data or ""},
                    mandate={form.language.data: form.mandate.data or ""},
                    host_id=form.host.data or None,
                    by=web.actor(),
                )
            web.tell(say("The group is set up. Take its first members in."))
            return web.go("network.group_people", slug=made.slug)
        except Blamed:
            pass
    return render_template("network/group_new.html", form=form)


@bp.route("/groups/<slug>/edit", methods=["GET", "POST"])
@web.members_only
def edit_group(slug: str) -> ResponseReturnValue:
    found = _led(slug)
    languages = web.reader_languages()
    asked = request.args.get("language", "")
    shown = pick(found.names, [asked, *languages] if asked else languages)
    form = GroupForm(
        language=shown.language,
        name=shown.text,
        mandate=found.mandate.get(shown.language, ""),
    )
    if form.validate_on_submit():
        try:
            with blaming(form, "name"), web.transaction() as session:
                commands.describe_group(
                    session,
                    queries.group_by_slug(session, slug),
                    language=form.language.data or "",
                    name=form.name.data or "",
                    mandate=form.mandate.data or "",
                    by=web.actor(),
                )
            web.tell(say("The group is saved."))
            return web.go("network.edit_group", slug=slug)
        except Blamed:
            pass
    return render_template(
        "network/group_edit.html",
        group=found,
        shown=shown,
        form=form,
        tabs=_tabs(slug, "network.edit_group"),
    )


@bp.get("/groups/<slug>/people")
@web.members_only
def group_people(slug: str) -> ResponseReturnValue:
    """Who is in the group, and a search for whom to take in."""
    found, languages = _led(slug), web.reader_languages()
    words = request.args.get("who", "")[:100]
    return render_template(
        "network/group_people.html",
        group=found,
        shown=pick(found.names, languages),
        words=words,
        found=queries.find_people(web.reading(), words, web.actor(), languages) if words else [],
        people=queries.people_in(web.reading(), found, web.actor(), languages),
        tabs=_tabs(slug, "network.group_people"),
    )


def _tabs(slug: str, current: str) -> list[Tab]:
    return [
        Tab(label, url_for(endpoint, slug=slug), endpoint == current)
        for endpoint, label in (
            ("network.edit_group", say("Name and mandate")),
            ("network.group_people", say("People")),
        )
    ]


@bp.post("/groups/<slug>/members")
@web.members_only
def add_group_member(slug: str) -> ResponseReturnValue:
    _led(slug)
    form = GroupMemberForm()
    if not form.validate_on_submit():
        web.tell(say("Choose a person first."), "warning")
        return web.go("network.group_people", slug=slug)
    person_id, _, organisation_id = (form.place.data or "").partition(":")
    with web.transaction() as session:
        person = session.get(Person, person_id)
        if person is None or not policy.may_see_person(web.actor(), person):
            raise NotFound
        commands.add_to_group(
            session,
            queries.group_by_slug(session, slug),
            person,
            organisation_id=organisation_id,
            coordinates=bool(form.coordinates.data),
            by=web.actor(),
        )
    web.tell(say("She is in the group now."))
    return web.go("network.group_people", slug=slug)


@bp.post("/groups/<slug>/members/<key>/end")
@web.members_only
def end_group_member(slug: str, key: str) -> ResponseReturnValue:
    found = queries.group_by_slug(web.reading(), slug)
    with web.transaction() as session:
        ended = commands.leave_group(session, key, by=web.actor())
        if ended.group_id != found.id:
            raise NotFound
    web.tell(say("Her part in the group has ended."))
    return web.go("network.group", slug=slug)


def _led(slug: str) -> WorkingGroup:
    """The group at this address. Raises NotFound, Refused."""
    found = queries.group_by_slug(web.reading(), slug)
    require(policy.may_lead_group(web.actor(), found))
    return found
