"""Who may look into the outbox."""

from typing import Protocol

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say


class Reader(Protocol):
    """What must be known of whoever asks."""

    @property
    def is_secretariat(self) -> bool: ...

    @property
    def second_factor(self) -> bool: ...


def may_see_mailbox(reader: Reader, *, in_demo: bool) -> Verdict:
    """In a demo everyone, because all mail is made up; elsewhere the secretariat."""
    if in_demo:
        return YES
    if not reader.is_secretariat:
        return no(say("Only the secretariat sees whether mail went out."))
    if not reader.second_factor:
        return no(
            say("This needs your second factor. Sign in again with the code from your phone.")
        )
    return YES
