"""A rule's answer: yes, or no with a sentence that a person can act on."""

from dataclasses import dataclass

from portal.core.errors import Refused
from portal.core.sentences import Sentence


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; otherwise `reason` says what stands in the way and what would help."""

    allowed: bool
    reason: Sentence | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: "Verdict") -> "Verdict":
        return other if self.allowed else self


YES = Verdict(allowed=True)


def no(reason: Sentence) -> Verdict:
    """A refusal with its reason."""
    return Verdict(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Go on, or raise `Refused` with the verdict's own sentence."""
    if not verdict.allowed:
        assert verdict.reason is not None  # noqa: S101 - `no` always gives one
        raise Refused(verdict.reason)
