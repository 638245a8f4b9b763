"""The blueprint that the pages of commitments join."""

from flask import Blueprint

bp = Blueprint("commitments", __name__, template_folder="../templates")
