"""Acts on series of forums, their editions and programmes."""

from portal.forums.commands.programme import (
    Part,
    SessionDetails,
    Slot,
    add_room,
    add_session,
    cancel_session,
    change_session,
    move_session,
)
from portal.forums.commands.publishing import publish_programme
from portal.forums.commands.series import (
    EditionDetails,
    Host,
    add_edition,
    change_edition,
    found_series,
    set_status,
)

__all__ = [
    "EditionDetails",
    "Host",
    "Part",
    "SessionDetails",
    "Slot",
    "add_edition",
    "add_room",
    "add_session",
    "cancel_session",
    "change_edition",
    "change_session",
    "found_series",
    "move_session",
    "publish_programme",
    "set_status",
]
