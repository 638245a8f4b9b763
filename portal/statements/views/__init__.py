"""Pages of statements."""

from flask import Blueprint

bp = Blueprint("statements", __name__, url_prefix="/statements", template_folder="../templates")

from portal.statements.views import deciding, drafting, reading, signing, stages  # noqa: E402, F401
