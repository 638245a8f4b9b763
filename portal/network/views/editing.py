"""What an organisation's editors change of its page: details, description, parent, leaving."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import languages as tongues
from portal.core import locales, web
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.network import policy
from portal.network.commands import admission
from portal.network.commands.organisations import change_organisation, set_parent, write_about
from portal.network.forms.editing import AboutForm, DetailsForm, ParentForm
from portal.network.models import Organisation, OrganisationKind
from portal.network.names import display_name
from portal.network.queries.directory import directory
from portal.network.queries.organisations import organisation_by_id, organisation_by_slug
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp


@dataclass(frozen=True)
class Tab:
    label: Sentence
    url: str
    current: bool


def tabs(organisation: Organisation, current: str) -> list[Tab]:
    """The pages on which an organisation is changed."""
    pages = [
        ("network.edit", say("Details")),
        ("network.edit_names", say("Names")),
        ("network.edit_countries", say("Countries")),
        ("network.edit_about", say("Description")),
        ("network.edit_networks", say("Networks and branches")),
        ("network.edit_people", say("People")),
    ]
    return [
        Tab(label, url_for(endpoint, slug=organisation.slug), endpoint == current)
        for endpoint, label in pages
    ]


def editable(slug: str) -> Organisation:
    """The organisation at this address. Raises NotFound, or Refused for who does not edit it."""
    found = organisation_by_slug(web.reading(), slug, web.actor())
    require(policy.may_edit_organisation(web.actor(), found))
    return found


def editing(template: str, organisation: Organisation, current: str, **values: object) -> str:
    """One of the pages, with what all of them show."""
    return render_template(
        template,
        organisation=organisation,
        shown=display_name(organisation, web.reader_languages()),
        tabs=tabs(organisation, current),
        **values,
    )


@bp.route("/network/<slug>/edit", methods=["GET", "POST"])
@web.members_only
def edit(slug: str) -> ResponseReturnValue:
    organisation = editable(slug)
    form = DetailsForm(organisation)
    if form.validate_on_submit():
        try:
            with blaming(form, "kind"), web.transaction() as session:
                change_organisation(
                    session,
                    organisation_by_id(session, organisation.id),
                    form.details(),
                    by=web.actor(),
                    base=form.base.data or "",
                )
            web.tell(say("The details are saved."))
            return web.go("network.edit", slug=slug)
        except Blamed:
            pass
    return editing(
        "network/edit.html",
        organisation,
        "network.edit",
        form=form,
        may_declare_side=policy.may_declare_side(web.actor(), organisation),
        may_leave=policy.may_leave(web.actor(), organisation),
    )


@bp.route("/network/<slug>/edit/about", methods=["GET", "POST"])
@web.members_only
def edit_about(slug: str) -> ResponseReturnValue:
    organisation = editable(slug)
    chosen = request.args.get("language", "")
    language = chosen if chosen in organisation.about else locales.current().tag
    text = organisation.about.get(language, "")
    form = AboutForm(language=language, text=text, base=text)
    if form.validate_on_submit():
        with web.transaction() as session:
            tag = form.language.data or ""
            write_about(
                session,
                organisation_by_id(session, organisation.id),
                tag,
                form.text.data or "",
                by=web.actor(),
                # What was begun from is known only of the language that the form showed.
                base=form.base.data if tag == request.form.get("shown") else None,
            )
        web.tell(say("The description is saved."))
        return web.go("network.edit_about", slug=slug)
    return editing(
        "network/edit_about.html", organisation, "network.edit_about", form=form, language=language
    )


@bp.post("/network/<slug>/edit/parent")
@web.members_only
def edit_parent(slug: str) -> ResponseReturnValue:
    organisation = editable(slug)
    form = parent_form(organisation)
    if form.validate_on_submit():
        with web.transaction() as session:
            key = form.parent.data
            set_parent(
                session,
                organisation_by_id(session, organisation.id),
                organisation_by_id(session, key) if key else None,
                by=web.actor(),
            )
        web.tell(say("The details are saved."))
    return web.go("network.edit_networks", slug=slug)


def parent_form(organisation: Organisation) -> ParentForm:
    form = ParentForm(parent=organisation.parent_id or "")
    form.parent.choices = [("", say("No other organisation")), *organisation_choices(organisation)]
    return form


def organisation_choices(
    besides: Organisation | None = None, *, kind: OrganisationKind | None = None
) -> list[tuple[str, str]]:
    """Every admitted organisation by the name that this reader knows."""
    languages, locale = web.reader_languages(), locales.current().tag
    collate = tongues.collation_key(locale)
    named = [
        (item.id, item.name(languages).text)
        for item in directory(web.reading()).items
        if (besides is None or item.id != besides.id) and (kind is None or item.kind is kind)
    ]
    return sorted(named, key=lambda pair: collate(pair[1]))


@bp.post("/network/<slug>/leave")
@web.members_only
def leave(slug: str) -> ResponseReturnValue:
    found = organisation_by_slug(web.reading(), slug, web.actor())
    with web.transaction() as session:
        admission.leave(
            session, admission.organisation_for_change(session, found.id), by=web.actor()
        )
    web.tell(say("The organisation has left the network. What it signed stays signed."))
    return web.go("network.organisation", slug=slug)
