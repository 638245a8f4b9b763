"""What can go wrong in the portal's own words; the web layer turns each into its answer."""

from typing import Any

from portal.core.sentences import Sentence, say

HALF_SENT = say("The form came without what is to be done. Nothing has changed.")
"""Of a form whose end never arrived, so that nothing may be read out of what is missing."""


class PortalError(Exception):
    """Something that a person can be told in a sentence."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class NotFound(PortalError):
    """No such thing, or not for this person: both look alike from outside (404)."""

    def __init__(self, sentence: Sentence | None = None) -> None:
        super().__init__(
            sentence or say("There is nothing at this address, or it is not open to you.")
        )


class Refused(PortalError):
    """A rule says no, with a reason that a person can act on (403)."""


class Invalid(PortalError):
    """What was sent cannot be used as it stands (400); `fields` maps form fields to sentences."""

    def __init__(self, sentence: Sentence, fields: dict[str, Sentence] | None = None) -> None:
        super().__init__(sentence)
        self.fields = fields or {}


class Conflict(PortalError):
    """Someone else was quicker (409). Both versions are kept and shown.

    `theirs` is what stands now, `mine` what was sent; `base` the version both began from.
    """

    def __init__(
        self,
        sentence: Sentence,
        *,
        mine: str = "",
        theirs: str = "",
        base: str = "",
        language: str = "und",
        details: Any = None,
    ) -> None:
        super().__init__(sentence)
        self.mine = mine
        self.theirs = theirs
        self.base = base
        self.language = language
        self.details = details
