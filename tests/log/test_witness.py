"""A witness finds every log that was rewound, forked or given another key, and signs none of them."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, text

from portal.core.ids import new_id
from portal.core.keys import Keyring
from portal.core.orm import Base, Database
from portal.log.cli import log as log_commands
from portal.log.commands import log_act, register_witness, seal_batch
from portal.log.models import LogCheckpoint, LogCosignature
from portal.log.notes import encoded, public_of, verifier_key
from portal.log.witnessing import Alarm, Fetch, from_web, witness
from portal.network.actors import actor_for
from portal.network.models import Side
from tests.factories import make_organisation, make_portal, make_representative
from tests.statements.proving import from_pages

NAME = "witness.example.org"
SEED = b"a witness, who is only a test..!"
TABLES = ("log_cosignatures", "log_checkpoints", "log_places", "log_pending", "log_leaves")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "witness.key"
    path.write_text(encoded(SEED))
    return path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "witness.json"


@pytest.fixture
def watched(app: object, database: Database, client: FlaskClient) -> Fetch:
    """A portal with a registered witness, as her machine reaches it."""
    with database.transaction() as session:
        make_portal(session)
        organisation = make_organisation(session, "Harbour", side=Side.RECEIVING)
        person = make_representative(session, organisation)
        actor = actor_for(session, person.id, second_factor=True)
        assert actor is not None
        register_witness(session, name=NAME, public_key=encoded(public_of(SEED)), by=actor)
    return from_pages(client)


def grow(database: Database, hashes: list[str]) -> None:
    with database.transaction() as session:
        for each in hashes:
            log_act(session, "signature", new_id(), each)
        seal_batch(session, force=True)


def some(chance: random.Random, most: int) -> list[str]:
    return [chance.randbytes(32).hex() for _ in range(chance.randint(1, most))]


def begin_anew(database: Database) -> None:
    """What someone with the whole machine can do: take the log away, triggers and all."""
    with database.writer.begin() as connection:
        for table in TABLES:
            if connection.dialect.name == "sqlite":
                triggers = connection.execute(
                    text(
                        "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name=:t"
                    ),
                    {"t": table},
                ).all()
                for name, _ in triggers:
                    connection.execute(text(f"DROP TRIGGER {name}"))
                connection.execute(Base.metadata.tables[table].delete())
                for _, sql in triggers:
                    connection.execute(text(sql))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
                connection.execute(Base.metadata.tables[table].delete())
                connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def test_a_log_that_only_grows_is_cosigned_each_time(
    watched: Fetch, database: Database, key: Path, state: Path
) -> None:
    chance, seen = random.Random(1), 0
    for _ in range(6):
        grow(database, some(chance, 9))
        told = witness(watched, key=key, state=state, name=NAME)
        assert "It only grew" in told
        size = json.loads(state.read_text())["size"]
        assert size > seen
        seen = size
    assert "It only grew" in witness(watched, key=key, state=state, name=NAME)
    with database.reading() as session:
        assert len(session.scalars(select(LogCosignature)).all()) == 6
    status, note = watched("/log/checkpoint", None)
    assert status == 200
    assert f"— {NAME} " in note.decode()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_rewound_or_forked_log_is_found_in_a_hundred_of_a_hundred_trials(
    watched: Fetch, database: Database, key: Path, tmp_path: Path
) -> None:
    """Rewound: cut back, grown again or not. Forked: one leaf that the witness saw is another now."""
    found = []
    for trial in range(100):
        chance = random.Random(trial)
        state = tmp_path / f"state-{trial}.json"
        begin_anew(database)
        hashes = [*some(chance, 12), *some(chance, 12)]
        grow(database, hashes)
        witness(watched, key=key, state=state, name=NAME)
        before = json.loads(state.read_text())
        leaves = leaves_of(watched)
        begin_anew(database)
        if trial % 2:
            kept = leaves[: chance.randrange(len(leaves))]
        else:
            at = chance.randrange(len(leaves))
            kept = [*leaves[:at], chance.randbytes(32).hex(), *leaves[at + 1 :]]
            kept += [chance.randbytes(32).hex() for _ in range(chance.randrange(3))]
        for each in kept:
            grow(database, [each])
        if trial % 4 == 3:
            grow(database, [chance.randbytes(32).hex() for _ in range(len(leaves) + 3)])
        if not kept and trial % 4 != 3:
            grow(database, [chance.randbytes(32).hex()])
        with pytest.raises(Alarm, match=r"rewound|forked"):
            witness(watched, key=key, state=state, name=NAME)
        with database.reading() as session:
            assert session.scalar(select(LogCosignature)) is None
        assert json.loads(state.read_text()) == before
        found.append(trial)
    assert len(found) == 100


def leaves_of(fetch: Fetch) -> list[str]:
    """The hashes that the leaves speak of, in their order."""
    _, body = fetch("/log/leaves", None)
    return [json.loads(each["leaf"])["sha256"] for each in json.loads(body)["leaves"]]


def test_another_key_is_found(watched: Fetch, database: Database, key: Path, state: Path) -> None:
    grow(database, ["1" * 64])
    witness(watched, key=key, state=state, name=NAME)
    keys, held = database.keys, database.keys.key("log")
    other = Keyring()
    assert other.key("log") != held
    forged = Database(database.url, database.reactions, address=database.address, keys=other)
    grow(forged, ["2" * 64])
    forged.dispose()
    assert keys.key("log") == held
    with pytest.raises(Alarm, match="not signed with the log's key"):
        witness(watched, key=key, state=state, name=NAME)

    def shows_another(path: str, posted: bytes | None) -> tuple[int, bytes]:
        status, body = watched(path, posted)
        if path == "/log/key":
            body = verifier_key("portal.test/log", public_of(other.key("log"))).encode()
        return status, body

    with pytest.raises(Alarm, match="another key than before"):
        witness(shows_another, key=key, state=state, name=NAME)


def answering(watched: Fetch, **instead: tuple[int, bytes]) -> Fetch:
    """The same portal, but these paths (by their last word) answer something else."""

    def fetch(path: str, posted: bytes | None) -> tuple[int, bytes]:
        for word, answer in instead.items():
            if path.partition("?")[0].endswith(f"/{word}"):
                return answer
        return watched(path, posted)

    return fetch


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ({"checkpoint": (404, b"")}, "no checkpoint yet"),
        ({"checkpoint": (500, b"broken")}, "does not show its checkpoint"),
        ({"checkpoint": (200, b"hello")}, "not a checkpoint"),
        ({"checkpoint": (200, b"\xff")}, "cannot be read"),
        ({"key": (200, b"hello")}, "key cannot be read|another key"),
        ({"consistency": (200, b"{}")}, "cannot be read"),
        ({"consistency": (200, b'{"proof": []}')}, "forked"),
        ({"cosign": (400, b"No witness is registered")}, "did not take the line: No witness"),
    ],
)
def test_whatever_else_the_portal_answers_is_told(
    watched: Fetch,
    database: Database,
    key: Path,
    state: Path,
    instead: dict[str, tuple[int, bytes]],
    words: str,
) -> None:
    grow(database, ["1" * 64, "2" * 64, "3" * 64])
    witness(watched, key=key, state=state, name=NAME)
    grow(database, ["4" * 64])
    with pytest.raises(Alarm, match=words):
        witness(answering(watched, **instead), key=key, state=state, name=NAME)


def test_a_lost_key_or_memory_is_told(
    watched: Fetch, database: Database, key: Path, state: Path, tmp_path: Path
) -> None:
    grow(database, ["1" * 64])
    with pytest.raises(Alarm, match="Your key cannot be read"):
        witness(watched, key=tmp_path / "none", state=state, name=NAME)
    state.write_text("{")
    with pytest.raises(Alarm, match=r"cannot be read\. Restore it"):
        witness(watched, key=key, state=state, name=NAME)
    key.write_text("hello")
    with pytest.raises(Alarm, match="does not hold a key"):
        witness(watched, key=key, state=tmp_path / "other", name=NAME)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_command_makes_a_key_and_never_writes_over_one(
    tmp_path: Path, engine_name: str
) -> None:
    runner, path = CliRunner(), tmp_path / "new.key"
    arguments = ["witness", "--new-key", "--key", str(path), "--name", NAME]
    done = runner.invoke(log_commands, arguments)
    assert done.exit_code == 0
    assert f"{NAME}+" in done.output
    assert path.stat().st_mode & 0o077 == 0
    held = path.read_text()
    again = runner.invoke(log_commands, arguments)
    assert again.exit_code == 1
    assert path.read_text() == held
    bad = runner.invoke(
        log_commands, ["witness", "--new-key", "--key", str(tmp_path / "b"), "--name", "a b"]
    )
    assert bad.exit_code == 1
    assert "no spaces" in bad.output
    nowhere = runner.invoke(
        log_commands,
        [
            *("witness", "--url", "http://127.0.0.1:9", "--key", str(path)),
            *("--state", str(tmp_path / "s"), "--name", NAME),
        ],
    )
    assert nowhere.exit_code == 1
    assert "cannot be reached" in nowhere.output


def test_only_web_addresses_are_asked() -> None:
    for address in ("file:///etc/passwd", "portal.example", "ftp://portal.example"):
        with pytest.raises(Alarm, match="not the address of a portal"):
            from_web(address)


def test_the_checkpoint_that_was_cosigned_is_the_newest(
    watched: Fetch, database: Database, key: Path, state: Path, post: Callable[[str], int]
) -> None:
    grow(database, ["1" * 64])
    witness(watched, key=key, state=state, name=NAME)
    with database.reading() as session:
        (checkpoint,) = session.scalars(select(LogCheckpoint))
        (line,) = session.scalars(select(LogCosignature))
        assert line.size == checkpoint.size
    assert post("") == 400
    assert post("hello") == 400
    assert post(line.line) == 200
    assert post(line.line[:-8] + "AAAAAAA=") == 400
    assert post(line.line.replace(NAME, "other.example.org")) == 400


@pytest.fixture
def post(client: FlaskClient) -> Callable[[str], int]:
    """A line as a witness's machine posts it; the status."""
    return lambda line: client.post("/log/cosign", data=line.encode()).status_code
