"""What a file with tracked changes proposes for a text: one amendment a paragraph, each with its author.

Similarity only proposes which paragraph a changed one was (`engine.carry`); the person who sends
the file sees every match before anything is kept, and what matched nothing is named to her.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from portal.core.errors import Invalid
from portal.core.languages import autonym
from portal.core.markdown import canonical, reads_alike
from portal.core.sentences import say
from portal.statements.models import AmendmentKind
from portal.texts.documents.languages import language_of, main_script
from portal.texts.documents.read import ChangeKind, ReadBlock, ReadDocument, TrackedChange
from portal.texts.engine import Merged, carry, merge
from portal.texts.models import BlockKind

KIND = AmendmentKind


@dataclass(frozen=True)
class Existing:
    """A paragraph of the text as a reader of the file's language reads it."""

    id: str
    language: str
    body: str
    revision: str
    is_title: bool = False


@dataclass(frozen=True)
class Offered:
    """One change of the file, as an amendment would take it."""

    kind: AmendmentKind
    block_id: str
    revision_id: str
    language: str
    before: str
    body: str = ""
    target_id: str | None = None
    block_kind: BlockKind = BlockKind.PARAGRAPH
    written_by: str = ""
    written_at: datetime | None = None
    moved: bool = False
    certain: bool = True
    """Whether somebody tracked it; a paragraph that is merely absent may have been left out."""


@dataclass(frozen=True)
class FileChanges:
    """Everything that the file would change, and what nothing could be made of."""

    is_tracked: bool
    offered: Sequence[Offered]
    unmatched: Sequence[str] = ()
    """Changed paragraphs that are like none of the text."""
    untracked: Sequence[str] = ()
    """Paragraphs that differ although nobody tracked it: left alone."""


@dataclass
class _Line:
    """A paragraph of the file; `identity` is the block that it was."""

    block: ReadBlock
    is_title: bool = False
    identity: str | None = None

    @property
    def before(self) -> str:
        return self.block.body if self.block.before is None else self.block.before

    @property
    def is_changed(self) -> bool:
        return self.block.before is not None


@dataclass
class _Gathering:
    offered: list[Offered] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    untracked: list[str] = field(default_factory=list)


def file_changes(
    document: ReadDocument,
    said: str,
    readings: Mapping[str, Sequence[Existing]],
) -> FileChanges:
    """What the file changes in the text as it is read in the language that it is `said` to be in.

    `readings` has the text as it is read in every language that it has, and in `said`. Raises
    Invalid for a file of another language, or of another text.
    """
    lines = _lines(document)
    matched = _match(lines, readings[said])
    _refuse_other_language(lines, said, readings)
    is_tracked = any(change.kind is not ChangeKind.COMMENT for change in document.changes)
    found = _Gathering()
    by_id = {each.id: each for each in readings[said]}
    place = readings[said][0]
    for line in lines:
        here = by_id.get(line.identity or "")
        if here is None:
            if line.block.body and (not line.before or not is_tracked):
                found.offered.append(_insertion(line, place, said))
            elif line.is_changed:
                found.unmatched.append(line.before)
            continue
        place = here
        _compare(line, here, found, is_tracked=is_tracked)
    if not is_tracked:
        found.offered += [
            replace(_deletion(by_id[block], ()), certain=False)
            for block in matched
            if not by_id[block].is_title
        ]
    return FileChanges(is_tracked, _moves(found.offered), found.unmatched, found.untracked)


def _lines(document: ReadDocument) -> list[_Line]:
    title = (
        [_Line(ReadBlock("heading", 2, document.title), is_title=True)] if document.title else []
    )
    return [*title, *(_Line(block) for block in document.blocks if block.body or block.before)]


def _match(lines: Sequence[_Line], existing: Sequence[Existing]) -> list[str]:
    """Give each line the block that it was; the ids of those that are in no line."""
    known = [line for line in lines if line.before]
    carried = carry(
        [(each.id, canonical(each.body)) for each in existing],
        [canonical(line.before) for line in known],
    )
    for line, identity in zip(known, carried.ids, strict=True):
        line.identity = identity
    return carried.gone


def _refuse_other_language(
    lines: Sequence[_Line], said: str, readings: Mapping[str, Sequence[Existing]]
) -> None:
    known = [canonical(line.before) for line in lines if line.before]
    alike = {
        language: sum(
            identity is not None
            for identity in carry([(each.id, canonical(each.body)) for each in existing], known).ids
        )
        for language, existing in readings.items()
    }
    words = "\n".join(known)
    if not any(alike.values()):
        found = language_of(words, [said])
        if main_script(words) is not None and (found is None or not _same(found, said)):
            raise _other(said, found)
        raise Invalid(
            say(
                "Nothing in this file is like this text in %(said)s. Is it the right file? "
                "Nothing was kept.",
                said=autonym(said),
            )
        )
    best = max(alike, key=lambda language: (alike[language], language == said))
    if alike[best] > alike[said]:
        raise _other(said, best)
    by_id = {each.id: each.language for each in readings[said]}
    languages = Counter(by_id[line.identity] for line in lines if line.identity)
    if said not in languages:
        raise _other(said, languages.most_common(1)[0][0])


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0] == other.partition("-")[0]


def _other(said: str, found: str | None) -> Invalid:
    if found is None:
        return Invalid(
            say(
                "You said that this file is in %(said)s, but its letters are not. Nothing was "
                "kept: choose the file's own language and send it again.",
                said=autonym(said),
            )
        )
    return Invalid(
        say(
            "You said that this file is in %(said)s, but it reads like %(found)s. Nothing was "
            "kept: choose the file's own language and send it again.",
            said=autonym(said),
            found=autonym(found),
        )
    )


def _compare(line: _Line, here: Existing, found: _Gathering, *, is_tracked: bool) -> None:
    body = line.block.body
    if is_tracked and not line.is_changed:
        if not reads_alike(here.body, body):
            found.untracked.append(body)
        return
    if not body:
        if here.is_title:
            found.unmatched.append(line.before)
        else:
            found.offered.append(_deletion(here, line.block.changes))
        return
    if not reads_alike(line.before, here.body) and line.is_changed:
        # The file was made from an older wording: what its author changed is carried over.
        joined = merge(line.before, body, here.body, here.language)
        if not isinstance(joined, Merged):
            found.unmatched.append(line.before)
            return
        body = joined.text
    if not reads_alike(body, here.body):
        found.offered.append(
            Offered(
                KIND.REPLACE,
                here.id,
                here.revision,
                here.language,
                here.body,
                body,
                written_by=_authors(line.block.changes),
                written_at=_moment(line.block.changes),
            )
        )


def _insertion(line: _Line, place: Existing, said: str) -> Offered:
    return Offered(
        KIND.INSERT,
        place.id,
        place.revision,
        said,
        "",
        line.block.body,
        block_kind=BlockKind(line.block.kind),
        written_by=_authors(line.block.changes),
        written_at=_moment(line.block.changes),
        moved=any(change.kind is ChangeKind.MOVED_HERE for change in line.block.changes),
    )


def _deletion(here: Existing, changes: Sequence[TrackedChange]) -> Offered:
    return Offered(
        KIND.DELETE,
        here.id,
        here.revision,
        here.language,
        here.body,
        written_by=_authors(changes),
        written_at=_moment(changes),
        moved=any(change.kind is ChangeKind.MOVED_AWAY for change in changes),
    )


def _moves(offered: Sequence[Offered]) -> list[Offered]:
    """A paragraph taken out here and put in there by a tracked move is one amendment."""
    left = list(offered)
    for gone in [each for each in offered if each.kind is KIND.DELETE and each.moved]:
        there = next(
            (
                each
                for each in left
                if each.kind is KIND.INSERT
                and each.moved
                and each.block_id != gone.block_id
                and reads_alike(each.body, gone.before)
            ),
            None,
        )
        if there is not None:
            left.remove(there)
            left[left.index(gone)] = replace(gone, kind=KIND.MOVE, target_id=there.block_id)
    return left


def _authors(changes: Sequence[TrackedChange]) -> str:
    return ", ".join(dict.fromkeys(each.author for each in _made(changes) if each.author))


def _moment(changes: Sequence[TrackedChange]) -> datetime | None:
    """When the last of them was made; Word writes local time as if it were UTC."""
    found = []
    for each in _made(changes):
        try:
            moment = datetime.fromisoformat(each.date)
        except ValueError:
            continue
        found.append(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return max(found, default=None)


def _made(changes: Sequence[TrackedChange]) -> list[TrackedChange]:
    return [each for each in changes if each.kind is not ChangeKind.COMMENT]
