"""Pages of the calendar."""

from flask import Blueprint

bp = Blueprint("events", __name__, url_prefix="/calendar", template_folder="../templates")

from portal.events.views import files, planning, reading  # noqa: E402, F401 - they hang on `bp`
