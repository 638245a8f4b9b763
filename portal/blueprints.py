"""Every domain's blueprint, in one list."""

from portal.accounts.views import bp as accounts
from portal.core.health import bp as health

ALL = [health, accounts]
