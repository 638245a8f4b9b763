"""Every domain's blueprint, in one list."""

from portal.accounts.views import bp as accounts
from portal.dashboard.views import bp as home
from portal.network.views import bp as network

ALL = [home, accounts, network]
