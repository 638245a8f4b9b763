"""A release as a document: its text, what binds it, what was corrected since, and who has signed.

The words around the text are in the present interface language; the caller chooses it.
"""

from collections.abc import Iterator, Mapping, Sequence

from portal.core import clock, locales
from portal.core.languages import choose, collation_key, direction
from portal.core.locales import ngettext
from portal.core.markdown import Piece, write_pieces
from portal.core.sentences import Sentence, say
from portal.network import labels
from portal.network.models import Side
from portal.statements.queries.publishing import Correction, counted
from portal.statements.queries.signing import Signatories, Signatory
from portal.texts.documents.read import BlockKind as WrittenKind
from portal.texts.documents.written import SideBySide, WrittenBlock, WrittenDocument
from portal.texts.models import BlockKind
from portal.texts.queries import ReadBlock, ReadText

SIDES: Mapping[Side | None, Sentence] = dict([*labels.SIDES.items(), (None, say("Without a side"))])
_KINDS: Mapping[BlockKind, WrittenKind] = {
    BlockKind.HEADING: "heading",
    BlockKind.LIST_ITEM: "list_item",
    BlockKind.QUOTATION: "quotation",
    BlockKind.CAPTION: "caption",
}


def locale_for(language: str) -> str:
    """The interface language in which to write around a text in `language`."""
    return choose([language], list(locales.LOCALES)) or locales.current().tag


def paper(
    text: ReadText,
    credits: Sequence[str],  # noqa: A002 - as the writers call it
    *,
    corrections: Sequence[Correction] = (),
    signed: Signatories | None = None,
) -> WrittenDocument:
    """The text in one language, under it its corrections and its signatories."""
    return WrittenDocument(
        title=text.title.body,
        language=text.language,
        direction=text.title.dir,
        blocks=[
            *map(_written, text.blocks),
            *_corrected(corrections),
            *(signatory_blocks(signed) if signed else ()),
        ],
        credits=credits,
        credits_language=locales.current().tag,
    )


def papers_abreast(
    left: ReadText,
    right: ReadText,
    credits: Sequence[str],  # noqa: A002
) -> SideBySide:
    """Two languages of one release, paragraph beside paragraph."""
    return SideBySide(
        left=paper(left, credits),
        right=paper(right, ()),
        rows=[
            (_written(one), _written(other))
            for one, other in zip(left.blocks, right.blocks, strict=True)
        ],
    )


def signatory_blocks(signed: Signatories) -> Iterator[WrittenBlock]:
    """Everyone who signs with a name, by side and country; the others as a number."""
    yield _said(say("Signatories"), "heading", 2)
    yield _said(numbers(signed))
    for side, label in SIDES.items():
        of_side = [each for each in signed.organisations if each.side is side]
        if not of_side:
            continue
        yield _said(label, "heading", 3)
        for country, several in _by_country(of_side):
            yield _said(country, "heading", 4)
            for each in several:
                yield from _lines_of(each)
    if signed.individuals:
        yield _said(say("People, with their affiliations for identification only"), "heading", 3)
        for each in signed.individuals:
            yield from _lines_of(each)
    if signed.collectives:
        yield _said(say("Groups of people without their names"), "heading", 3)
        for each in signed.collectives:
            yield from _lines_of(each)
    if signed.withheld:
        yield _said(withheld_words(signed.withheld))


def numbers(signed: Signatories) -> str:
    """How many have signed, and as at which day."""
    count = counted(signed)
    day = locales.format_date(clock.today())
    if count.lines == count.bodies:
        return ngettext(
            "%(num)s signature, as at %(day)s.",
            "%(num)s signatures, as at %(day)s.",
            count.lines,
            day=day,
        )
    return ngettext(
        "%(num)s signature, which stands for %(bodies)s bodies, as at %(day)s.",
        "%(num)s signatures, which stand for %(bodies)s bodies, as at %(day)s.",
        count.lines,
        bodies=locales.format_number(count.bodies),
        day=day,
    )


def withheld_words(number: int) -> str:
    return ngettext(
        "%(num)s more has signed and keeps its name from the public.",
        "%(num)s more have signed and keep their names from the public.",
        number,
    )


def line_of(signatory: Signatory) -> str:
    """How a signatory stands in a list: in its own words alone, which a comma can join."""
    return ", ".join(filter(None, (signatory.name, signatory.affiliation)))


def _lines_of(signatory: Signatory) -> Iterator[WrittenBlock]:
    """A line, and under it the members that a network names."""
    yield _item(line_of(signatory), signatory.language)
    for member in signatory.members:
        yield _item(member.name, member.language, 1)


def _item(words: str, language: str, level: int = 0) -> WrittenBlock:
    return WrittenBlock(
        kind="list_item",
        body=_as_words(words),
        language=language,
        direction=direction(language),
        level=level,
    )


def _by_country(several: Sequence[Signatory]) -> list[tuple[str, list[Signatory]]]:
    groups: dict[str, list[Signatory]] = {}
    for each in several:
        groups.setdefault(each.countries[0] if each.countries else "", []).append(each)
    named = [
        (locales.country_name(code) if code else str(say("Without a country")), found)
        for code, found in groups.items()
    ]
    key = collation_key(locales.current().tag)
    return sorted(named, key=lambda pair: key(pair[0]))


def _corrected(corrections: Sequence[Correction]) -> Iterator[WrittenBlock]:
    if not corrections:
        return
    yield _said(say("Corrected since it was released"), "heading", 2)
    for each in corrections:
        day = locales.format_date(each.since)
        yield _said(
            say("Paragraph %(number)s reads since %(day)s:", number=each.paragraph, day=day)
            if each.paragraph
            else say("The title reads since %(day)s:", day=day)
        )
        yield WrittenBlock(
            kind="quotation",
            body=each.body,
            language=each.language,
            direction=direction(each.language),
        )


def _written(block: ReadBlock) -> WrittenBlock:
    return WrittenBlock(
        kind=_KINDS.get(block.kind, "paragraph"),
        body=block.body,
        language=block.language,
        direction=block.dir,
        level=block.level,
    )


def _said(words: Sentence | str, kind: WrittenKind = "paragraph", level: int = 0) -> WrittenBlock:
    tag = locales.current().tag
    return WrittenBlock(
        kind=kind,
        body=_as_words(str(words)),
        language=tag,
        direction=direction(tag),
        level=level,
    )


def _as_words(text: str) -> str:
    """Text that is not Markdown, so that it reads as it stands."""
    return write_pieces([Piece(text)])
