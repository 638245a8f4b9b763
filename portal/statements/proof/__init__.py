"""What is signed, the roots that bind a signature to the exact text, and the log's arithmetic."""

from portal.statements.proof.payloads import (
    SOURCE,
    block_leaf,
    canonical,
    commitment,
    identity,
    log_leaf,
    new_salt,
    payload,
)
from portal.statements.proof.trees import (
    Tree,
    extends,
    hash_of,
    includes,
    leaf_hash,
    node_hash,
    root,
    tree_hash,
)

__all__ = [
    "SOURCE",
    "Tree",
    "block_leaf",
    "canonical",
    "commitment",
    "extends",
    "hash_of",
    "identity",
    "includes",
    "leaf_hash",
    "log_leaf",
    "new_salt",
    "node_hash",
    "payload",
    "root",
    "tree_hash",
]
