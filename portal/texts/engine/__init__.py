"""Pure functions on texts: words, differences, merges, identities of blocks, staleness, checks."""

from portal.texts.engine.carry import Carried, carry
from portal.texts.engine.diff import Change, diff
from portal.texts.engine.merge import Conflict, Conflicted, Merged, merge, merge_many
from portal.texts.engine.staleness import RevisionFact, Significance, Staleness, staleness
from portal.texts.engine.words import clusters, is_space, is_word, tokenise

__all__ = [
    "Carried",
    "Change",
    "Conflict",
    "Conflicted",
    "Merged",
    "RevisionFact",
    "Significance",
    "Staleness",
    "carry",
    "clusters",
    "diff",
    "is_space",
    "is_word",
    "merge",
    "merge_many",
    "staleness",
    "tokenise",
]
