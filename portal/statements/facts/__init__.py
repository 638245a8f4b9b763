"""What happens to statements, as others hear of it."""

from portal.statements.facts.consulting import CommentAnswered, CommentMade
from portal.statements.facts.deciding import AnswerGiven, DecisionClosed, DecisionOpened
from portal.statements.facts.life import (
    DraftersNamed,
    StageReached,
    StatementDrafted,
    StatementFact,
)
from portal.statements.facts.releasing import ReleaseLanguageAdded, StatementReleased
from portal.statements.facts.signing import SignatureWithdrawn, SigningFrozen, StatementSigned

__all__ = [
    "AnswerGiven",
    "CommentAnswered",
    "CommentMade",
    "DecisionClosed",
    "DecisionOpened",
    "DraftersNamed",
    "ReleaseLanguageAdded",
    "SignatureWithdrawn",
    "SigningFrozen",
    "StageReached",
    "StatementDrafted",
    "StatementFact",
    "StatementReleased",
    "StatementSigned",
]
