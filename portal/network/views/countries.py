"""The countries that an organisation is linked to, under the names that it chose."""

from collections.abc import Callable, Sequence

from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.sentences import say
from portal.network.commands.details import CountryDetails
from portal.network.commands.organisations import set_countries
from portal.network.forms.editing import CountryForm
from portal.network.models import Organisation
from portal.network.queries.organisations import organisation_by_id
from portal.network.views.blueprint import bp
from portal.network.views.editing import editable, editing

Countries = Sequence[CountryDetails]


@bp.route("/network/<slug>/edit/countries", methods=["GET", "POST"])
@web.members_only
def edit_countries(slug: str) -> ResponseReturnValue:
    organisation = editable(slug)
    form = CountryForm()
    if form.validate_on_submit():
        added = form.details()
        _change(organisation, lambda held: [*_without(held, added.code), added])
        web.tell(say("The countries are saved."))
        return web.go("network.edit_countries", slug=slug)
    return editing("network/edit_countries.html", organisation, "network.edit_countries", form=form)


@bp.post("/network/<slug>/edit/countries/<code>/remove")
@web.members_only
def remove_country(slug: str, code: str) -> ResponseReturnValue:
    _change(editable(slug), lambda held: _without(held, code))
    web.tell(say("The countries are saved."))
    return web.go("network.edit_countries", slug=slug)


def _without(held: Countries, code: str) -> list[CountryDetails]:
    return [item for item in held if item.code != code]


def _change(organisation: Organisation, change: Callable[[Countries], Countries]) -> None:
    with web.transaction() as session:
        found = organisation_by_id(session, organisation.id)
        held = [CountryDetails(row.code, row.shown_as) for row in found.countries]
        set_countries(session, found, change(held), by=web.actor())
