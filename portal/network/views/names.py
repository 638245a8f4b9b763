"""The names of an organisation, each with its language and dates."""

from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.sentences import say
from portal.network import labels
from portal.network.commands import names as commands
from portal.network.forms.editing import NameForm
from portal.network.queries.organisations import organisation_by_id
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp
from portal.network.views.editing import editable, editing


@bp.route("/network/<slug>/edit/names", methods=["GET", "POST"])
@web.members_only
def edit_names(slug: str) -> ResponseReturnValue:
    organisation = editable(slug)
    form = NameForm()
    if form.validate_on_submit():
        try:
            with blaming(form, "text"), web.transaction() as session:
                commands.add_name(
                    session,
                    organisation_by_id(session, organisation.id),
                    form.details(),
                    by=web.actor(),
                )
            web.tell(say("The name is added."))
            return web.go("network.edit_names", slug=slug)
        except Blamed:
            pass
    return editing(
        "network/edit_names.html",
        organisation,
        "network.edit_names",
        form=form,
        labels=labels,
        today=clock.today(),
    )


@bp.route("/network/<slug>/edit/names/<key>", methods=["GET", "POST"])
@web.members_only
def edit_name(slug: str, key: str) -> ResponseReturnValue:
    organisation = editable(slug)
    name = commands.name_of(organisation, key)
    form = NameForm(name)
    if form.validate_on_submit():
        try:
            with blaming(form, "text"), web.transaction() as session:
                commands.change_name(
                    session,
                    organisation_by_id(session, organisation.id),
                    key,
                    form.details(),
                    by=web.actor(),
                )
            web.tell(say("The name is saved."))
            return web.go("network.edit_names", slug=slug)
        except Blamed:
            pass
    return editing(
        "network/edit_name.html", organisation, "network.edit_names", form=form, name_row=name
    )


@bp.post("/network/<slug>/edit/names/<key>/remove")
@web.members_only
def remove_name(slug: str, key: str) -> ResponseReturnValue:
    organisation = editable(slug)
    with web.transaction() as session:
        commands.remove_name(
            session, organisation_by_id(session, organisation.id), key, by=web.actor()
        )
    web.tell(say("The name is taken away."))
    return web.go("network.edit_names", slug=slug)


@bp.post("/network/<slug>/edit/names/<key>/raise")
@web.members_only
def raise_name(slug: str, key: str) -> ResponseReturnValue:
    organisation = editable(slug)
    with web.transaction() as session:
        commands.raise_name(
            session, organisation_by_id(session, organisation.id), key, by=web.actor()
        )
    web.tell(say("The name stands one place higher now."))
    return web.go("network.edit_names", slug=slug)
