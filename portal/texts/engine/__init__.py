"""Pure functions on texts: words, differences, merges, identities of blocks, staleness, checks."""

from portal.texts.engine.arrangement import (
    Act,
    Attached,
    Delete,
    ImpossibleAct,
    Insert,
    Merge,
    Move,
    Orphaned,
    Restore,
    Split,
    apply,
    as_plain,
    from_plain,
    where,
)
from portal.texts.engine.carry import Carried, carry
from portal.texts.engine.checks import Difference, check
from portal.texts.engine.diff import Change, diff
from portal.texts.engine.figures import FigureKind
from portal.texts.engine.merge import Conflict, Conflicted, Merged, merge, merge_many
from portal.texts.engine.staleness import RevisionFact, Significance, Staleness, staleness
from portal.texts.engine.words import clusters, is_space, is_word, tokenise

__all__ = [
    "Act",
    "Attached",
    "Carried",
    "Change",
    "Conflict",
    "Conflicted",
    "Delete",
    "Difference",
    "FigureKind",
    "ImpossibleAct",
    "Insert",
    "Merge",
    "Merged",
    "Move",
    "Orphaned",
    "Restore",
    "RevisionFact",
    "Significance",
    "Split",
    "Staleness",
    "apply",
    "as_plain",
    "carry",
    "check",
    "clusters",
    "diff",
    "from_plain",
    "is_space",
    "is_word",
    "merge",
    "merge_many",
    "staleness",
    "tokenise",
    "where",
]
