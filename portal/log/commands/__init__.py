"""Acts are written down, sealed in batches, and watched over."""

from portal.log.commands.acting import log_act
from portal.log.commands.sealing import seal_batch
from portal.log.commands.witnesses import cosign, cosign_with, register_witness, retire_witness

__all__ = [
    "cosign",
    "cosign_with",
    "log_act",
    "register_witness",
    "retire_witness",
    "seal_batch",
]
