"""What waits for a person, by deadline, across all domains; and what the front page shows."""

from portal.dashboard.queries.overview import (
    Figures,
    coming_edition,
    commitments_due,
    figures,
    translations_wanted,
)
from portal.dashboard.queries.waiting import Task, Waiting, waiting_for

__all__ = [
    "Figures",
    "Task",
    "Waiting",
    "coming_edition",
    "commitments_due",
    "figures",
    "translations_wanted",
    "waiting_for",
]
