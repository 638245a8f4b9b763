"""Beginning a series, adding and changing its editions."""

from decimal import Decimal

import babel.numbers
from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.core import languages as tongues
from portal.core import locales, web
from portal.core.errors import Invalid
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.policy import require
from portal.core.sentences import say
from portal.forums import commands, policy
from portal.forums.forms import NOBODY, EditionForm, SeriesForm, StatusForm
from portal.forums.models import Day, Edition, Series
from portal.forums.queries.series import edition_at, series_at
from portal.forums.views import bp
from portal.forums.views.showing import own_language, shown, tabs
from portal.network.models import Organisation, Standing, WorkingGroup
from portal.network.names import display_name, pick


@bp.route("/new", methods=["GET", "POST"])
@web.guarded(policy.may_found_series)
def new_series() -> ResponseReturnValue:
    """Begin a series of forums."""
    form = SeriesForm()
    groups = web.reading().scalars(select(WorkingGroup).order_by(WorkingGroup.slug))
    form.group.choices = [
        NOBODY,
        *((item.id, pick(item.names, web.reader_languages()).text) for item in groups),
    ]
    if request.method == "GET":
        form.language.data = own_language()
    if form.validate_on_submit():
        tag = form.language.data
        try:
            with web.transaction() as session:
                series = commands.found_series(
                    session,
                    names={tag: form.name.data},
                    about={tag: form.about.data or ""},
                    group_id=form.group.data or None,
                    every_years=form.every_years.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The series is begun. Add its editions: those of the past too."))
            return web.go("forums.series", slug=series.slug)
    return render_template("forums/new_series.html", form=form), 422 if form.errors else 200


def organisation_choices() -> list[tuple[str, str]]:
    """Member organisations by name."""
    languages = web.reader_languages()
    found = web.reading().scalars(
        select(Organisation)
        .where(Organisation.standing == Standing.ADMITTED)
        .options(selectinload(Organisation.names))
    )
    key = tongues.collation_key(locales.current().tag)
    named = [(item.id, display_name(item, languages).text) for item in found]
    return sorted(named, key=lambda pair: key(pair[1]))


@bp.route("/<slug>/new", methods=["GET", "POST"])
@web.members_only
def new_edition(slug: str) -> ResponseReturnValue:
    """Add an edition, to come or past."""
    series = series_at(web.reading(), slug)
    require(policy.may_lead(web.actor(), series))
    form = EditionForm()
    form.hosts.choices = organisation_choices()
    if request.method == "GET":
        form.language.data, form.zone.data = own_language(), web.actor().time_zone
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                edition = commands.add_edition(
                    session, session.get_one(Series, series.id), form.details(), by=web.actor()
                )
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The edition is added."))
            return web.go("forums.edition", slug=slug, address=edition.address)
    return render_template(
        "forums/new_edition.html",
        series=series,
        name=pick(series.names, web.reader_languages()),
        form=form,
    ), 422 if form.errors else 200


@bp.route("/<slug>/<address>/edit", methods=["GET", "POST"])
@web.members_only
def edit_edition(slug: str, address: str) -> ResponseReturnValue:
    """Say anew what is known of an edition."""
    edition = edition_at(web.reading(), slug, address)
    require(policy.may_lead(web.actor(), edition.series))
    form = EditionForm()
    form.hosts.choices = organisation_choices()
    if request.method == "GET":
        _fill(form, edition)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                commands.change_edition(session, edition.id, form.details(edition), by=web.actor())
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(say("The edition is changed."))
            return web.go("forums.edition", slug=slug, address=address)
    return _page("forums/edit_edition.html", edition, form)


@bp.route("/<slug>/<address>/status", methods=["GET", "POST"])
@web.members_only
def edition_status(slug: str, address: str) -> ResponseReturnValue:
    """Say what became of an edition."""
    edition = edition_at(web.reading(), slug, address)
    require(policy.may_lead(web.actor(), edition.series))
    form = StatusForm()
    if request.method == "GET":
        form.status.data, form.language.data = edition.status.value, own_language()
        form.reason.data = edition.reason.get(form.language.data, "")
    if form.validate_on_submit():
        reason = {**edition.reason, form.language.data: form.reason.data or ""}
        with web.transaction() as session:
            commands.set_status(session, edition.id, form.chosen(), reason=reason, by=web.actor())
        web.tell(say("What became of this edition is on record."))
        return web.go("forums.edition", slug=slug, address=address)
    return _page("forums/status.html", edition, form)


def _fill(form: EditionForm, edition: Edition) -> None:
    tag = _asked_language(edition)
    form.language.data, form.year.data, form.number.data = tag, edition.year, edition.number
    form.renumbered_from.data = edition.renumbered_from
    form.name.data, form.theme.data = edition.names.get(tag, ""), edition.theme.get(tag, "")
    form.city.data, form.venue.data = edition.city.get(tag, ""), edition.venue.get(tag, "")
    form.hosts.data = [item.organisation_id for item in edition.hosts if item.organisation_id]
    others = [item for item in edition.hosts if not item.organisation_id]
    form.other_host.data = pick(others[0].names).text if others else ""
    form.country.data, form.zone.data = edition.country, edition.zone
    form.first_day.data, form.last_day.data = edition.first_day, edition.last_day
    form.precision.data = edition.precision.value
    form.preliminary.data = web.reading().scalar(
        select(func.count()).where(Day.edition_id == edition.id, Day.number <= 0)
    )
    published = edition.dates_published[0] if edition.dates_published else {}
    form.published_text.data = published.get("text", "")
    form.published_source.data = published.get("source", "")
    form.currency.data, form.funded.data = edition.budget_currency, edition.funded_percent
    if edition.budget_minor is not None and edition.budget_currency:
        digits = babel.numbers.get_currency_precision(edition.budget_currency)
        form.budget.data = Decimal(edition.budget_minor).scaleb(-digits)


def _asked_language(edition: Edition) -> str:
    try:
        return normalise(request.args["lang"])
    except (KeyError, LanguageTagInvalid):
        return next(iter(edition.names or edition.city or edition.series.names))


def _page(template: str, edition: Edition, form: EditionForm | StatusForm) -> ResponseReturnValue:
    languages = web.reader_languages()
    return render_template(
        template,
        edition=edition,
        series=edition.series,
        series_name=pick(edition.series.names, languages),
        item=shown(edition, languages),
        tabs=tabs(edition, leads=True),
        form=form,
    ), 422 if form.errors else 200
