"""Where proposed changes stand as their text moves on: pure functions over acts and revisions."""

from portal.statements.rebasing.collisions import Collision, Meeting, collisions
from portal.statements.rebasing.standing import (
    Behind,
    Clean,
    Collides,
    Orphan,
    Reason,
    Standing,
    stands,
)
from portal.statements.rebasing.values import Base, Now, Paragraph, Proposed, Wording

__all__ = [
    "Base",
    "Behind",
    "Clean",
    "Collides",
    "Collision",
    "Meeting",
    "Now",
    "Orphan",
    "Paragraph",
    "Proposed",
    "Reason",
    "Standing",
    "Wording",
    "collisions",
    "stands",
]
