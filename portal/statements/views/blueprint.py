"""The blueprint that the pages of statements join."""

from flask import Blueprint

bp = Blueprint("statements", __name__, url_prefix="/statements", template_folder="../templates")
