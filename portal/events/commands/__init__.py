"""Acts on gatherings."""

from portal.events.commands.forum_days import show_days
from portal.events.commands.planning import (
    Plan,
    When,
    Wording,
    cancel,
    change_gathering,
    derive_again,
    move,
    plan_gathering,
)
from portal.events.commands.replying import reply

__all__ = [
    "Plan",
    "When",
    "Wording",
    "cancel",
    "change_gathering",
    "derive_again",
    "move",
    "plan_gathering",
    "reply",
    "show_days",
]
