"""The transparency log as everyone may read it: its key, checkpoints, leaves, proofs, witnesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.core.keys import keys_of
from portal.log.models import LogCheckpoint, LogCosignature, LogLeaf, LogPending, LogWitness
from portal.log.notes import WITNESS, decoded, public_of, read_checkpoint, verifier_key
from portal.log.trees import Tree
from portal.network.models import Organisation, both_sides
from portal.network.names import display_name

LEAVES_AT_ONCE = 500
"""How many leaves one request gets."""
TO_COSIGN = 20
"""How many of the newest checkpoints still take a witness's line."""


def log_seed(session: Session) -> bytes:
    """The private half of the log's Ed25519 key, kept beside the database."""
    return keys_of(session).key("log")


def origin(session: Session) -> str:
    """The log's name: as in its first checkpoint, so that it survives a move to another address."""
    first = session.scalars(
        select(LogCheckpoint.note).order_by(LogCheckpoint.size).limit(1)
    ).first()
    if first is not None:
        return read_checkpoint(first).origin
    return f"{urlsplit(session.info['address']).netloc or 'portal'}/log"


def log_key(session: Session) -> str:
    """The log's key as C2SP writes it, for whoever checks."""
    return verifier_key(origin(session), public_of(log_seed(session)))


def newest_checkpoint(session: Session) -> LogCheckpoint | None:
    return session.scalars(
        select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1)
    ).first()


def tree_of(session: Session, size: int | None = None) -> Tree:
    """The tree of the first `size` leaves, of all that there are otherwise; one pass."""
    query = select(LogLeaf.leaf_hash).order_by(LogLeaf.position)
    if size is not None:
        query = query.where(LogLeaf.position < size)
    return Tree(bytes.fromhex(each) for each in session.scalars(query))


def cosigned_note(session: Session, checkpoint: LogCheckpoint) -> str:
    """The checkpoint with every line that witnesses have put under it."""
    lines = session.scalars(
        select(LogCosignature.line)
        .join(LogWitness)
        .where(LogCosignature.size == checkpoint.size)
        .order_by(LogWitness.added_at, LogWitness.id)
    )
    return checkpoint.note + "".join(f"{line}\n" for line in lines)


def leaves(session: Session, first: int, last: int) -> list[dict[str, Any]]:
    """The leaves from `first` up to, not including, `last`; never more than `LEAVES_AT_ONCE`."""
    rows = session.scalars(
        select(LogLeaf)
        .where(LogLeaf.position >= first, LogLeaf.position < min(last, first + LEAVES_AT_ONCE))
        .order_by(LogLeaf.position)
    )
    return [
        {"position": row.position, "leaf": row.leaf, "leaf_hash": row.leaf_hash} for row in rows
    ]


def leaf_of(session: Session, sha256: str) -> Sequence[LogLeaf]:
    """The leaves that speak of this hash: of a payload, or of a root."""
    return session.scalars(
        select(LogLeaf)
        .where(LogLeaf.leaf.contains(f'"sha256":"{sha256}"', autoescape=True))
        .order_by(LogLeaf.position)
    ).all()


@dataclass(frozen=True)
class Witness:
    """An organisation that watches over the log, and when it last put its line under it."""

    witness: LogWitness
    name: str
    language: str
    side: str
    key: str
    latest_size: int | None
    signed_the_newest: bool


def witness_key(witness: LogWitness) -> str:
    public = decoded(witness.public_key, 32)
    assert public is not None  # noqa: S101 - checked when it was registered
    return verifier_key(witness.name, public, WITNESS)


def witnesses(
    session: Session, languages: Sequence[str], *, retired: bool = False
) -> list[Witness]:
    """Those that watch now, and with `retired` those that once did; three statements."""
    query = (
        select(LogWitness)
        .options(joinedload(LogWitness.organisation).selectinload(Organisation.names))
        .order_by(LogWitness.added_at, LogWitness.id)
    )
    if not retired:
        query = query.where(LogWitness.retired_at.is_(None))
    latest = dict(
        session.execute(
            select(LogCosignature.witness_id, func.max(LogCosignature.size)).group_by(
                LogCosignature.witness_id
            )
        ).all()
    )
    newest = session.scalar(select(func.max(LogCheckpoint.size)))
    found = []
    for each in session.scalars(query):
        name = display_name(each.organisation, languages)
        size = latest.get(each.id)
        found.append(
            Witness(
                witness=each,
                name=name.text,
                language=name.language,
                side=each.organisation.side.value,
                key=witness_key(each),
                latest_size=size,
                signed_the_newest=size is not None and size == newest,
            )
        )
    return found


def both_sides_watch(found: Sequence[Witness]) -> bool:
    """Whether witnesses of the sending and of the receiving side have signed the newest checkpoint."""
    return both_sides([each.witness.organisation.side for each in found if each.signed_the_newest])


def waiting(session: Session) -> int:
    """How many acts wait for the next batch."""
    return session.scalar(select(func.count()).select_from(LogPending)) or 0


def checkpoints_to_cosign(session: Session) -> Sequence[LogCheckpoint]:
    """The newest first."""
    return session.scalars(
        select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(TO_COSIGN)
    ).all()


__all__ = [
    "LEAVES_AT_ONCE",
    "TO_COSIGN",
    "Witness",
    "both_sides_watch",
    "checkpoints_to_cosign",
    "cosigned_note",
    "leaf_of",
    "leaves",
    "log_key",
    "log_seed",
    "newest_checkpoint",
    "origin",
    "tree_of",
    "waiting",
    "witness_key",
    "witnesses",
]
