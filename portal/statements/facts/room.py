"""A text goes live in a room, and the room closes; what the wall shows meanwhile is no act."""

from dataclasses import dataclass

from portal.statements.facts.life import StatementFact


@dataclass(frozen=True, kw_only=True)
class RoomOpened(StatementFact):
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoomClosed(StatementFact):
    pass
