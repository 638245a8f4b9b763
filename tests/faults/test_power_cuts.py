"""An acknowledged signature is on the disk: no power cut and no kill takes it away."""

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.core.keys import Keyring
from portal.core.orm import Database
from portal.statements.models import Signature
from portal.wiring import REACTIONS
from tests.faults.recording import Disk, Said, record
from tests.faults.signing import Round
from tests.harness.crowd import make_crowd, open_statement

ROOT = Path(__file__).parents[2]
CUTS = 2_000
KILLS = 50
CONSISTENT = """
SELECT organisation_id,
       EXISTS (SELECT 1 FROM audit_entries WHERE act = 'StatementSigned'
               AND json_extract(details, '$.signature') = signatures.id),
       EXISTS (SELECT 1 FROM log_pending WHERE subject_id = signatures.id)
FROM signatures
"""


def make_round(url: str, folder: Path, signers: int) -> Round:
    """A statement that so many organisations are about to sign, in a database at rest."""
    database = Database(url, REACTIONS, keys=Keyring(folder / "keys"))
    with database.transaction() as session:
        opened = open_statement(session)
        crowd = make_crowd(session, signers)
    database.dispose()
    return Round(url, folder / "keys", opened, crowd)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_two_thousand_power_cuts_lose_no_acknowledged_signature(
    database_url: str, tmp_path: Path
) -> None:
    """Two processes sign; the power goes after any of their steps; each time the file is opened anew."""
    folder = tmp_path / "disk"
    folder.mkdir()
    path = (tmp_path / "portal.db").rename(folder / "portal.db")
    assert database_url.endswith("/portal.db")
    plan = make_round(f"sqlite:///{path}", tmp_path, 160)
    disk = Disk({str(path): bytearray(path.read_bytes())})
    round_file = plan.write(tmp_path / "round")
    steps = record(["-m", "tests.faults.signing", str(round_file), "2"], folder, ROOT)
    chance = random.Random(20261123)
    moments = sorted(chance.choices(range(len(steps)), k=CUTS))
    acknowledged: set[str] = set()
    done = 0
    for at, step in enumerate(steps):
        disk.take(step)
        if isinstance(step, Said):
            acknowledged |= set(step.line.split()[1::2])
        while done < len(moments) and moments[done] == at:
            survives(disk.after_a_cut(chance), tmp_path / "cut", acknowledged)
            done += 1
    assert done == CUTS
    assert len(acknowledged) == len(plan.actors)


def survives(image: dict[str, bytes], folder: Path, acknowledged: set[str]) -> None:
    """The database opens, is sound, and holds each acknowledged signature whole, none in part."""
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    for path, content in image.items():
        (folder / Path(path).name).write_bytes(content)
    connection = sqlite3.connect(folder / "portal.db")
    try:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        rows = connection.execute(CONSISTENT).fetchall()
    finally:
        connection.close()
    assert acknowledged <= {organisation for organisation, _, _ in rows}
    assert all(audited and queued for _, audited, queued in rows)


def test_a_process_killed_again_and_again_loses_no_acknowledged_signature(
    database_url: str, tmp_path: Path
) -> None:
    plan = make_round(database_url, tmp_path, KILLS * 30)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.faults.signing",
            str(plan.write(tmp_path / "round")),
            "--kill",
            str(KILLS),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    acknowledged = done.stdout.split()[1::2]
    database = Database(database_url, keys=Keyring(tmp_path / "keys"))
    with database.reading() as session:
        standing = session.scalars(select(Signature.organisation_id)).all()
    database.dispose()
    assert acknowledged
    assert set(acknowledged) <= set(standing)
    assert len(standing) == len(set(standing))
