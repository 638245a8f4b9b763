"""Which wording of a block a reader is shown, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core.languages import choose
from portal.texts.engine import Significance, staleness
from portal.texts.queries.skeleton import BlockFacts, Known
from portal.texts.queries.wording import OF_STATE, STRENGTH, Badge, Completeness


def heads(known: Mapping[str, Known]) -> dict[str, Known]:
    """Each language's newest revision that this reader may see."""
    return {item.fact.language: item for item in known.values() if item.state is not None}


@dataclass(frozen=True)
class Shown:
    """One block for one reader: which revision, in which language, and what she is told of it."""

    language: str
    revision: str
    badge: Badge
    stale: Significance | None = None
    withheld: bool = False
    newest_source: str | None = None
    based_on: str | None = None


def shown_as(block: BlockFacts, known: Mapping[str, Known], language: str) -> Shown:
    newest = heads(known)
    head = newest.get(language)
    if head is not None and language == block.source_language:
        return Shown(language, head.fact.id, Badge.ORIGINAL)
    source = newest.get(block.source_language)
    original = source.fact.id if source else ""
    if head is None:
        return Shown(block.source_language, original, Badge.MISSING)
    found = staleness(
        head.fact,
        [item.fact for item in known.values()],
        block.source_language,
        block.source_since,
    )
    significance = found.worst
    if significance is Significance.SAFETY:
        return Shown(
            block.source_language,
            original,
            Badge.OUT_OF_DATE,
            significance,
            withheld=True,
            newest_source=found.newest or original or None,
            based_on=found.made_from,
        )
    assert head.state is not None  # noqa: S101 - heads have a state
    badge = OF_STATE[head.state]
    if significance and STRENGTH[badge] > STRENGTH[Badge.OUT_OF_DATE]:
        badge = Badge.OUT_OF_DATE
    return Shown(
        language,
        head.fact.id,
        badge,
        significance,
        newest_source=found.newest,
        based_on=found.made_from,
    )


def completeness_of(
    blocks: Sequence[BlockFacts], known: Mapping[str, Mapping[str, Known]]
) -> dict[str, Completeness]:
    """Every language in which the title can be read, with each block's badge."""
    title = blocks[0]
    return {
        language: Completeness(
            language, [shown_as(block, known[block.id], language).badge for block in blocks]
        )
        for language in heads(known[title.id])
    }


def language_for(
    blocks: Sequence[BlockFacts],
    known: Mapping[str, Mapping[str, Known]],
    languages: Sequence[str],
    exactly: str | None,
) -> tuple[str, str | None]:
    """The language to read in, and the one that the reader would have liked, where that is missing."""
    title = blocks[0]
    available = list(heads(known[title.id]))
    otherwise = title.source_language
    if otherwise not in available and available:
        otherwise = (choose(languages, available) if exactly else None) or min(available)
    if exactly is not None:
        found = choose([exactly], available)
        return found or otherwise, None if found else exactly
    found = choose(languages, available)
    return found or otherwise, None if found or not languages else languages[0]
