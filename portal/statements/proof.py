"""What is signed, and what goes into roots and commitments: canonical JSON (RFC 8785)."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

SOURCE = "source"
"""The `language` of a release's rows that make its text root."""


def canonical(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """RFC 8785 bytes."""
    return rfc8785.dumps(value)


def block_leaf(block: str, kind: str, level: int, language: str, sha256: str) -> bytes:
    """One block of a text as a leaf: which block it is, and the hash of its wording."""
    return canonical(
        {"block": block, "kind": kind, "level": level, "language": language, "sha256": sha256}
    )


def new_salt() -> str:
    """256 random bits in hex; deleting it makes the commitment unreadable for ever."""
    return secrets.token_hex(32)


def identity(
    *,
    kind: str,
    organisation: str | None,
    name: str,
    language: str,
    affiliation: str = "",
    people: int | None = None,
    countries: Sequence[str] = (),
    members: Sequence[str] = (),
) -> str:
    """Who signs, in one canonical string: a commitment binds every word of it.

    `organisation` is a member's id; `members` are the names that a network signs with.
    """
    return canonical(
        {
            "kind": kind,
            "organisation": organisation,
            "name": name,
            "language": language,
            "affiliation": affiliation,
            "people": people,
            "countries": list(countries),
            "members": list(members),
        }
    ).decode()


def commitment(salt: str, identity: str) -> str:
    """SHA-256(salt ‖ identity) in hex."""
    return hashlib.sha256(bytes.fromhex(salt) + identity.encode()).hexdigest()


def payload(
    *,
    statement: str,
    release: int,
    text_root: str,
    language: str,
    language_root: str,
    commitment: str,
    side: str | None,
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
