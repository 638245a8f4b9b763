"""The log grows batch by batch."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.facts import announce
from portal.log.facts import LogSealed
from portal.log.models import LogCheckpoint, LogLeaf, LogPending, LogPlace
from portal.log.notes import sign_checkpoint
from portal.log.queries import log_seed, origin, tree_of
from portal.log.trees import leaf_hash

Row = TypeVar("Row", LogLeaf, LogPlace)
ENOUGH = 3
"""With fewer acts in a batch, its order would tell who acted when."""
LONGEST = timedelta(hours=24)
"""How long an act waits for others at most."""
_AT_ONCE = 500
"""How many values one statement takes."""
_LOCK = 0x50_0C
"""Names this act among PostgreSQL's advisory locks; SQLite has one writer at a time anyhow."""


def seal_batch(session: Session, *, force: bool = False) -> LogCheckpoint | None:
    """Give waiting acts their places, in no order, and sign what the log then is.

    Nothing happens while few acts wait, and not long; `force` takes what there is.
    """
    if session.get_bind().dialect.name == "postgresql":
        # One batch at a time; the next one waits here and then sees what this one wrote.
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    pending = list(session.scalars(select(LogPending).order_by(LogPending.queued_at)))
    if not (pending if force else _is_due(pending)):
        return None
    secrets.SystemRandom().shuffle(pending)
    tree = tree_of(session)
    before = len(tree)
    hashes = {act.id: leaf_hash(act.leaf.encode()) for act in pending}
    known = _held(session, LogLeaf.leaf_hash, LogLeaf, [each.hex() for each in hashes.values()])
    positions = {row.leaf_hash: row.position for row in known}
    placed = {
        (row.subject_id, row.act)
        for row in _held(session, LogPlace.subject_id, LogPlace, [a.subject_id for a in pending])
    }
    leaves: list[dict[str, object]] = []
    found: list[dict[str, object]] = []
    for act in pending:
        hashed = hashes[act.id]
        if hashed.hex() not in positions:
            positions[hashed.hex()] = len(tree)
            leaves.append({"position": len(tree), "leaf": act.leaf, "leaf_hash": hashed.hex()})
            tree.append(hashed)
        if (act.subject_id, act.act) not in placed:
            placed.add((act.subject_id, act.act))
            position = positions[hashed.hex()]
            found.append({"subject_id": act.subject_id, "act": act.act, "position": position})
    if leaves:
        session.execute(insert(LogLeaf), leaves)
    if found:
        session.execute(insert(LogPlace), found)
    for start in range(0, len(pending), _AT_ONCE):
        done = [act.id for act in pending[start : start + _AT_ONCE]]
        session.execute(
            delete(LogPending).where(LogPending.id.in_(done)),
            execution_options={"synchronize_session": False},
        )
    if len(tree) == before:
        return None
    checkpoint = LogCheckpoint(
        size=len(tree),
        root=tree.root().hex(),
        note=sign_checkpoint(origin(session), len(tree), tree.root(), log_seed(session)),
    )
    session.add(checkpoint)
    session.flush()
    announce(
        session,
        LogSealed(subject=str(checkpoint.size), size=checkpoint.size, root=checkpoint.root),
    )
    return checkpoint


def _is_due(pending: Sequence[LogPending]) -> bool:
    """Whether enough acts wait, or one waits too long; the oldest is the first."""
    if len(pending) >= ENOUGH:
        return True
    return bool(pending) and clock.now() - pending[0].queued_at > LONGEST


def _held(session: Session, column: Any, table: type[Row], wanted: Sequence[str]) -> list[Row]:
    """The rows with these values, in a few statements however many there are."""
    found: list[Row] = []
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(table).where(column.in_(wanted[start : start + _AT_ONCE]))
        found.extend(session.scalars(query))
    return found
