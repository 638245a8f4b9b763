"""Statements: their life, amendments, decisions between equals, releases, signatures, proof."""

from portal.statements.models.aftermath import (
    Submission,
)
from portal.statements.models.amendments import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    AmendmentSupport,
)
from portal.statements.models.comments import (
    Comment,
)
from portal.statements.models.deciding import (
    Answer,
    Choice,
    Decision,
    Elector,
    NetworkRule,
    Outcome,
)
from portal.statements.models.errata import (
    OBJECTION_WINDOW,
    Erratum,
    ErratumObjection,
)
from portal.statements.models.life import Drafter, Release, ReleaseBlock, ReleaseLanguage, Statement
from portal.statements.models.revising import (
    Reopening,
)
from portal.statements.models.room import (
    LiveRoom,
)
from portal.statements.models.signing import (
    SIGNATURE_CHANGES,
    Milestone,
    OrganisationKey,
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureListState,
    SignatureMember,
    SignatureOrigin,
    SignatureRole,
    SignatureState,
    SigningRule,
)
from portal.statements.models.stages import (
    KEPT_UNTIL,
    MEANT,
    PUBLIC,
    STAGE_CHANGES,
    WRITTEN_IN,
    Stage,
)

__all__ = [
    "KEPT_UNTIL",
    "MEANT",
    "OBJECTION_WINDOW",
    "PUBLIC",
    "SIGNATURE_CHANGES",
    "STAGE_CHANGES",
    "WRITTEN_IN",
    "Amendment",
    "AmendmentKind",
    "AmendmentState",
    "AmendmentSupport",
    "Answer",
    "Choice",
    "Comment",
    "Decision",
    "Drafter",
    "Elector",
    "Erratum",
    "ErratumObjection",
    "LiveRoom",
    "Milestone",
    "NetworkRule",
    "OrganisationKey",
    "Outcome",
    "Release",
    "ReleaseBlock",
    "ReleaseLanguage",
    "Reopening",
    "SignatoryKind",
    "Signature",
    "SignatureList",
    "SignatureListLine",
    "SignatureListState",
    "SignatureMember",
    "SignatureOrigin",
    "SignatureRole",
    "SignatureState",
    "SigningRule",
    "Stage",
    "Statement",
    "Submission",
]
