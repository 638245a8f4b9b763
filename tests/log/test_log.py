"""The log gives each act one place for ever, in no order, and signs what it then is."""

import itertools
import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from portal.core import clock
from portal.core.ids import new_id
from portal.core.keys import keys_of
from portal.core.orm import Database
from portal.log.commands import log_act, seal_batch
from portal.log.models import LogCheckpoint, LogLeaf, LogPending, LogPlace
from portal.log.notes import is_signed_by_log, public_of, read_checkpoint, read_verifier_key
from portal.log.queries import leaf_of, leaves, log_key, tree_of
from portal.log.trees import extends, hash_of, includes, leaf_hash
from portal.wiring import REACTIONS
from tests.harness.time import Traveller

HASHES = [f"{number:064x}" for number in range(140)]


def queue(database: Database, *hashes: str) -> None:
    with database.transaction() as session:
        for each in hashes:
            log_act(session, "signature", new_id(), each)


def seal(database: Database, *, force: bool = False) -> LogCheckpoint | None:
    with database.transaction() as session:
        return seal_batch(session, force=force)


def positions(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(LogLeaf.position).order_by(LogLeaf.position)))


def test_a_batch_waits_for_three_acts_or_a_day(database: Database, moment: Traveller) -> None:
    assert seal(database, force=True) is None
    queue(database, *HASHES[:2])
    assert seal(database) is None
    moment.shift(timedelta(hours=25))
    first = seal(database)
    assert first is not None
    assert first.size == 2
    queue(database, HASHES[2])
    assert seal(database) is None
    forced = seal(database, force=True)
    assert forced is not None
    assert forced.size == 3
    queue(database, *HASHES[3:6])
    third = seal(database)
    assert third is not None
    assert third.size == 6
    assert positions(database) == list(range(6))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LogPending)) == 0
        assert session.scalar(select(func.count()).select_from(LogPlace)) == 6


def test_every_checkpoint_is_signed_and_begins_with_the_one_before(database: Database) -> None:
    for start in range(0, 60, 5):
        queue(database, *HASHES[start : start + 5])
        seal(database)
    with database.reading() as session:
        tree, known = tree_of(session), read_verifier_key(log_key(session))
        assert known is not None
        assert known == ("portal.test/log", public_of(keys_of(session).key("log")))
        found = list(session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size)))
        assert [each.size for each in found] == list(range(5, 61, 5))
        for old, new in itertools.pairwise(found):
            proof = tree.consistency(old.size, new.size)
            assert extends(
                old.size, new.size, proof, bytes.fromhex(old.root), bytes.fromhex(new.root)
            )
        for each in found:
            note = read_checkpoint(each.note)
            assert is_signed_by_log(note, *known)
            assert (note.size, note.root.hex()) == (each.size, each.root)
        for row in session.scalars(select(LogLeaf)):
            hashed = leaf_hash(row.leaf.encode())
            proof = tree.inclusion(row.position, found[-1].size)
            root = bytes.fromhex(found[-1].root)
            assert includes(hashed, row.position, found[-1].size, proof, root)


def test_the_order_of_a_batch_tells_nothing(database: Database) -> None:
    """A hundred acts keep their order by chance once in 10^157."""
    queue(database, *HASHES[:100])
    seal(database)
    with database.reading() as session:
        rows = session.execute(
            select(LogPlace.subject_id, LogPlace.position).order_by(LogPlace.subject_id)
        ).all()
    assert [position for _, position in rows] != list(range(100))


def test_a_leaf_holds_a_day_and_a_hash_and_nothing_else(
    database: Database, moment: Traveller
) -> None:
    queue(database, *HASHES[:3])
    seal(database)
    with database.reading() as session:
        for row in leaves(session, 0, 10):
            leaf = json.loads(row["leaf"])
            assert set(leaf) == {"format", "act", "day", "sha256"}
            assert leaf["day"] == "2026-11-02"
        assert [row.position for row in leaf_of(session, HASHES[1])] != []


def test_the_database_itself_keeps_leaves_and_checkpoints(database: Database) -> None:
    queue(database, *HASHES[:3])
    seal(database)
    for act in (
        update(LogLeaf).values(leaf="other"),
        delete(LogLeaf),
        update(LogCheckpoint).values(root="0" * 64),
        delete(LogCheckpoint),
    ):
        with pytest.raises(DatabaseError, match="append-only"), database.transaction() as session:
            session.execute(act)


def test_the_same_act_of_two_things_on_one_day_is_one_leaf(database: Database) -> None:
    one, other = new_id(), new_id()
    for subject in (one, other):
        with database.transaction() as session:
            log_act(session, "release", subject, HASHES[0])
        seal(database, force=True)
    with database.reading() as session:
        places = {row.subject_id: row.position for row in session.scalars(select(LogPlace))}
        assert places == {one: 0, other: 0}
        assert session.scalar(select(func.count()).select_from(LogCheckpoint)) == 1
        assert session.scalar(select(func.count()).select_from(LogPending)) == 0


def test_workers_at_once_neither_fork_the_log_nor_leave_gaps(
    database: Database, database_url: str
) -> None:
    """Four workers seal while signatures come in: every place once, every checkpoint an extension."""
    databases = [
        Database(database_url, REACTIONS, address=database.address, keys=database.keys)
        for _ in range(4)
    ]
    start, failed = Barrier(4), []

    def work(mine: Database, number: int) -> None:
        try:
            start.wait()
            for turn in range(8):
                queue(mine, *HASHES[(number * 8 + turn) * 4 : (number * 8 + turn + 1) * 4])
                seal(mine, force=turn % 2 == 0)
        except Exception as problem:  # noqa: BLE001 - told below, in the thread that counts
            failed.append(problem)

    threads = [Thread(target=work, args=(each, number)) for number, each in enumerate(databases)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in databases:
        each.dispose()
    assert not failed
    seal(database, force=True)
    with database.reading() as session:
        rows = list(session.scalars(select(LogLeaf).order_by(LogLeaf.position)))
        assert [row.position for row in rows] == list(range(128))
        hashes = [bytes.fromhex(row.leaf_hash) for row in rows]
        for checkpoint in session.scalars(select(LogCheckpoint)):
            assert hash_of(hashes[: checkpoint.size]).hex() == checkpoint.root
        places = set(session.scalars(select(LogPlace.position)))
        assert places == set(range(128))


def test_the_log_keeps_its_name_when_the_portal_moves(
    database: Database, database_url: str
) -> None:
    queue(database, *HASHES[:3])
    seal(database)
    moved = Database(database_url, REACTIONS, address="http://new.test", keys=database.keys)
    queue(moved, *HASHES[3:6])
    newest = seal(moved)
    moved.dispose()
    assert newest is not None
    assert newest.note.startswith("portal.test/log\n6\n")
    assert newest.made_on == clock.today()
