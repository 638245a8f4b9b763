"""A paragraph's pieces with what people had tracked in it: how it was, how it would be, and who did what."""

from dataclasses import dataclass, field, replace

from portal.core.markdown import Piece
from portal.texts.documents.read import ChangeKind, TrackedChange


@dataclass
class Paragraph:
    """Pieces in order, each with whether a change put it in or takes it out."""

    pieces: list[tuple[Piece, bool, bool]] = field(default_factory=list)
    changes: list[TrackedChange] = field(default_factory=list)
    _last: tuple[int, TrackedChange] | None = None

    def add(self, piece: Piece, *, inserted: bool = False, deleted: bool = False) -> None:
        if piece.text:
            self.pieces.append((piece, inserted, deleted))

    def note(self, change: TrackedChange, *, start: int) -> None:
        """Record a change whose pieces begin at `start`; a run of one person's changes is one change."""
        if change.kind is not ChangeKind.COMMENT and self._last is not None:
            end, last = self._last
            if end == start and replace(last, text="") == replace(change, text=""):
                change = replace(last, text=last.text + change.text)
                self.changes.pop()
        self.changes.append(change)
        self._last = (len(self.pieces), change) if change.kind is not ChangeKind.COMMENT else None

    def text_since(self, start: int) -> str:
        return "".join(piece.text for piece, _, _ in self.pieces[start:])

    @property
    def is_changed(self) -> bool:
        return any(change.kind is not ChangeKind.COMMENT for change in self.changes)

    def after(self) -> list[Piece]:
        return [piece for piece, _, deleted in self.pieces if not deleted]

    def before(self) -> list[Piece]:
        return [piece for piece, inserted, _ in self.pieces if not inserted]
