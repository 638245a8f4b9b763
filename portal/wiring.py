"""Fact -> reactions: the one table where domains meet; whose rules hold for which texts; what is
done beside the requests.
"""

from collections.abc import Sequence
from datetime import timedelta

from portal.accounts import commands as accounts
from portal.accounts import queries as accounts_queries
from portal.accounts.reactions import invite_contact
from portal.core.orm import Database, Reactions
from portal.core.settings import Settings
from portal.forums.facts import EditionDatesSet
from portal.forums.reactions import show_in_calendar
from portal.jobs.queue import Job
from portal.library.policy import LibraryTexts
from portal.log.commands import seal_batch
from portal.mail import sending
from portal.network.facts import OrganisationAdmitted
from portal.notifications import commitments as commitment_mail
from portal.notifications import reactions as notifications
from portal.search import reactions as search
from portal.statements import commands as statements
from portal.statements.policy import StatementTexts
from portal.statements.queries.deciding import due_decisions
from portal.texts.commands import presence
from portal.texts.policy import register_rules


def _together(*tables: Reactions) -> Reactions:
    """Several tables as one: a fact's reactions follow each other in the tables' order."""
    facts = dict.fromkeys(fact for table in tables for fact in table)
    return {fact: [each for table in tables for each in table.get(fact, ())] for fact in facts}


REACTIONS: Reactions = _together(
    {
        OrganisationAdmitted: [invite_contact],
        EditionDatesSet: [show_in_calendar],
    },
    notifications.REACTIONS,
    search.REACTIONS,
)

register_rules("statement", StatementTexts())
register_rules("work", LibraryTexts())


def send_mail(database: Database, settings: Settings) -> None:
    """Send what is due; a demo's mail stays on its mailbox page."""
    with database.reading() as session:
        portal = accounts_queries.portal_row(session)
    if portal is not None and not portal.is_demo:
        sending.send_due(database, settings)


def erase_old(database: Database, settings: Settings) -> None:  # noqa: ARG001 - a job's shape
    """Forget what has served its time."""
    with database.transaction() as session:
        accounts.erase_old(session)
        statements.forget_unanswered(session)
        sending.erase_old(session)


def forget_presences(database: Database, settings: Settings) -> None:  # noqa: ARG001 - a job's shape
    """Forget who was in which paragraph."""
    with database.transaction() as session:
        presence.forget_presences(session)


def seal_withheld(database: Database, settings: Settings) -> None:  # noqa: ARG001 - a job's shape
    """Seal withheld names that an older release of the portal left in clear."""
    with database.transaction() as session:
        statements.seal_withheld(session)


def remind_of_commitments(database: Database, settings: Settings) -> None:  # noqa: ARG001 - a job's shape
    """Remind organisations of what they pledged, before its day and on it."""
    with database.transaction() as session:
        commitment_mail.remind(session)


def seal_log(database: Database, settings: Settings) -> None:  # noqa: ARG001 - a job's shape
    """Give the acts that wait for it their places in the transparency log."""
    with database.transaction() as session:
        seal_batch(session)


def close_decisions(database: Database, settings: Settings) -> None:  # noqa: ARG001 - a job's shape
    """A decision ends at its end, whether or not somebody comes to close it."""
    with database.reading() as session:
        due = due_decisions(session)
    if due:
        with database.transaction() as session:
            statements.close_due_decisions(session)


JOBS: Sequence[Job] = [
    Job("send mail", timedelta(seconds=2), send_mail),
    Job("close decisions", timedelta(minutes=1), close_decisions),
    Job("seal withheld names", timedelta(minutes=10), seal_withheld),
    Job("remind of commitments", timedelta(hours=1), remind_of_commitments),
    Job("seal the log", timedelta(minutes=5), seal_log),
    Job("erase what is old", timedelta(hours=6), erase_old),
    Job("forget who was where", timedelta(minutes=5), forget_presences),
]
