"""Applications: read, admitted, or declined with a reason, also many at once."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.paging import Page
from portal.core.sentences import say, say_n
from portal.network import labels, policy
from portal.network.commands import admission
from portal.network.forms.admin import ReasonForm
from portal.network.models import Standing
from portal.network.names import display_name
from portal.network.queries import admission as queries
from portal.network.topics import TOPICS
from portal.network.views.admin import pages
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp


@bp.route("/admin/applications", methods=["GET", "POST"])
@web.guarded(policy.may_administer)
def applications() -> ResponseReturnValue:
    """The queue. The form declines every ticked one with one reason: a flood is gone in three."""
    form = ReasonForm()
    chosen = request.form.getlist("application")
    if request.method == "POST" and not chosen:
        web.tell(say("Tick the applications that you decline."), "warning")
    elif form.validate_on_submit():
        declined = 0
        with web.transaction() as session:
            for key in chosen:
                found = queries.application_by_id(session, key)
                if found.organisation.standing is Standing.APPLIED:
                    admission.decline(
                        session, found.organisation, reason=form.reason.data or "", by=web.actor()
                    )
                    declined += 1
        web.tell(
            say_n(
                "%(num)s application is declined.", "%(num)s applications are declined.", declined
            )
        )
        return web.go("network.applications")
    page = queries.waiting_applications(web.reading(), web.page_number())
    languages = web.reader_languages()
    return render_template(
        "network/applications.html",
        tabs=pages("network.applications"),
        form=form,
        chosen=chosen,
        page=Page(page.items, page.number, page.total, page.per_page, web.page_address()),
        names={item.id: display_name(item.organisation, languages) for item in page.items},
    )


@bp.route("/admin/applications/<key>", methods=["GET", "POST"])
@web.guarded(policy.may_administer)
def application(key: str) -> ResponseReturnValue:
    found = queries.application_by_id(web.reading(), key)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with blaming(form, "reason"), web.transaction() as session:
                admission.decline(
                    session,
                    admission.organisation_for_change(session, found.organisation_id),
                    reason=form.reason.data or "",
                    by=web.actor(),
                )
            web.tell(say("The application is declined, and the reason is on its way."))
            return web.go("network.applications")
        except Blamed:
            pass
    return render_template(
        "network/application.html",
        application=found,
        organisation=found.organisation,
        shown=display_name(found.organisation, web.reader_languages()),
        resembling=queries.resembling(web.reading(), found.organisation),
        may_admit=policy.may_admit(web.actor(), found.organisation),
        form=form,
        labels=labels,
        topics=TOPICS,
    )


@bp.post("/admin/applications/<key>/admit")
@web.guarded(policy.may_administer)
def admit(key: str) -> ResponseReturnValue:
    found = queries.application_by_id(web.reading(), key)
    with web.transaction() as session:
        admission.admit(
            session,
            admission.organisation_for_change(session, found.organisation_id),
            by=web.actor(),
        )
    web.tell(say("The organisation is admitted. Invite the person who applied as its editor."))
    return web.go("network.organisation", slug=found.organisation.slug)
