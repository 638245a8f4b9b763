"""The witness's command against a served portal, over the network, as organisations run it."""

import subprocess
from pathlib import Path

import pytest

from portal.core.ids import new_id
from portal.core.keys import Keyring
from portal.core.orm import Database
from portal.log.commands import log_act, register_witness, seal_batch
from portal.network.actors import actor_for
from portal.wiring import REACTIONS
from tests.factories import make_organisation, make_portal, make_representative
from tests.harness.serving import COMMAND, Portal

NAME = "witness.example.org"


@pytest.fixture
def served(live_server: Portal) -> Database:
    return Database(
        f"sqlite:///{live_server.data / 'portal.db'}",
        REACTIONS,
        address=live_server.url,
        keys=Keyring(live_server.data / "keys"),
    )


def acts(database: Database, count: int) -> None:
    with database.transaction() as session:
        for _ in range(count):
            log_act(session, "signature", new_id(), new_id().lower().ljust(64, "0"))


def watch(portal: Portal, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            COMMAND,
            *("log", "witness", "--url", portal.url, "--key", str(folder / "witness.key")),
            *("--state", str(folder / "witness.json"), "--name", NAME),
        ],
        env=portal.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_witness_makes_a_key_registers_it_and_watches(
    live_server: Portal, served: Database, tmp_path: Path
) -> None:
    made = live_server.run(
        *("log", "witness", "--new-key", "--key", str(tmp_path / "witness.key"), "--name", NAME)
    )
    with served.transaction() as session:
        make_portal(session)
        person = make_representative(session, make_organisation(session))
        actor = actor_for(session, person.id, second_factor=True)
        assert actor is not None
        register_witness(session, name=NAME, public_key=made.splitlines()[-1], by=actor)
    nothing = watch(live_server, tmp_path)
    assert nothing.returncode == 1
    assert "no checkpoint yet" in nothing.stderr
    acts(served, 2)
    assert f"{live_server.url.partition('//')[2]}/log\n2\n" in live_server.run("log", "seal")
    assert live_server.run("log", "seal") == "Nothing waits.\n"
    first = watch(live_server, tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    assert "seen for the first time" in first.stdout
    acts(served, 3)
    with served.transaction() as session:
        seal_batch(session)
    second = watch(live_server, tmp_path)
    assert second.returncode == 0
    assert "5 entries, from 2" in second.stdout
    served.dispose()
