"""Near-duplicates of a name among those known: proposed to a person, never merged by themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex
from rapidfuzz import fuzz, process

from portal.core.scripts import script_of
from portal.network.folding import fold

NEAR = 84
"""The lowest likeness (of 100) that is worth a look."""
MOST = 3
_LEGAL = regex.compile(
    r"[(（\[]\s*(?:사|재|주|社|財|株|NPO|NGO)\s*[)）\]]|"
    r"사단법인|재단법인|비영리민간단체|특정비영리활동법인|公益社団法人|公益財団法人|一般社団法人|特定非営利活動法人|"
    r"認定NPO法人|NPO法人|社團法人|財團法人|社会福祉法人|사회복지법인|"
    r"\b(?:e\.? ?V|g?GmbH|Inc|Ltd|LLC|Corp|asbl|onlus|z\.? ?s|o\.? ?p\.? ?s)\b\.?|^the\s",
    flags=regex.IGNORECASE,
)
_BRACKETS = regex.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_SPACED = frozenset(
    {"Latin", "Cyrillic", "Arabic", "Devanagari", "Bengali", "Greek", "Tamil", "Sinhala"}
)


@lru_cache(8192)
def compared(name: str) -> str:
    """A name as it is compared: without legal form, brackets, case, accents and signs.

    Scripts that do not need spaces lose them; where brackets were everything they stay.
    """
    bare = _LEGAL.sub(" ", name)
    folded = fold(_BRACKETS.sub(" ", bare)) or fold(bare) or fold(name)
    if script_of(folded) not in _SPACED:
        return folded.replace(" ", "")
    return folded


@dataclass(frozen=True)
class Candidate:
    """A known organisation that may be the same body."""

    organisation: str
    name: str
    score: int


class Matcher:
    """All known names, made ready once for a whole list."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        """`known` are pairs of an organisation's id and one of its names."""
        self._by_script: dict[str, list[tuple[str, str, str]]] = {}
        for organisation, name in known:
            text = compared(name)
            if text:
                self._by_script.setdefault(script_of(text), []).append((text, organisation, name))
        self._choices = {
            script: [text for text, _, _ in entries] for script, entries in self._by_script.items()
        }

    def candidates(self, names: Sequence[str]) -> list[Candidate]:
        """Who may be meant, the likeliest first; at most `MOST`."""
        best: dict[str, Candidate] = {}
        for name in names:
            text = compared(name)
            script = script_of(text)
            if not text or script not in self._choices:
                continue
            score = fuzz.token_sort_ratio if script in _SPACED else fuzz.ratio
            for _, likeness, at in process.extract(
                text, self._choices[script], scorer=score, score_cutoff=NEAR, limit=MOST * 3
            ):
                known, organisation, shown = self._by_script[script][at]
                # Two short names differ in their one telling syllable and still look alike.
                if known != text and min(len(known), len(text)) < 5:
                    continue
                found = Candidate(
                    organisation, shown, 100 if known == text else min(99, int(likeness))
                )
                held = best.get(organisation)
                if held is None or held.score < found.score:
                    best[organisation] = found
        return sorted(best.values(), key=lambda item: (-item.score, item.name))[:MOST]
