"""A program of these tests: signs for one organisation after the other and says so after each.

python -m tests.faults.signing ROUND PROCESSES      signs for all, in so many processes at once
python -m tests.faults.signing ROUND --kill TIMES   starts a process that signs, kills it, and again

ROUND is a file made by `Round.write`. A line `signed ID` on standard output is an acknowledgement:
whatever happens afterwards, that signature must be there.
"""

import os
import pickle
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.core.keys import Keyring
from portal.core.orm import Database
from portal.network.actors import Actor
from portal.wiring import REACTIONS
from tests.harness.crowd import Opened, sign_as


@dataclass(frozen=True)
class Round:
    """Whose signatures are to come under which statement, in which database."""

    url: str
    keys: Path
    opened: Opened
    actors: Sequence[Actor]

    def write(self, path: Path) -> Path:
        path.write_bytes(pickle.dumps(self))
        return path

    def database(self) -> Database:
        return Database(self.url, REACTIONS, keys=Keyring(self.keys))


def sign_all(round_: Round, actors: Sequence[Actor]) -> None:
    database = round_.database()
    for actor in actors:
        with database.transaction() as session:
            sign_as(session, round_.opened, actor)
        assert actor.organisation_id is not None
        os.write(1, f"signed {actor.organisation_id}\n".encode())


def in_processes(round_: Round, count: int) -> int:
    children = []
    for part in range(count):
        child = os.fork()
        if child == 0:
            sign_all(round_, round_.actors[part::count])
            os._exit(0)
        children.append(child)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def killed_again_and_again(round_: Round, times: int) -> int:
    """Each process goes on where the one before was killed: it may not know whether that signed."""
    chance = random.Random(times)
    at = 0
    for _ in range(times):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 1)
            sign_all(round_, round_.actors[at:])
            os._exit(0)
        os.close(writing)
        said = b""
        wanted = chance.randrange(1, 9)
        while said.count(b"\n") < wanted and (more := os.read(reading, 65536)):
            said += more
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 65536):
            said += more
        os.close(reading)
        os.write(1, said)
        at += said.count(b"\n") + 1  # the one after the last acknowledged may stand, or not
    return 0


def main() -> int:
    round_: Round = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 - written by the test
    if sys.argv[2] == "--kill":
        return killed_again_and_again(round_, int(sys.argv[3]))
    return in_processes(round_, int(sys.argv[2]))


if __name__ == "__main__":
    sys.exit(main())
