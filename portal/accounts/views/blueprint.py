"""The blueprint that the modules of this package put their views on."""

from flask import Blueprint, current_app, url_for

bp = Blueprint("accounts", __name__, template_folder="../templates")


def home() -> str:
    """Where someone who signed in begins."""
    return url_for("home.waiting") if "home.waiting" in current_app.view_functions else "/"
