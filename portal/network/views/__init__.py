"""The pages of the network: directory, organisations, groups, admission, import, log."""

# ruff: noqa: F401 - their views join the blueprint
import portal.network.views.admin
import portal.network.views.applications
import portal.network.views.audit
import portal.network.views.countries
import portal.network.views.directory
import portal.network.views.editing
import portal.network.views.groups
import portal.network.views.importing
import portal.network.views.joining
import portal.network.views.names
import portal.network.views.networks
import portal.network.views.organisation
import portal.network.views.people
from portal.network.views.blueprint import bp

__all__ = ["bp"]
