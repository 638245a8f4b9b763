"""The people of an organisation: their roles, their powers, and the end of both."""

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.errors import NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.network import labels, policy
from portal.network.commands import memberships as commands
from portal.network.forms.editing import RoleForm
from portal.network.models import Organisation, Power
from portal.network.queries.organisations import Present, organisation_by_slug, people_of
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp
from portal.network.views.editing import editable, editing


@bp.get("/network/<slug>/edit/people")
@web.members_only
def edit_people(slug: str) -> ResponseReturnValue:
    organisation = editable(slug)
    actor, today = web.actor(), clock.today()
    everyone = people_of(web.reading(), organisation, actor, past=True)
    return editing(
        "network/edit_people.html",
        organisation,
        "network.edit_people",
        present=[item for item in everyone if item.membership.runs_on(today)],
        past=[item for item in everyone if not item.membership.runs_on(today)],
        may_authorise=policy.may_authorise(actor, organisation),
        invite_url=_invite_url(organisation),
        labels=labels,
        powers=Power,
    )


def _invite_url(organisation: Organisation) -> str:
    """Where new people are invited; that page is another domain's."""
    if "accounts.invitations" not in current_app.view_functions:
        return ""
    return url_for("accounts.invitations", slug=organisation.slug)


@bp.route("/network/<slug>/edit/people/<key>", methods=["GET", "POST"])
@web.members_only
def edit_person(slug: str, key: str) -> ResponseReturnValue:
    organisation = editable(slug)
    held = _present(organisation, key)
    form = RoleForm(role=held.membership.role.value, powers=held.membership.powers)
    may_change = policy.may_set_role(web.actor(), organisation, held.membership.role)
    if form.validate_on_submit():
        try:
            with blaming(form, "role"), web.transaction() as session:
                commands.change_membership(
                    session,
                    key,
                    role=form.chosen_role(),
                    powers=form.chosen_powers(),
                    by=web.actor(),
                )
            web.tell(say("Her role is saved. It holds from today on."))
            return web.go("network.edit_people", slug=slug)
        except Blamed:
            pass
    require(may_change)
    return editing(
        "network/edit_person.html",
        organisation,
        "network.edit_people",
        form=form,
        person=held.person,
        may_authorise=policy.may_authorise(web.actor(), organisation),
    )


@bp.post("/network/<slug>/edit/people/<key>/end")
@web.members_only
def end_person(slug: str, key: str) -> ResponseReturnValue:
    """Her own wish, or her editors': who may is the command's to say."""
    organisation = organisation_by_slug(web.reading(), slug, web.actor())
    _present(organisation, key)
    with web.transaction() as session:
        commands.end_membership(session, key, by=web.actor())
    web.tell(say("The role has ended."))
    if policy.may_edit_organisation(web.actor(), organisation):
        return web.go("network.edit_people", slug=slug)
    return web.go("network.organisation", slug=slug)


def _present(organisation: Organisation, key: str) -> Present:
    for item in people_of(web.reading(), organisation, web.actor()):
        if item.membership.id == key:
            return item
    raise NotFound
