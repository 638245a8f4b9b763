"""The biennial forum: series, editions and their hosts, programmes and their frozen versions."""

from portal.forums.models.programme import (
    Day,
    ForumSession,
    PersonRole,
    ProgrammeVersion,
    Room,
    SessionKind,
    SessionPerson,
    SessionRoom,
    SessionStatus,
)
from portal.forums.models.series import (
    STATUS_CHANGES,
    Edition,
    EditionHost,
    EditionStatus,
    Precision,
    Series,
)

__all__ = [
    "STATUS_CHANGES",
    "Day",
    "Edition",
    "EditionHost",
    "EditionStatus",
    "ForumSession",
    "PersonRole",
    "Precision",
    "ProgrammeVersion",
    "Room",
    "Series",
    "SessionKind",
    "SessionPerson",
    "SessionRoom",
    "SessionStatus",
]
