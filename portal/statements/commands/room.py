"""Opening the room for a text, moving its wall from paragraph to paragraph, and closing it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.commands.stages import led, locked
from portal.statements.facts import RoomClosed, RoomOpened
from portal.statements.models import LiveRoom, Statement
from portal.statements.policy import may_open_room
from portal.statements.policy.room import is_live
from portal.texts.commands.revisions import checked_language

SIZES = ("small", "normal", "large")
"""How large the words on the wall are."""
LONGEST_PLACE = 200


def open_room(
    session: Session,
    statement_id: str,
    *,
    place: str,
    languages: Sequence[str],
    size: str = "normal",
    by: Actor,
) -> LiveRoom:
    """Let a text be followed in a room, from its first paragraph, or from where the room last stood.

    Opening a room that is open already says place and languages anew. Raises Refused, Invalid.
    """
    statement = locked(session, statement_id)
    require(may_open_room(by, statement))
    assert by.person_id is not None  # noqa: S101 - may_open_room asks for it
    room = session.get(LiveRoom, statement.id)
    was_live = is_live(room, statement)
    if room is None:
        room = LiveRoom(statement_id=statement.id, opened_by_id=by.person_id)
        session.add(room)
    order = statement.text.order
    if room.block_id not in order:
        room.block_id = order[1] if len(order) > 1 else order[0]
    room.place = " ".join(place.split())[:LONGEST_PLACE]
    _show(room, languages, size)
    room.closed_at = None
    if not was_live:
        room.opened_by_id, room.opened_at = by.person_id, room.changed_at
        announce(
            session,
            RoomOpened(
                subject=statement.id,
                languages=tuple(room.languages),
                by=by.person_id,
                organisation=by.organisation_id,
            ),
        )
    session.flush()
    return room


def move_wall(session: Session, statement_id: str, *, block_id: str, by: Actor) -> LiveRoom:
    """Put another paragraph on the wall. Raises Refused, NotFound."""
    statement, room = _live(session, statement_id, by)
    if block_id not in statement.text.order:
        raise NotFound(say("This paragraph is not in the text any more. Choose another."))
    room.block_id = block_id
    room.changed_at = clock.now()
    return room


def set_wall(
    session: Session, statement_id: str, *, languages: Sequence[str], size: str, by: Actor
) -> LiveRoom:
    """Show other languages, or larger words. Raises Refused, Invalid, NotFound."""
    _statement, room = _live(session, statement_id, by)
    _show(room, languages, size)
    return room


def close_room(session: Session, statement_id: str, *, by: Actor) -> None:
    """Take the text off the wall; closing twice is closing once."""
    statement = led(session, statement_id, by)
    room = session.get(LiveRoom, statement.id)
    if room is None or room.closed_at is not None:
        return
    room.closed_at = room.changed_at = clock.now()
    announce(
        session,
        RoomClosed(subject=statement.id, by=by.person_id, organisation=by.organisation_id),
    )


def _live(session: Session, statement_id: str, by: Actor) -> tuple[Statement, LiveRoom]:
    statement = locked(session, statement_id)
    require(may_open_room(by, statement))
    room = session.get(LiveRoom, statement.id)
    if room is None or not is_live(room, statement):
        raise NotFound(say("The room is closed. Open it again to go on."))
    return statement, room


def _show(room: LiveRoom, languages: Sequence[str], size: str) -> None:
    wanted = list(dict.fromkeys(checked_language(tag) for tag in languages))
    if len(wanted) != 2:
        raise Invalid(
            say("Choose two different languages for the wall."),
            {"second": say("Choose another language than the first.")},
        )
    room.languages = wanted
    room.size = size if size in SIZES else "normal"
    room.changed_at = clock.now()
