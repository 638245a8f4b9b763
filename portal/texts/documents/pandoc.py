"""Running pandoc as a program of its own: without files, network or time to lose."""

import json
import os
import signal
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

MAX_SECONDS = 30
MAX_HEAP = "768m"


class PandocFailed(Exception):
    """pandoc said no; `said` is its last words, `late` that it ran out of time or memory."""

    def __init__(self, said: str, *, late: bool = False) -> None:
        super().__init__(said)
        self.said = said
        self.late = late


@cache
def program() -> str:
    """The pandoc that is installed with the portal, else the system's."""
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.exists() else str(pypandoc.get_pandoc_path())


def run(arguments: list[str], data: bytes, *, seconds: float = MAX_SECONDS) -> bytes:
    """Feed `data` to pandoc and give what it writes. Raises PandocFailed.

    Input and output go through pipes, so nothing can be left behind on the disk.
    """
    command = [program(), "+RTS", f"-M{MAX_HEAP}", "-RTS", "--sandbox", *arguments, "-o", "-"]
    environment = {"LC_ALL": "C.UTF-8", "HOME": os.devnull, "SOURCE_DATE_EPOCH": "315532800"}
    with subprocess.Popen(  # noqa: S603 -- our own program and options; what people send is only its input
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            out, said = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise PandocFailed("out of time", late=True) from None
    if process.returncode:
        # 251 is the answer of its run-time system at the end of the heap.
        raise PandocFailed(said.decode("utf-8", "replace")[-500:], late=process.returncode == 251)
    return out


def read_tree(data: bytes, form: str) -> dict[str, Any]:
    """Pandoc's tree of a document: `meta` and `blocks`."""
    tree: dict[str, Any] = json.loads(run(["-f", form, "--track-changes=all", "-t", "json"], data))
    return tree


def write_tree(tree: dict[str, Any], arguments: list[str]) -> bytes:
    """A document written from pandoc's tree."""
    return run(["-f", "json", *arguments], json.dumps(tree, ensure_ascii=False).encode())
