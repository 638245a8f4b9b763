"""Signed notes: the log's checkpoints and what witnesses put under them.

C2SP signed-note (Ed25519, RFC 8032), tlog-checkpoint and tlog-cosignature (`cosignature/v1`).
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG = b"\x01"
"""The algorithm byte of an Ed25519 key that signs notes."""
WITNESS = b"\x04"
"""The algorithm byte of an Ed25519 key that cosigns checkpoints with a time."""
_NAME = re.compile(r"[^\s+]{1,200}")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NotANote(ValueError):
    """The text is not a signed note, or not a checkpoint."""


def decoded(text: str, length: int) -> bytes | None:
    """Base64 of exactly `length` bytes, in the one way of writing them; else None."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == length and encoded(raw) == text else None


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def public_of(seed: bytes) -> bytes:
    """The public half of an Ed25519 key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def signed(seed: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_name(name: str) -> bool:
    """Whether a key can be called so: no space, no plus sign, not empty, nothing unseen."""
    return _NAME.fullmatch(name) is not None and name.isprintable()


def key_hash(name: str, algorithm: bytes, public: bytes) -> bytes:
    """The first four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ key)."""
    return hashlib.sha256(name.encode() + b"\n" + algorithm + public).digest()[:4]


def verifier_key(name: str, public: bytes, algorithm: bytes = LOG) -> str:
    """A key as C2SP signed-note writes it: name, key hash and key, with plus signs between."""
    return f"{name}+{key_hash(name, algorithm, public).hex()}+{encoded(algorithm + public)}"


def read_verifier_key(text: str, algorithm: bytes = LOG) -> tuple[str, bytes] | None:
    """Its name and public key; None where it is not such a key."""
    name, _, rest = text.strip().partition("+")
    tag, _, key = rest.partition("+")
    raw = decoded(key, 33)
    if raw is None or raw[:1] != algorithm or not is_name(name):
        return None
    public = raw[1:]
    return (name, public) if key_hash(name, algorithm, public).hex() == tag else None


@dataclass(frozen=True)
class Line:
    """One signature line: who, four bytes of which key, and the signature."""

    name: str
    hash: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {encoded(self.hash + self.signature)}"


@dataclass(frozen=True)
class Checkpoint:
    """A log's size and root under its origin; `body` is what is signed."""

    origin: str
    size: int
    root: bytes
    body: str
    lines: tuple[Line, ...] = ()


def checkpoint_body(origin: str, size: int, root: bytes) -> str:
    return f"{origin}\n{size}\n{encoded(root)}\n"


def read_line(text: str) -> Line | None:
    """A signature line; None where it is none."""
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        raw = base64.b64decode(found[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) < 5 or encoded(raw) != found[2] or not is_name(found[1]):
        return None
    return Line(found[1], raw[:4], raw[4:])


def read_checkpoint(note: str) -> Checkpoint:
    """A checkpoint with its signature lines.

    Raises:
        NotANote: if it is none.
    """
    body, gap, below = note.partition("\n\n")
    parts = body.split("\n")
    if not gap or len(parts) < 3 or not below.endswith("\n"):
        raise NotANote("This is not a signed checkpoint.")
    lines = [read_line(each) for each in below[:-1].split("\n")]
    root = decoded(parts[2], 32)
    if root is None or not re.fullmatch(r"0|[1-9][0-9]{0,17}", parts[1]) or None in lines:
        raise NotANote("This is not a signed checkpoint.")
    return Checkpoint(
        origin=parts[0],
        size=int(parts[1]),
        root=root,
        body=body + "\n",
        lines=tuple(each for each in lines if each is not None),
    )


def sign_checkpoint(origin: str, size: int, root: bytes, seed: bytes) -> str:
    """The signed note, with the log's own line."""
    body = checkpoint_body(origin, size, root)
    line = Line(origin, key_hash(origin, LOG, public_of(seed)), signed(seed, body.encode()))
    return f"{body}\n{line}\n"


def is_signed_by_log(found: Checkpoint, name: str, public: bytes) -> bool:
    """Whether the log of this name and key has signed the checkpoint."""
    tag = key_hash(name, LOG, public)
    return found.origin == name and any(
        line.name == name and line.hash == tag
        and is_signed(public, line.signature, found.body.encode())
        for line in found.lines
    )  # fmt: skip


def cosigned_message(body: str, time: int) -> bytes:
    """What a witness signs: that she has seen this checkpoint at this time (Unix seconds)."""
    return f"cosignature/v1\ntime {time}\n{body}".encode()


def cosignature(body: str, name: str, seed: bytes, time: int) -> Line:
    """A witness's line under a checkpoint."""
    return cosignature_of(name, public_of(seed), signed(seed, cosigned_message(body, time)), time)


def cosignature_of(name: str, public: bytes, signature: bytes, time: int) -> Line:
    """The same, made of a signature that was given elsewhere."""
    return Line(name, key_hash(name, WITNESS, public), time.to_bytes(8, "big") + signature)


def cosigned_at(line: Line, body: str, name: str, public: bytes) -> int | None:
    """When this witness cosigned (Unix seconds); None where the line is not hers for this body."""
    if line.name != name or line.hash != key_hash(name, WITNESS, public):
        return None
    time, signature = int.from_bytes(line.signature[:8], "big"), line.signature[8:]
    if len(signature) != 64 or not is_signed(public, signature, cosigned_message(body, time)):
        return None
    return time
