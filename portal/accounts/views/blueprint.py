"""The blueprint that the modules of this package put their views on, and what they share."""

from flask import Blueprint, Response, current_app, request, url_for

from portal.accounts.authenticators import Vault
from portal.core import web

bp = Blueprint("accounts", __name__, template_folder="../templates")


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """These pages hold links and names that no cache and no Back button should bring again."""
    response.headers["Cache-Control"] = "no-store"
    return response


def home() -> str:
    """Where someone who signed in begins."""
    return url_for("home.waiting") if "home.waiting" in current_app.view_functions else "/"


def next_address(otherwise: str | None = None) -> str:
    """Where to go on after this page: within the site, whatever the address says."""
    given = request.form.get("next") or request.args.get("next")
    return web.local_address(given, home() if otherwise is None else otherwise)


def vault() -> Vault:
    """The keeper of this portal's TOTP secrets."""
    return Vault(web.settings().data)
