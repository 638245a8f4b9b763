"""What organisations work on: a fixed list, so that a filter means the same in every language."""

from collections.abc import Collection, Mapping

from portal.core.sentences import Sentence, say

TOPICS: Mapping[str, Sentence] = {
    "interpretation": say("Interpretation and language"),
    "residence": say("Visas and residence"),
    "wages": say("Wages and working hours"),
    "recruitment": say("Recruitment and fees"),
    "care_work": say("Care and domestic work"),
    "violence": say("Violence and shelter"),
    "marriage": say("Marriage and family"),
    "children": say("Children and nationality"),
    "health": say("Health"),
    "undocumented": say("Undocumented women"),
    "organising": say("Organising and unions"),
    "farm_work": say("Farm and fishery work"),
    "return": say("Coming home"),
    "un_mechanisms": say("United Nations mechanisms"),
}


def known(keys: Collection[str]) -> list[str]:
    """Those of `keys` that are topics, each once, in the order of the list."""
    return [key for key in TOPICS if key in keys]
