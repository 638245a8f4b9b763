"""The log of what was done, for the organisations concerned."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.paging import Page
from portal.core.policy import require
from portal.network import policy
from portal.network.models import Organisation
from portal.network.names import display_name
from portal.network.queries.audit import audit_page
from portal.network.queries.organisations import organisation_by_slug
from portal.network.views.blueprint import bp


@bp.get("/audit")
@web.members_only
def audit() -> ResponseReturnValue:
    actor, languages = web.actor(), tuple(web.reader_languages())
    concerned = _concerned()
    require(policy.may_see_audit(actor, concerned.id if concerned else None))
    page = audit_page(
        web.reading(), actor, concerned, languages=languages, number=web.page_number()
    )
    return render_template(
        "network/audit.html",
        page=Page(page.items, page.number, page.total, page.per_page, web.page_address()),
        organisation=concerned,
        shown=display_name(concerned, languages) if concerned else None,
    )


def _concerned() -> Organisation | None:
    """The organisation asked for, else the one that she acts for; None is the whole log."""
    slug = request.args.get("organisation", "")
    own = web.actor().acting_for
    if not slug and not web.actor().is_secretariat and own is not None:
        slug = own.slug
    return organisation_by_slug(web.reading(), slug, web.actor()) if slug else None
