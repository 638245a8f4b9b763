"""Changes are proposed, supported, placed, answered and objected to."""

from dataclasses import dataclass

from portal.statements.facts.life import StatementFact
from portal.statements.models import AmendmentKind, AmendmentState


@dataclass(frozen=True, kw_only=True)
class AmendmentFact(StatementFact):
    amendment: str
    number: int


@dataclass(frozen=True, kw_only=True)
class AmendmentProposed(AmendmentFact):
    kind: AmendmentKind
    block: str


@dataclass(frozen=True, kw_only=True)
class AmendmentChanged(AmendmentFact):
    """Its proposer wrote it anew."""


@dataclass(frozen=True, kw_only=True)
class AmendmentWithdrawn(AmendmentFact):
    """Its proposer took it back."""


@dataclass(frozen=True, kw_only=True)
class AmendmentSupported(AmendmentFact):
    """An organisation stands behind it."""


@dataclass(frozen=True, kw_only=True)
class SupportWithdrawn(AmendmentFact):
    """An organisation does not stand behind it any more."""


@dataclass(frozen=True, kw_only=True)
class AmendmentPlaced(AmendmentFact):
    """A person said which paragraph an orphan belongs to."""

    block: str


@dataclass(frozen=True, kw_only=True)
class AmendmentAnswered(AmendmentFact):
    answer: AmendmentState


@dataclass(frozen=True, kw_only=True)
class AnswerTakenBack(AmendmentFact):
    """A declined amendment is open again."""


@dataclass(frozen=True, kw_only=True)
class AmendmentObjected(AmendmentFact):
    """The proposer does not agree with the changes that it was accepted with."""


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(AmendmentFact):
    """The drafting group has answered an objection."""
