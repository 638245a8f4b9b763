"""Merkle trees over leaf data: hashes, inclusion and consistency proofs.

RFC 6962, section 2.1 (SHA-256, 0x00 before a leaf, 0x01 before a node); proofs are checked as in
RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


class Tree:
    """A tree that grows leaf by leaf and answers for each of its sizes.

    It keeps the hash of each full subtree, so that building it takes one pass, and a root or a
    proof of any size that it ever had takes a number of steps that grows with the logarithm.
    """

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for each in hashes:
            self.append(each)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add one leaf, by its hash."""
        self._levels[0].append(leaf)
        level = 0
        while len(self._levels[level]) % 2 == 0:
            below = self._levels[level]
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node_hash(below[-2], below[-1]))

    def root(self, size: int | None = None) -> bytes:
        """The Merkle Tree Hash of the first `size` leaves; of nothing, the hash of nothing."""
        size = len(self) if size is None else self._known(size)
        return self._hash(0, size) if size else hashlib.sha256().digest()

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """The proof that the leaf at `position` is among the first `size`, RFC 6962, 2.1.1.

        Raises:
            ValueError: if the tree never had that size, or no such leaf in it.
        """
        if not 0 <= position < self._known(size):
            raise ValueError("There is no such leaf in a tree of that size.")
        proof, start, end = [], 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if position < middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start = middle
        return proof[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of `new` leaves begins with that of `old`, RFC 6962, 2.1.2.

        Raises:
            ValueError: if the tree never had those sizes in that order.
        """
        if not 0 <= old <= self._known(new):
            raise ValueError("The tree never had those sizes in that order.")
        if old in {0, new}:
            return []
        proof, start, end, whole = [], 0, new, True
        while old != end:
            middle = start + _split(end - start)
            if old <= middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start, whole = middle, False
        if not whole:
            proof.append(self._hash(start, end))
        return proof[::-1]

    def _known(self, size: int) -> int:
        if not 0 <= size <= len(self):
            raise ValueError("The tree never had that size.")
        return size

    def _hash(self, start: int, end: int) -> bytes:
        """The hash over leaves `start` to `end`, where `start` is where a subtree begins."""
        size = end - start
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self._levels[level][start >> level]
        middle = start + _split(size)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def hash_of(hashes: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash over leaf hashes; of nothing, the hash of nothing."""
    return Tree(hashes).root()


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash of leaf data, RFC 6962, 2.1."""
    return hash_of([leaf_hash(leaf) for leaf in leaves])


def root(leaves: Sequence[bytes]) -> str:
    """The tree hash of leaf data, in hex."""
    return tree_hash(leaves).hex()


def includes(
    leaf: bytes, position: int, size: int, proof: Sequence[bytes], tree_root: bytes
) -> bool:
    """Whether the proof shows the leaf (its hash) at its position, RFC 9162, 2.1.3.2."""
    if not 0 <= position < size:
        return False
    at, last, found = position, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == tree_root


def extends(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the proof shows that the old tree is the new one's beginning, RFC 9162, 2.1.4.2."""
    if old in {0, new}:
        known = new_root if old == new else hashlib.sha256().digest()
        return new >= 0 and not proof and old_root == known
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not 0 < old < new or not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = steps[0]
    for each in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(each, was), node_hash(each, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, each)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root
