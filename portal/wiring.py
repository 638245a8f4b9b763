"""Fact -> reactions: the one table where domains meet; and whose rules hold for which texts."""

from portal.core.orm import Reactions
from portal.statements.policy import StatementTexts
from portal.texts.policy import register_rules

REACTIONS: Reactions = {}

register_rules("statement", StatementTexts())
