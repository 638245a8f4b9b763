"""What a witness's machine does: fetch the log's checkpoint, check that it only grew, cosign it.

It needs nothing of the portal's database; all that it knows is its key and what it saw last.
"""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.log.notes import (
    WITNESS,
    Checkpoint,
    NotANote,
    cosignature,
    decoded,
    encoded,
    is_name,
    is_signed_by_log,
    public_of,
    read_checkpoint,
    read_verifier_key,
    verifier_key,
)
from portal.log.trees import extends


@dataclass(frozen=True)
class Seen:
    """What a witness saw last."""

    log_key: str
    size: int
    root: bytes


Fetch = Callable[[str, bytes | None], tuple[int, bytes]]
"""Takes a path of the portal and what to post there (nothing: fetch it); gives status and body."""
_MOST = 4 * 1024 * 1024
_PATIENCE = 30


class Alarm(Exception):
    """Something that a witness must not sign, or could not; its text says what."""


def from_web(url: str) -> Fetch:
    """A portal at its address, through the standard library's client.

    What comes back is believed for its signatures alone, whoever sent it.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Alarm(f"{url} is not the address of a portal.")

    def fetch(path: str, posted: bytes | None) -> tuple[int, bytes]:
        request = urllib.request.Request(  # noqa: S310 - http or https, asked above
            url.rstrip("/") + path, data=posted, headers={"Content-Type": "text/plain"}
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                return answer.status, answer.read(_MOST)
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read(_MOST)
        except (OSError, ValueError) as problem:
            raise Alarm(f"The portal cannot be reached: {problem}") from problem

    return fetch


def make_key(path: Path, name: str) -> str:
    """Write a new private key where there is none, and say what to register."""
    if not is_name(name):
        raise Alarm("The name of a key has no spaces and no plus signs.")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    seed = os.urandom(32)
    with os.fdopen(descriptor, "w") as file:
        file.write(encoded(seed) + "\n")
    return (
        f"A new key is in {path}. Keep it there, and a copy nowhere that others can reach.\n"
        f"Register this at the portal, under the name {name}:\n\n"
        f"{verifier_key(name, public_of(seed), WITNESS)}"
    )


def witness(fetch: Fetch, *, key: Path, state: Path, name: str) -> str:
    """Look at the log once; a sentence on what was done.

    What it saw is on disk before its line leaves the machine, so that a crash between the two
    can never make it sign two stories.

    Raises:
        Alarm: if the log was rewound or forked, shows another key, or cannot be checked.
    """
    seed = _key(key)
    status, body = fetch("/log/checkpoint", None)
    if status == 404:
        raise Alarm("The log has no checkpoint yet. Try again when the first acts are in it.")
    seen = _seen(state)
    found = _checkpoint(_text(status, body, "checkpoint"))
    log = _log_key(fetch, seen, found)
    if not is_signed_by_log(found, *log):
        raise Alarm(
            "The checkpoint is not signed with the log's key that this witness knows. "
            "Do not sign, and tell the other witnesses."
        )
    if seen is not None:
        _only_grew(fetch, seen, found)
    _remember(state, Seen(verifier_key(*log), found.size, found.root))
    line = cosignature(found.body, name, seed, int(time.time()))
    status, body = fetch("/log/cosign", f"{line}\n".encode())
    if status != 200:
        raise Alarm(f"The log only grew, but the portal did not take the line: {_words(body)}")
    before = f", from {seen.size}" if seen else ", seen for the first time"
    return (
        f"The log of {found.origin} has {found.size} entries{before}. It only grew; it is cosigned."
    )


def _key(path: Path) -> bytes:
    try:
        seed = decoded(path.read_text().strip(), 32)
    except (OSError, UnicodeDecodeError) as problem:
        raise Alarm(f"Your key cannot be read: {problem}") from problem
    if seed is None:
        raise Alarm(f"{path} does not hold a key. Make one with --new-key.")
    return seed


def _seen(path: Path) -> Seen | None:
    try:
        found = json.loads(path.read_text())
        return Seen(found["log_key"], int(found["size"]), bytes.fromhex(found["root"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Alarm(
            f"What this witness saw last ({path}) cannot be read. Restore it from a copy; without "
            "it, a rewound log would go unnoticed."
        ) from problem


def _log_key(fetch: Fetch, seen: Seen | None, found: Checkpoint) -> tuple[str, bytes]:
    """The key that this witness knows the log by; on the first look, the one it shows."""
    shown = read_verifier_key(_text(*fetch("/log/key", None), "key"))
    known = read_verifier_key(seen.log_key) if seen else shown
    if known is None:
        raise Alarm("The log's key cannot be read.")
    if shown != known or found.origin != known[0]:
        raise Alarm(
            "The log shows another key than before. Either the portal lost its key and must say so "
            "in public, or this is another log. Do not sign, and tell the other witnesses."
        )
    return known


def _only_grew(fetch: Fetch, old: Seen, new: Checkpoint) -> None:
    size = old.size
    if new.size < size:
        raise Alarm(
            f"The log was rewound: it had {size} entries, now it has {new.size}. "
            "Do not sign, and tell the other witnesses."
        )
    if new.size == size:
        proof: list[bytes] = []
    else:
        status, body = fetch(f"/log/consistency?from={size}&to={new.size}", None)
        try:
            given = json.loads(_text(status, body, "proof"))["proof"]
            proof = [bytes.fromhex(each) for each in given]
        except (ValueError, KeyError, TypeError) as problem:
            raise Alarm("The log's proof that it only grew cannot be read.") from problem
    if not extends(size, new.size, proof, old.root, new.root):
        raise Alarm(
            f"The log forked: its first {size} entries are not those that this witness saw. "
            "Do not sign, and tell the other witnesses."
        )


def _checkpoint(note: str) -> Checkpoint:
    try:
        return read_checkpoint(note)
    except NotANote as problem:
        raise Alarm("What the portal shows is not a checkpoint.") from problem


def _text(status: int, body: bytes, what: str) -> str:
    if status != 200:
        raise Alarm(f"The portal does not show its {what} ({status}): {_words(body)}")
    try:
        return body.decode()
    except UnicodeDecodeError as problem:
        raise Alarm(f"The portal's {what} cannot be read.") from problem


def _words(body: bytes) -> str:
    return " ".join(body.decode(errors="replace").split())[:300]


def _remember(path: Path, seen: Seen) -> None:
    """Write it whole or not at all, and onto the disk."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w") as file:
        json.dump({"log_key": seen.log_key, "size": seen.size, "root": seen.root.hex()}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
