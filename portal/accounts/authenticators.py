"""Second factors: TOTP (RFC 6238) and recovery codes, as secrets and numbers.

A TOTP secret must be read again to check a code, so it is kept encrypted under a key that lies
in the data folder, not in the database: a copied database shows no code.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from pathlib import Path

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from portal.core.settings import kept_secret

STEP = 30
RECOVERY_CODES = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0, 1, i, l and o, which look alike on paper."""


class Vault:
    """Keeps TOTP secrets encrypted; made from the data folder's key."""

    def __init__(self, data: Path) -> None:
        key = hashlib.sha256(kept_secret(data, "authenticators.key").encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The secret; None when it was sealed under another key (a lost data folder)."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None


def new_secret() -> str:
    return pyotp.random_base32()


def matching_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The time step whose code this is: this one or a neighbour, later than `after`.

    Clocks of phones are half a minute wrong at times; a code that was used is never good again.
    """
    now = int(at.timestamp()) // STEP
    digits = "".join(sign for sign in code if sign.isdecimal())
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(pyotp.HOTP(secret).at(step), digits) and step > after:
            found = step
    return found


def address(secret: str, *, account: str, site: str) -> str:
    """What the QR code says: the `otpauth:` address that authenticator apps read."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site))


def picture(text: str) -> str:
    """A QR code as a `data:` address for an image."""
    return str(segno.make(text, error="m").svg_data_uri(scale=5, border=4, light="#ffffff"))


def spaced(secret: str) -> str:
    """A secret in groups of four, for typing."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_recovery_code() -> str:
    """Sixteen signs (79 bits) in groups of four."""
    code = "".join(secrets.choice(_SIGNS) for _ in range(16))
    return "-".join(code[start : start + 4] for start in range(0, 16, 4))


def plain_recovery_code(typed: str) -> str:
    """One spelling for what was typed from paper."""
    signs = "".join(sign for sign in typed.casefold() if sign in _SIGNS)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))
