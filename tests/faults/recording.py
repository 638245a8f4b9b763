"""What a process wrote to its disk and in which order, and what a power cut would have left of it.

The system calls come from `strace`. The model of the disk is a hard one: what was synced is there;
of what was written since, any part may be there or not, and single sectors of it may be torn.
After the simulations of "All File Systems Are Not Created Equal" (Pillai et al., OSDI 2014).
"""

import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename"
_LINE = re.compile(r"^(\d+) +(.*)$")
_CALL = re.compile(
    r"^(?P<name>\w+)\((?:(?P<fd>\d+)<(?P<path>[^>]*)>)?(?P<rest>.*)\) += (?P<result>-?\d+)"
)
_DATA = re.compile(r'^, "(?P<data>(?:\\x[0-9a-f]{2})*)", (?P<size>\d+)(?:, (?P<offset>\d+))?$')


@dataclass(frozen=True)
class Write:
    path: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncation:
    path: str
    size: int


@dataclass(frozen=True)
class Sync:
    path: str


@dataclass(frozen=True)
class Said:
    """A line on standard output: an acknowledgement has left."""

    line: str


Step = Write | Truncation | Sync | Said


def record(arguments: Sequence[str], folder: Path, cwd: Path) -> list[Step]:
    """Run a Python program and give what it did to the files of a folder, and what it said."""
    trace = folder.parent / "trace"
    command = ["strace", "-f", "-y", "-xx", "-s", "70000", "-o", str(trace), "-e", f"trace={CALLS}"]
    done = subprocess.run(
        [*command, sys.executable, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    with trace.open(encoding="ascii") as lines:
        return list(_steps(lines, str(folder)))


def _steps(lines: Iterator[str], folder: str) -> Iterator[Step]:
    begun: dict[str, str] = {}
    for line in lines:
        found = _LINE.match(line)
        assert found is not None, line[:200]
        process, text = found.groups()
        if text.endswith("<unfinished ...>"):
            begun[process] = text.removesuffix("<unfinished ...>")
            continue
        if text.startswith("<... "):
            text = begun.pop(process).rstrip() + text.partition(" resumed>")[2].lstrip()
        if call := _CALL.match(text):
            step = _step(call, folder)
            if step is not None:
                yield step


def _step(call: re.Match[str], folder: str) -> Step | None:
    name, path = call["name"], _unhex(call["path"] or "")
    if int(call["result"]) < 0:
        return None
    if name == "write" and call["fd"] == "1":
        data = _DATA.match(call["rest"])
        assert data is not None
        return Said(bytes.fromhex(data["data"].replace("\\x", "")).decode())
    # The shared memory beside a SQLite file is made anew after a cut.
    if not path.startswith(f"{folder}/") or path.endswith("-shm"):
        return None
    if name in {"fsync", "fdatasync"}:
        return Sync(path)
    if name == "ftruncate":
        return Truncation(path, int(call["rest"].strip(", ")))
    if name == "pwrite64":
        data = _DATA.match(call["rest"])
        assert data is not None, call["rest"][-80:]
        body = bytes.fromhex(data["data"].replace("\\x", ""))
        assert len(body) == int(data["size"])
        return Write(path, int(data["offset"]), body)
    raise AssertionError(f"This model of a disk does not know {name} of {path}.")


def _unhex(path: str) -> str:
    if not path.startswith("\\x"):
        return path
    return bytes.fromhex(path.replace("\\x", "")).decode()


@dataclass
class Disk:
    """Files by path: what is safely there, and what was written since the last sync."""

    safe: dict[str, bytearray]
    waiting: dict[str, list[Write | Truncation]] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        match step:
            case Sync(path):
                content = self.safe.setdefault(path, bytearray())
                for each in self.waiting.pop(path, []):
                    _apply(content, each)
            case Write(path) | Truncation(path):
                self.waiting.setdefault(path, []).append(step)
            case Said():
                pass

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """One of the many states in which the power may leave the files."""
        image = {path: bytearray(content) for path, content in self.safe.items()}
        for path, steps in self.waiting.items():
            content = image.setdefault(path, bytearray())
            luck = chance.random()  # how much the disk had got round to
            for step in steps:
                if chance.random() < luck:
                    _apply(content, _torn(step, chance) if chance.random() < 0.2 else step)
        return {path: bytes(content) for path, content in image.items()}


def _torn(step: Write | Truncation, chance: random.Random) -> Write | Truncation:
    """A write of which only the first sectors arrived."""
    if isinstance(step, Truncation):
        return step
    sectors = chance.randrange(len(step.data) // SECTOR + 1)
    return Write(step.path, step.offset, step.data[: sectors * SECTOR])


def _apply(content: bytearray, step: Write | Truncation) -> None:
    if isinstance(step, Truncation):
        del content[step.size :]
        content.extend(bytes(step.size - len(content)))
        return
    end = step.offset + len(step.data)
    if not step.data:
        return
    content.extend(bytes(max(0, end - len(content))))
    content[step.offset : end] = step.data
