"""A clock that a test can move on."""

from datetime import timedelta
from typing import Protocol


class Traveller(Protocol):
    """What `time_machine.travel` gives."""

    def shift(self, delta: timedelta | float) -> None: ...
