"""What is signed, and the roots that bind a signature to the exact text.

Tree hashing as in RFC 6962, section 2.1 (SHA-256, 0x00 before a leaf, 0x01 before a node);
canonical JSON as in RFC 8785.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

SOURCE = "source"
"""The `language` of a release's rows that make its text root."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash of leaf data, RFC 6962, 2.1; of nothing, the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:split]) + tree_hash(leaves[split:])).digest()


def canonical(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """RFC 8785 bytes."""
    return rfc8785.dumps(value)


def block_leaf(block: str, kind: str, level: int, language: str, sha256: str) -> bytes:
    """One block of a text as a leaf: which block it is, and the hash of its wording."""
    return canonical(
        {"block": block, "kind": kind, "level": level, "language": language, "sha256": sha256}
    )


def root(leaves: Sequence[bytes]) -> str:
    """The tree hash in hex."""
    return tree_hash(leaves).hex()


def new_salt() -> str:
    """256 random bits in hex; deleting it makes the commitment unreadable for ever."""
    return secrets.token_hex(32)


def commitment(salt: str, organisation: str) -> str:
    """SHA-256(salt ‖ organisation id) in hex."""
    return hashlib.sha256(bytes.fromhex(salt) + organisation.encode()).hexdigest()


def payload(
    *,
    statement: str,
    release: int,
    text_root: str,
    language: str,
    language_root: str,
    commitment: str,
    side: str,
    role: str,
    mandate_date: str | None,
) -> bytes:
    """What an organisation signs."""
    return canonical(
        {
            "format": "solidarity-signature/1",
            "statement": statement,
            "release": release,
            "text_root": text_root,
            "language": language,
            "language_root": language_root,
            "commitment": commitment,
            "side": side,
            "role": role,
            "mandate_date": mandate_date,
        }
    )
