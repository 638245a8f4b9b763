"""Merkle trees over leaf data: hashes, inclusion and consistency proofs.

RFC 6962, section 2.1 (SHA-256, 0x00 before a leaf, 0x01 before a node); proofs are checked as in
RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def hash_of(hashes: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash over leaf hashes; of nothing, the hash of nothing."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    split = _split(len(hashes))
    return node_hash(hash_of(hashes[:split]), hash_of(hashes[split:]))


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash of leaf data, RFC 6962, 2.1."""
    return hash_of([leaf_hash(leaf) for leaf in leaves])


def root(leaves: Sequence[bytes]) -> str:
    """The tree hash of leaf data, in hex."""
    return tree_hash(leaves).hex()
