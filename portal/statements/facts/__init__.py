"""What happens to statements, as others hear of it."""

from portal.statements.facts.consulting import CommentAnswered, CommentMade
from portal.statements.facts.deciding import (
    AnswerGiven,
    BlockLifted,
    DecisionClosed,
    DecisionOpened,
    RuleAgreed,
)
from portal.statements.facts.errata import (
    ErratumConfirmed,
    ErratumObjected,
    ErratumProposed,
    ErratumStopped,
)
from portal.statements.facts.life import (
    DraftersNamed,
    LanguagesRequired,
    RevisionBegun,
    RevisionDeclined,
    RevisionGivenUp,
    RevisionProposed,
    StageReached,
    StatementDrafted,
    StatementFact,
    StatementGivenUp,
    StatementSuperseded,
)
from portal.statements.facts.releasing import ReleaseLanguageAdded, StatementReleased
from portal.statements.facts.room import RoomClosed, RoomOpened
from portal.statements.facts.room import RoomClosed, RoomOpened
from portal.statements.facts.signing import (
    MilestoneReached,
    SignatureAwaitsOfficer,
    SignatureWithdrawn,
    SigningFrozen,
    StatementSigned,
)

__all__ = [
    "AnswerGiven",
    "BlockLifted",
    "CommentAnswered",
    "CommentMade",
    "DecisionClosed",
    "DecisionOpened",
    "DraftersNamed",
    "ErratumConfirmed",
    "ErratumObjected",
    "ErratumProposed",
    "ErratumStopped",
    "LanguagesRequired",
    "MilestoneReached",
    "ReleaseLanguageAdded",
    "RoomClosed",
    "RoomOpened",
    "RoomClosed",
    "RoomOpened",
    "RevisionBegun",
    "RevisionDeclined",
    "RevisionGivenUp",
    "RevisionProposed",
    "RuleAgreed",
    "SignatureAwaitsOfficer",
    "SignatureWithdrawn",
    "SigningFrozen",
    "StageReached",
    "StatementDrafted",
    "StatementFact",
    "StatementGivenUp",
    "StatementReleased",
    "StatementSigned",
    "StatementSuperseded",
]
