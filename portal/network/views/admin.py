"""The secretariat's pages: what waits, where organisations stand, people."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.paging import Page
from portal.core.sentences import Sentence, say
from portal.network import labels, policy
from portal.network.commands import admission
from portal.network.forms.admin import ReasonForm
from portal.network.models import Standing
from portal.network.names import display_name
from portal.network.queries import admission as queries
from portal.network.queries.organisations import organisation_by_slug
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp


def pages(current: str) -> list[dict[str, object]]:
    """The secretariat's own navigation."""
    places: list[tuple[str, Sentence]] = [
        ("network.admin", say("Overview")),
        ("network.applications", say("Applications")),
        ("network.admin_organisations", say("Organisations")),
        ("network.admin_people", say("People")),
        ("network.imports", say("Lists")),
    ]
    found: list[dict[str, object]] = [
        {"label": label, "url": url_for(endpoint), "current": endpoint == current}
        for endpoint, label in places
    ]
    return [*found, {"label": say("Log"), "url": url_for("network.audit"), "current": False}]


@bp.get("/admin")
@web.guarded(policy.may_administer)
def admin() -> ResponseReturnValue:
    session = web.reading()
    return render_template(
        "network/admin.html",
        tabs=pages("network.admin"),
        waiting=queries.waiting_count(session),
        standings=queries.standings(session),
        labels=labels,
    )


@bp.get("/admin/organisations")
@web.guarded(policy.may_administer)
def admin_organisations() -> ResponseReturnValue:
    asked = request.args.get("standing", "")
    standing = next((item for item in Standing if item.value == asked), Standing.ADMITTED)
    session, languages = web.reading(), web.reader_languages()
    page = queries.organisations_standing(session, standing, web.page_number())
    return render_template(
        "network/admin_organisations.html",
        tabs=pages("network.admin_organisations"),
        standing=standing,
        standings=queries.standings(session),
        page=Page(page.items, page.number, page.total, page.per_page, web.page_address()),
        names={item.id: display_name(item, languages) for item in page.items},
        labels=labels,
    )


@bp.route("/admin/organisations/<slug>/suspend", methods=["GET", "POST"])
@web.guarded(policy.may_administer)
def suspend(slug: str) -> ResponseReturnValue:
    found = organisation_by_slug(web.reading(), slug, web.actor())
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with blaming(form, "reason"), web.transaction() as session:
                admission.suspend(
                    session,
                    admission.organisation_for_change(session, found.id),
                    reason=form.reason.data or "",
                    by=web.actor(),
                )
            web.tell(say("The membership rests until you readmit the organisation."))
            return web.go("network.admin_organisations", standing="suspended")
        except Blamed:
            pass
    return render_template(
        "network/suspend.html",
        form=form,
        organisation=found,
        shown=display_name(found, web.reader_languages()),
    )


@bp.post("/admin/organisations/<slug>/admit")
@web.guarded(policy.may_administer)
def admit_listed(slug: str) -> ResponseReturnValue:
    """Let in an organisation that came by a list, not by an application."""
    found = organisation_by_slug(web.reading(), slug, web.actor())
    with web.transaction() as session:
        admission.admit(
            session, admission.organisation_for_change(session, found.id), by=web.actor()
        )
    web.tell(say("The organisation is admitted."))
    return web.go("network.admin_organisations", standing="applied")


@bp.route("/admin/organisations/<slug>/decline", methods=["GET", "POST"])
@web.guarded(policy.may_administer)
def decline_listed(slug: str) -> ResponseReturnValue:
    found = organisation_by_slug(web.reading(), slug, web.actor())
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with blaming(form, "reason"), web.transaction() as session:
                admission.decline(
                    session,
                    admission.organisation_for_change(session, found.id),
                    reason=form.reason.data or "",
                    by=web.actor(),
                )
            web.tell(say("The organisation is declined."))
            return web.go("network.admin_organisations", standing="applied")
        except Blamed:
            pass
    return render_template(
        "network/decline.html",
        form=form,
        organisation=found,
        shown=display_name(found, web.reader_languages()),
    )


@bp.post("/admin/organisations/<slug>/readmit")
@web.guarded(policy.may_administer)
def readmit(slug: str) -> ResponseReturnValue:
    found = organisation_by_slug(web.reading(), slug, web.actor())
    with web.transaction() as session:
        admission.readmit(
            session, admission.organisation_for_change(session, found.id), by=web.actor()
        )
    web.tell(say("The organisation is a member again."))
    return web.go("network.admin_organisations")


@bp.get("/admin/people")
@web.guarded(policy.may_administer)
def admin_people() -> ResponseReturnValue:
    words = " ".join(request.args.get("q", "")[:100].split())
    page = queries.people(web.reading(), words, web.page_number())
    today, languages = clock.today(), web.reader_languages()
    return render_template(
        "network/admin_people.html",
        tabs=pages("network.admin_people"),
        page=Page(page.items, page.number, page.total, page.per_page, web.page_address()),
        words=words,
        roles={
            person.id: [
                (display_name(item.organisation, languages), item.organisation.slug, item.role)
                for item in person.memberships
                if item.runs_on(today)
            ]
            for person in page.items
        },
        labels=labels,
    )
