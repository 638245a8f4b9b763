"""The blueprint that the pages of texts join."""

from flask import Blueprint

bp = Blueprint("texts", __name__, url_prefix="/texts", template_folder="../templates")
