"""The mailbox page: where a demo's mail goes, and how the secretariat sees whether mail went out."""

from dataclasses import replace

import regex
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from portal.core import web
from portal.core.errors import NotFound
from portal.core.policy import require
from portal.mail import queries
from portal.mail.models import OutboxMessage
from portal.mail.policy import may_see_mailbox

bp = Blueprint("mail", __name__, template_folder="templates")
_LINK = regex.compile(r"https?://[^\s<>\"']+")


def _let_in() -> ResponseReturnValue | None:
    """In a demo everyone; elsewhere whoever signs in and belongs to the secretariat."""
    in_demo = web.is_demo()
    if not in_demo and not web.actor().signed_in:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    require(may_see_mailbox(web.actor(), in_demo=in_demo))
    return None


@bp.get("/mailbox")
@web.public
def mailbox() -> ResponseReturnValue:
    turned_away = _let_in()
    if turned_away is not None:
        return turned_away
    to = request.args.get("to", "")
    page = queries.outbox_page(web.reading(), web.page_number(), to)
    return render_template(
        "mail/mailbox.html",
        page=replace(page, address=web.page_address()),
        to=to,
        goes_out=_goes_out(),
    )


@bp.get("/mailbox/<message_id>")
@web.public
def message(message_id: str) -> ResponseReturnValue:
    """One mail. Where mail goes out, its words are for its recipient alone: a link in them may
    open her account.
    """
    turned_away = _let_in()
    if turned_away is not None:
        return turned_away
    found = web.reading().get(OutboxMessage, message_id)
    if found is None or _goes_out():
        raise NotFound
    return render_template("mail/message.html", message=found, paragraphs=_paragraphs(found.body))


def _goes_out() -> bool:
    return bool(web.settings().mail_url) and not web.is_demo()


def _paragraphs(body: str) -> list[Markup]:
    return [_linked(paragraph) for paragraph in body.split("\n\n") if paragraph.strip()]


def _linked(paragraph: str) -> Markup:
    """Escaped, with its addresses to be followed; those of this site without their host."""
    parts: list[Markup] = []
    done = 0
    for match in _LINK.finditer(paragraph):
        address = match.group()
        local = address.removeprefix(web.settings().address)
        parts += [
            escape(paragraph[done : match.start()]),
            Markup('<a href="{}" dir="ltr">{}</a>').format(
                local if local.startswith("/") else address, address
            ),
        ]
        done = match.end()
    parts.append(escape(paragraph[done:]))
    return Markup().join(parts)
