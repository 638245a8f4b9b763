"""Networks, their members, branches: who belongs to whom."""

from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.sentences import say
from portal.network import policy
from portal.network.commands import networks as commands
from portal.network.forms.editing import NetworkMemberForm
from portal.network.models import Organisation
from portal.network.queries.organisations import organisation_by_id, related_organisations
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp
from portal.network.views.editing import editable, editing, organisation_choices, parent_form


@bp.route("/network/<slug>/edit/networks", methods=["GET", "POST"])
@web.members_only
def edit_networks(slug: str) -> ResponseReturnValue:
    organisation = editable(slug)
    form = _member_form(organisation)
    if form.validate_on_submit():
        try:
            with blaming(form, "member"), web.transaction() as session:
                commands.add_to_network(
                    session,
                    organisation_by_id(session, organisation.id),
                    organisation_by_id(session, form.member.data or ""),
                    by=web.actor(),
                    since=form.since.data,
                )
            web.tell(say("The organisation is a member of this network now."))
            return web.go("network.edit_networks", slug=slug)
        except Blamed:
            pass
    related = related_organisations(web.reading(), organisation, web.reader_languages())
    today = clock.today()
    return editing(
        "network/edit_networks.html",
        organisation,
        "network.edit_networks",
        form=form,
        parent_form=parent_form(organisation),
        members=[item for item in related if item.relation == "member" and item.runs_on(today)],
        networks=[item for item in related if item.relation == "network" and item.runs_on(today)],
        branches=[item for item in related if item.relation == "branch"],
        may_add=policy.may_add_to_network(web.actor(), organisation),
    )


def _member_form(organisation: Organisation) -> NetworkMemberForm:
    form = NetworkMemberForm()
    form.member.choices = [("", say("Choose")), *organisation_choices(organisation)]
    return form


@bp.post("/network/<slug>/edit/networks/<key>/end")
@web.members_only
def end_network(slug: str, key: str) -> ResponseReturnValue:
    editable(slug)
    with web.transaction() as session:
        commands.end_network_membership(session, key, by=web.actor())
    web.tell(say("This membership has ended."))
    return web.go("network.edit_networks", slug=slug)
