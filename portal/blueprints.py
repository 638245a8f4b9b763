"""Every domain's blueprint, in one list, and where each kind of text lives."""

from portal.accounts.views import bp as accounts
from portal.commitments.views import bp as commitments
from portal.commitments.views.margin import commitments_margin
from portal.core.health import bp as health
from portal.dashboard.acts import register_acts
from portal.dashboard.views import bp as home
from portal.events.views import bp as events
from portal.forums.views import bp as forums
from portal.library.views import bp as library
from portal.library.views.opening import place as work_place
from portal.log.views import bp as log
from portal.mail.views import bp as mail
from portal.network.views import bp as network
from portal.search.views import bp as search
from portal.statements.margins import register_margin
from portal.statements.views import bp as statements
from portal.statements.views.keys import bp as proof
from portal.statements.views.opening import place as statement_place
from portal.texts.places import register_place
from portal.texts.views import bp as texts

ALL = [
    health,
    home,
    accounts,
    mail,
    network,
    texts,
    statements,
    proof,
    log,
    library,
    events,
    forums,
    commitments,
    search,
]

register_acts()
register_margin(commitments_margin, order=10)
register_place("statement", statement_place)
register_place("work", work_place)
