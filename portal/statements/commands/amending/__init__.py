"""Acts on amendments: proposed, supported, placed, answered, objected to, brought in from files."""

from portal.statements.commands.amending.bringing import bring_amendments
from portal.statements.commands.amending.judging import (
    Words,
    accept_amendment,
    decline_amendment,
    take_back_answer,
)
from portal.statements.commands.amending.objecting import (
    answer_objection,
    object_to_changes,
)
from portal.statements.commands.amending.placing import place_amendment
from portal.statements.commands.amending.proposing import (
    Proposal,
    change_amendment,
    propose_amendment,
    withdraw_amendment,
)
from portal.statements.commands.amending.supporting import (
    support_amendment,
    withdraw_support,
)

__all__ = [
    "Proposal",
    "Words",
    "accept_amendment",
    "answer_objection",
    "bring_amendments",
    "change_amendment",
    "decline_amendment",
    "object_to_changes",
    "place_amendment",
    "propose_amendment",
    "support_amendment",
    "take_back_answer",
    "withdraw_amendment",
    "withdraw_support",
]
