"""The pages of the network: directory, organisations, groups, admission, import, log."""

from portal.network.views import (  # noqa: F401 - their views join the blueprint
    admin,
    applications,
    audit,
    countries,
    directory,
    editing,
    groups,
    importing,
    joining,
    names,
    networks,
    organisation,
    people,
)
from portal.network.views.blueprint import bp

__all__ = ["bp"]
