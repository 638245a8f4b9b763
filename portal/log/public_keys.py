"""Ed25519 public keys as people paste them: base64, PEM, or a line of a witness program."""

import base64
import binascii

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from portal.log.notes import WITNESS, decoded, read_verifier_key


def public_key_of(text: str, *, name: str = "") -> bytes | None:
    """The 32 bytes of a public key; None where the text holds none.

    Takes 32 bytes in base64, a PEM or DER `SubjectPublicKeyInfo` (RFC 8410), or a witness's
    verifier key, which must be of that name.
    """
    text = text.strip()
    if "PRIVATE" in text:
        return None
    witness = read_verifier_key(text, WITNESS)
    if witness is not None:
        return witness[1] if witness[0] == name else None
    joined = "".join(line for line in text.splitlines() if not line.startswith("---")).strip()
    raw = decoded(joined, 32)
    if raw is not None:
        return raw if _is_key(raw) else None
    try:
        der = base64.b64decode(joined, validate=True)
        key = serialization.load_der_public_key(der)
    except (binascii.Error, ValueError):
        return None
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else None


def _is_key(raw: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError:
        return False
    return True
