"""The blueprint that the modules of this package put their views on."""

from flask import Blueprint

bp = Blueprint("network", __name__, template_folder="../templates")
