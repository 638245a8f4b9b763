"""The pages of the network: directory, organisations, groups, admission, import, log."""

from flask import Blueprint

bp = Blueprint("network", __name__, template_folder="../templates")

from portal.network.views import (  # noqa: E402 - the modules hang their views on `bp`
    directory,
    organisation,
)

__all__ = ["bp", "directory", "organisation"]
