"""Trees, roots and proofs: the vectors that logs publish, and whatever else they are grown to."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.log import trees
from portal.statements.verify import verify

LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
"""The eight leaves of the reference tests of Certificate Transparency, with their roots and proofs."""
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


@pytest.fixture
def tree() -> trees.Tree:
    return trees.Tree(trees.leaf_hash(leaf) for leaf in LEAVES)


def test_the_published_roots_come_out(tree: trees.Tree) -> None:
    assert trees.root([]) == EMPTY == tree.root(0).hex()
    for size, root in enumerate(ROOTS, 1):
        assert trees.root(LEAVES[:size]) == root
        assert tree.root(size).hex() == root
        assert verify.tree_hash([verify.leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == root


@pytest.mark.parametrize(("place", "proof"), INCLUSION.items())
def test_the_published_proofs_of_inclusion_come_out(
    tree: trees.Tree, place: tuple[int, int], proof: list[str]
) -> None:
    position, size = place
    found = tree.inclusion(position, size)
    assert [each.hex() for each in found] == proof
    leaf, root = trees.leaf_hash(LEAVES[position]), bytes.fromhex(ROOTS[size - 1])
    for check in (trees.includes, verify.includes):
        assert check(leaf, position, size, found, root)


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_the_published_proofs_of_consistency_come_out(
    tree: trees.Tree, sizes: tuple[int, int], proof: list[str]
) -> None:
    old, new = sizes
    found = tree.consistency(old, new)
    assert [each.hex() for each in found] == proof
    roots = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
    for grows in (trees.extends, verify.extends):
        assert grows(old, new, found, *roots)


def test_every_proof_of_a_tree_up_to_forty_leaves_holds_and_no_other() -> None:
    hashes = [trees.leaf_hash(bytes([number])) for number in range(40)]
    tree = trees.Tree(hashes)
    for new in range(1, 41):
        root = tree.root(new)
        assert root == trees.hash_of(hashes[:new])
        for at in range(new):
            proof = tree.inclusion(at, new)
            for check in (trees.includes, verify.includes):
                assert check(hashes[at], at, new, proof, root)
                assert not check(hashes[at - 1], at, new, proof, root) or new == 1
                assert not check(hashes[at], at, new, [*proof, root], root)
                assert not proof or not check(hashes[at], at, new, proof[:-1], root)
        for old in range(new + 1):
            proof = tree.consistency(old, new)
            for grows in (trees.extends, verify.extends):
                assert grows(old, new, proof, tree.root(old), root)
                assert not grows(old, new, [*proof, root], tree.root(old), root)
                if old < new and old:
                    assert not grows(old, new, proof, trees.leaf_hash(b"other"), root)
                    assert not grows(old, new, proof[:-1], tree.root(old), root)


def test_what_a_tree_never_had_is_refused(tree: trees.Tree) -> None:
    for position, size in ((8, 8), (-1, 4), (0, 9), (0, 0)):
        with pytest.raises(ValueError, match="tree"):
            tree.inclusion(position, size)
    for old, new in ((5, 4), (1, 9), (-1, 3)):
        with pytest.raises(ValueError, match="tree"):
            tree.consistency(old, new)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 400), st.data())
def test_a_forked_tree_is_never_an_extension(size: int, data: st.DataObject) -> None:
    """Change one leaf that was there already: no proof from the fork fits the old root."""
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    hashes = [trees.leaf_hash(str(number).encode()) for number in range(size)]
    forked = [*hashes[:changed], trees.leaf_hash(b"forked"), *hashes[changed + 1 :]]
    tree, fork = trees.Tree(hashes), trees.Tree(forked)
    for grows in (trees.extends, verify.extends):
        assert grows(old, size, tree.consistency(old, size), tree.root(old), tree.root())
        assert not grows(old, size, fork.consistency(old, size), tree.root(old), fork.root())


def test_a_hundred_thousand_leaves_take_a_few_steps_each() -> None:
    """A proof holds one hash a level at most, and each size extends the one before."""
    tree = trees.Tree(trees.leaf_hash(number.to_bytes(4, "big")) for number in range(100_000))
    sizes = [1, 2, 3, 4_095, 4_096, 65_537, 99_999, 100_000]
    for old, new in pairwise(sizes):
        proof = tree.consistency(old, new)
        assert len(proof) <= 18
        assert trees.extends(old, new, proof, tree.root(old), tree.root(new))
    assert len(tree.inclusion(77_777, 100_000)) <= 17
