"""Pages of forums."""

from flask import Blueprint

bp = Blueprint("forums", __name__, url_prefix="/forums", template_folder="../templates")

from portal.forums.views import editing, planning, programme, reading  # noqa: E402, F401 - on `bp`
