"""Keys that lie beside the database, in neither it nor its backup: for sealing, marking, signing.

Commands and queries reach them through their session (`keys_of`). A file each, in a folder that
only its owner may read; made on first use.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

_NONCE = 12
_LENGTH = 32
"""Bytes of a key."""


class Unreadable(ValueError):
    """What was sealed cannot be opened: the key is another one, or the bytes were changed."""


class Keyring:
    """32-byte keys by name, kept in a folder, or in memory only when there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[str, bytes] = {}

    def key(self, name: str) -> bytes:
        """The key of that name; made on first use."""
        if name not in self._known:
            self._known[name] = self._kept(name) if self._folder else secrets.token_bytes(_LENGTH)
        return self._known[name]

    def mark(self, *parts: str) -> str:
        """HMAC-SHA-256 of the parts, hex: the same for the same parts, telling nothing of them."""
        message = json.dumps(parts, ensure_ascii=False).encode()
        return hmac.new(self.key("marks"), message, hashlib.sha256).hexdigest()

    def seal(self, value: dict[str, Any]) -> str:
        """AES-256-GCM over the value as JSON; base64 of nonce and ciphertext."""
        nonce = secrets.token_bytes(_NONCE)
        text = json.dumps(value, ensure_ascii=False).encode()
        return base64.b64encode(
            nonce + AESGCM(self.key("sealed")).encrypt(nonce, text, None)
        ).decode()

    def unseal(self, sealed: str) -> dict[str, Any]:
        """What was sealed; nothing for the empty string.

        Raises:
            Unreadable: if it was sealed under another key, or is damaged.
        """
        if not sealed:
            return {}
        raw = base64.b64decode(sealed)
        try:
            text = AESGCM(self.key("sealed")).decrypt(raw[:_NONCE], raw[_NONCE:], None)
        except InvalidTag:
            raise Unreadable from None
        return cast("dict[str, Any]", json.loads(text))

    def _kept(self, name: str) -> bytes:
        assert self._folder is not None  # noqa: S101 - asked before
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{name}.key"
        if not path.exists():
            self._make(path)
        key = base64.b64decode(path.read_text())
        if len(key) != _LENGTH:
            # Going on with another one would bind and seal under a key that nobody has.
            raise Unreadable(f"{path} does not hold a key.")
        return key

    @staticmethod
    def _make(path: Path) -> None:
        """Write a new key whole under another name first: whoever looks finds all of it, or none."""
        beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(_LENGTH)).decode() + "\n")
                file.flush()
                # A name sealed under a key that a power cut took away could never be read again.
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                # Of two processes that make one at once, the first wins, and both read it.
                os.link(beside, path)
        finally:
            beside.unlink()
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def keys_of(session: Session) -> Keyring:
    """The keys of the portal that this session belongs to."""
    return cast("Keyring", session.info["keys"])
