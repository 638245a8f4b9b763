"""Random, sortable identifiers (ULID) and secrets for links."""

import hashlib
import secrets

from ulid import ULID


def new_id() -> str:
    """A new ULID: 26 characters of Crockford base 32, sortable by time of making."""
    return str(ULID())


def new_token() -> str:
    """A secret of 256 bits for a link or a cookie, safe in URLs."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a secret: its SHA-256 in hex, so that a copied database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
