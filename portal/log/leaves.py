"""What a line of the log says: canonical JSON (RFC 8785)."""

from datetime import date

import rfc8785


def log_leaf(act: str, day: date, sha256: str) -> bytes:
    """A leaf of the log: what happened (`signature`, `withdrawal`, `release`, `language`,
    `erratum`), on which day, and the hash of what it speaks of. Never a name, never an hour.
    """
    return rfc8785.dumps(
        {"format": "solidarity-log/1", "act": act, "day": day.isoformat(), "sha256": sha256}
    )
