"""Pages of every text: writing, arranging, translating, reviewing, history, files in and out."""

from flask import Blueprint

bp = Blueprint("texts", __name__, url_prefix="/texts", template_folder="../templates")

from portal.texts.views import arranging, files, history, reading, translating, writing  # noqa: E402, F401
