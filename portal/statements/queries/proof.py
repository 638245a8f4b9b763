"""The bundle of a release: its text, its signatures and their proofs, for whoever checks offline."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.core import clock
from portal.core.errors import NotFound
from portal.log.models import LogCheckpoint, LogCosignature, LogLeaf, LogPlace, LogWitness
from portal.log.notes import encoded, signed
from portal.log.queries import (
    cosigned_note,
    log_key,
    log_seed,
    newest_checkpoint,
    tree_of,
    witness_key,
)
from portal.log.trees import Tree
from portal.network.models import Organisation
from portal.network.names import display_name
from portal.statements.models import (
    Erratum,
    OrganisationKey,
    Release,
    ReleaseBlock,
    ReleaseLanguage,
    Signature,
    SignatureState,
    Statement,
)
from portal.statements.proof import SOURCE, canonical
from portal.texts.models import Revision

FORMAT = "solidarity-bundle/1"
REACHES_BACK = 64
"""From how many earlier checkpoints a bundle proves that the log only grew."""
_SHOWN = (SignatureState.CONFIRMED, SignatureState.WITHDRAWN)


def public_release(session: Session, slug: str, number: int) -> Release:
    """A release that everyone may read, or could once.

    Raises:
        NotFound: if there is none, or it was never public.
    """
    found = session.scalars(
        select(Release)
        .join(Statement, Statement.id == Release.statement_id)
        .where(Statement.slug == slug, Release.number == number, Statement.public_release >= number)
        .options(joinedload(Release.statement))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def public_releases(session: Session, statement: Statement) -> Sequence[Release]:
    """All of them, the newest first."""
    return session.scalars(
        select(Release)
        .where(
            Release.statement_id == statement.id,
            Release.number <= (statement.public_release or 0),
        )
        .order_by(Release.number.desc())
    ).all()


def errata_in_force(session: Session, release_id: str) -> Sequence[Erratum]:
    """Corrections that hold by now, in their order; they begin to hold as time passes."""
    return session.scalars(
        select(Erratum)
        .where(
            Erratum.release_id == release_id,
            Erratum.stopped_at.is_(None),
            Erratum.confirmed_at.is_not(None),
            Erratum.objections_until <= clock.now(),
        )
        .order_by(Erratum.confirmed_at, Erratum.id)
    ).all()


def bundle_of(session: Session, release: Release) -> bytes:
    """The whole bundle as canonical JSON (RFC 8785), sealed with the log's key.

    No withheld name is in it, no address, and no person who pressed a button. Signatures stand in
    the order of their hashes, which tells nothing of who signed when.
    """
    checkpoint = newest_checkpoint(session)
    log = _Log(session, checkpoint)
    statement = release.statement
    languages = session.scalars(
        select(ReleaseLanguage)
        .where(ReleaseLanguage.release_id == release.id)
        .order_by(ReleaseLanguage.language)
    ).all()
    signatures = session.scalars(
        select(Signature)
        .where(Signature.release_id == release.id, Signature.state.in_(_SHOWN))
        .order_by(Signature.payload_sha256)
    ).all()
    errata = errata_in_force(session, release.id)
    log.look_up(
        [
            release.id,
            *(each.language_root[:26] for each in languages),
            *(each.id for each in signatures),
            *(each.id for each in errata),
        ]
    )
    keys = _keys(session, signatures)
    blocks = _blocks(session, release.id)
    bundle: dict[str, Any] = {
        "format": FORMAT,
        "portal": session.info["address"],
        "statement": {"id": statement.id, "slug": statement.slug},
        "release": {
            "number": release.number,
            "text_root": release.text_root,
            "released_on": _day(release.released_at),
            "log": log.place(release.id, "release"),
        },
        "source": {"blocks": blocks.get(SOURCE, [])},
        "languages": [
            {
                "language": each.language,
                "language_root": each.language_root,
                "blocks": blocks.get(each.language, []),
                "log": log.place(each.language_root[:26], "language"),
            }
            for each in languages
        ],
        "signatures": [_signature(each, log, keys) for each in signatures],
        "errata": [_erratum(session, each, log) for each in errata],
        "checkpoint": cosigned_note(session, checkpoint) if checkpoint else None,
        "log_key": log_key(session),
        "witnesses": _witnesses(session, checkpoint),
        "consistency": log.growth(),
    }
    sealed = canonical(bundle)
    bundle["seal"] = {
        "sha256": hashlib.sha256(sealed).hexdigest(),
        "signature": encoded(signed(log_seed(session), sealed)),
    }
    return canonical(bundle)


@dataclass(frozen=True)
class _Placed:
    position: int
    leaf: str


class _Log:
    """Where acts stand in the log, and the proofs up to one checkpoint."""

    def __init__(self, session: Session, checkpoint: LogCheckpoint | None) -> None:
        self._session = session
        self._size = checkpoint.size if checkpoint else 0
        self._tree: Tree | None = None
        self._placed: dict[tuple[str, str], _Placed] = {}

    def look_up(self, subjects: Iterable[str]) -> None:
        """One statement for each few hundred acts."""
        wanted = sorted(set(subjects))
        for start in range(0, len(wanted), 500):
            rows = self._session.execute(
                select(LogPlace.subject_id, LogPlace.act, LogLeaf.position, LogLeaf.leaf)
                .join(LogLeaf, LogLeaf.position == LogPlace.position)
                .where(LogPlace.subject_id.in_(wanted[start : start + 500]))
            )
            for subject, act, position, leaf in rows:
                self._placed[subject, act] = _Placed(position, leaf)

    def place(self, subject: str, act: str) -> dict[str, Any] | None:
        """The leaf with its proof; None while it waits for its batch."""
        found = self._placed.get((subject, act))
        if found is None or found.position >= self._size:
            return None
        return {
            "leaf": json.loads(found.leaf),
            "position": found.position,
            "proof": [each.hex() for each in self.tree.inclusion(found.position, self._size)],
        }

    def growth(self) -> list[dict[str, Any]]:
        """That the log only grew since each of the checkpoints before this one."""
        earlier = self._session.scalars(
            select(LogCheckpoint)
            .where(LogCheckpoint.size < self._size)
            .order_by(LogCheckpoint.size.desc())
            .limit(REACHES_BACK)
        ).all()
        return [
            {
                "from": each.size,
                "root": each.root,
                "proof": [step.hex() for step in self.tree.consistency(each.size, self._size)],
            }
            for each in reversed(earlier)
        ]

    @property
    def tree(self) -> Tree:
        if self._tree is None:
            self._tree = tree_of(self._session, self._size)
        return self._tree


def _blocks(session: Session, release_id: str) -> dict[str, list[dict[str, Any]]]:
    """The frozen paragraphs by language, the source under its own word."""
    rows = session.execute(
        select(ReleaseBlock, Revision.language, Revision.body, Revision.sha256)
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .where(ReleaseBlock.release_id == release_id)
        .order_by(ReleaseBlock.language, ReleaseBlock.position)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row, language, body, sha256 in rows:
        found.setdefault(row.language, []).append(
            {
                "block": row.block_id,
                "kind": row.kind.value,
                "level": row.level,
                "language": language,
                "body": body,
                "sha256": sha256,
            }
        )
    return found


def _signature(each: Signature, log: _Log, keys: Mapping[str, str]) -> dict[str, Any]:
    named = not each.withheld and each.erased_at is None and each.identity is not None
    shown = "named" if named else "erased" if each.erased_at is not None else "withheld"
    withdrawn = each.state is SignatureState.WITHDRAWN
    own = keys.get(each.key_id or "") if named else None
    return {
        "payload": json.loads(each.payload),
        "state": each.state.value,
        "withdrawn_on": _day(each.withdrawn_at) if withdrawn and each.withdrawn_at else None,
        "shown": shown,
        "identity": json.loads(each.identity) if named and each.identity else None,
        "salt": each.salt if named else None,
        "log": log.place(each.id, "signature"),
        "withdrawal": log.place(each.id, "withdrawal") if withdrawn else None,
        "own_key": {"key": own, "signature": each.key_signature} if own else None,
    }


def _keys(session: Session, signatures: Sequence[Signature]) -> dict[str, str]:
    wanted = {each.key_id for each in signatures if each.key_id}
    if not wanted:
        return {}
    rows = session.execute(
        select(OrganisationKey.id, OrganisationKey.public_key).where(OrganisationKey.id.in_(wanted))
    )
    return dict(rows.all())


def _erratum(session: Session, each: Erratum, log: _Log) -> dict[str, Any]:
    assert each.confirmed_at is not None  # noqa: S101 - asked for it
    assert each.objections_until is not None  # noqa: S101
    other = session.get(Organisation, each.confirmed_organisation_id)
    sides = {each.side.value, *({other.side.value} if other else ())}
    return {
        "block": each.block_id,
        "language": each.language,
        "body": each.body,
        "sha256": each.sha256,
        "reason": each.reason,
        "reason_language": each.reason_language,
        "sides": sorted(sides),
        "confirmed_on": _day(each.confirmed_at),
        "in_force_on": _day(each.objections_until),
        "log": log.place(each.id, "erratum"),
    }


def _witnesses(session: Session, checkpoint: LogCheckpoint | None) -> list[dict[str, Any]]:
    """Those whose lines stand under the checkpoint."""
    if checkpoint is None:
        return []
    rows = session.scalars(
        select(LogWitness)
        .join(LogCosignature, LogCosignature.witness_id == LogWitness.id)
        .where(LogCosignature.size == checkpoint.size)
        .options(joinedload(LogWitness.organisation).selectinload(Organisation.names))
        .order_by(LogWitness.added_at, LogWitness.id)
    )
    found = []
    for each in rows:
        name = display_name(each.organisation)
        found.append(
            {
                "key": witness_key(each),
                "organisation": name.text,
                "language": name.language,
                "side": each.organisation.side.value,
            }
        )
    return found


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
