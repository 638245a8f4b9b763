"""The demo's texts: their first wording, later edits, and translations at every state."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.policy import Verdict
from portal.demo.making.story import Story
from portal.demo.reading.network import Person
from portal.demo.reading.texts import BlockTranslation, Stale, Text
from portal.network.actors import Actor
from portal.texts import models, policy
from portal.texts.commands import (
    NewBlock,
    approve_translation,
    edit_block,
    review_translation,
    save_translation,
    submit_translation,
)

MACHINE = "A translation machine, as the demo imagines it"
Step = Callable[[Story, "LaidText", "Hands", list[BlockTranslation]], None]
_FAR = ("submitted", "reviewed", "approved")
"""States of a translation beyond a draft, in their order."""


@dataclass
class LaidText:
    """A text of the content beside what it became."""

    content: Text
    text_id: str = ""
    before: dict[Stale, str] = field(default_factory=dict)
    """The wording that each edit replaced, as a revision's id."""
    order: list[str] = field(default_factory=list)
    """The blocks' ids as they were first written: amendments may move and add others later."""

    def block(self, session: Session, number: int) -> str:
        """The id of a block, by its number in the content; 0 is the title."""
        if not self.order:
            self.order = list(session.get_one(models.Text, self.text_id).order)
        return self.order[number]


@dataclass(frozen=True)
class Hands:
    """Who works on a text: people by key, and whoever runs the machine."""

    people: Sequence[Person]
    lead: Callable[[], Actor]


def first_title(text: Text) -> NewBlock:
    return NewBlock(_wordings(text, 0)[0], text.source)


def first_blocks(text: Text) -> list[NewBlock]:
    """The blocks as they were first written, before any later edit."""
    return [
        NewBlock(
            _wordings(text, number)[0],
            block.source,
            models.BlockKind(block.kind),
            2 if block.kind == "heading" else 0,
        )
        for number, block in enumerate(text.blocks, start=1)
    ]


def lay_edits(
    story: Story, laid: LaidText, hands: Hands, moment: Callable[[Stale], datetime]
) -> None:
    """Edit what the content says was edited, so that some translations fall behind."""
    for stale in laid.content.stale:
        story.on(moment(stale), _edit, story, laid, hands, stale)


def _edit(story: Story, laid: LaidText, hands: Hands, stale: Stale) -> None:
    """Change a block; whoever keeps her translation up to date carries the change over."""
    block_id, revision_id = source_of(story, laid, stale.block)
    laid.before[stale] = revision_id
    wordings = _wordings(laid.content, stale.block)
    edit_block(
        story.session,
        block_id,
        body=wordings[_edits(laid.content, stale.block).index(stale) + 1],
        base_revision_id=revision_id,
        by=hands.lead(),
        significance=models.Significance(stale.significance),
    )
    for item in laid.content.translations():
        if item.block == stale.block and item.stale is None and _translated(story, laid, item):
            for hours, step in enumerate(_STEPS, start=1):
                story.on(
                    clock.now() + timedelta(hours=hours), _step, step, story, laid, hands, [item]
                )


def _edits(text: Text, number: int) -> list[Stale]:
    return sorted((one for one in text.stale if one.block == number), key=lambda one: one.days)


def _wordings(text: Text, number: int) -> list[str]:
    """A block's wordings in its source language, the oldest first; 0 is the title."""
    present = (
        text.blocks[number - 1].bodies[text.blocks[number - 1].source]
        if number
        else text.titles[text.source]
    )
    return [*(one.previous for one in _edits(text, number)), present]


def source_of(story: Story, laid: LaidText, number: int) -> tuple[str, str]:
    """A block's id, and the id of its present wording in its source language."""
    block = story.session.get_one(models.Block, laid.block(story.session, number))
    version = story.session.get_one(models.Version, (block.id, block.source_language))
    return block.id, version.revision_id


# --- translations ----------------------------------------------------------------------------------


def lay_translations(
    story: Story,
    laid: LaidText,
    hands: Hands,
    begin: datetime,
    end: datetime,
    *,
    only: Iterable[BlockTranslation] | None = None,
) -> None:
    """Take each language as far as the content says, between two moments; all blocks, or `only`."""
    ordered = sorted(
        laid.content.translations() if only is None else only, key=lambda one: one.language
    )
    for index, (_, items) in enumerate(groupby(ordered, key=lambda one: one.language)):
        of_language = list(items)
        for place, step in enumerate(_STEPS):
            share = (place + 1) / (len(_STEPS) + 1) + index / 500
            story.on(
                begin + (end - begin) * share,
                _step,
                step,
                story,
                laid,
                hands,
                of_language,
            )


def _step(
    step: Step, story: Story, laid: LaidText, hands: Hands, items: list[BlockTranslation]
) -> None:
    """A step for many blocks at once: what it writes goes to the database together."""
    with story.session.no_autoflush:
        step(story, laid, hands, items)
    story.session.flush()


def _save(story: Story, laid: LaidText, hands: Hands, items: list[BlockTranslation]) -> None:
    text = story.session.get_one(models.Text, laid.text_id)
    for item in items:
        block_id, newest = source_of(story, laid, item.block)
        machine = item.state == "machine_draft"
        save_translation(
            story.session,
            block_id,
            language=item.language,
            body=item.body,
            based_on_id=laid.before.get(item.stale, newest) if item.stale else newest,
            base_revision_id=_translated(story, laid, item),
            by=hands.lead()
            if machine
            else _first(
                _readers(story, hands, item.language, item.translator),
                lambda actor: policy.may_translate(story.session, actor, text),
                hands.lead,
            ),
            machine_tool=MACHINE if machine else "",
        )


def _submit(story: Story, laid: LaidText, _hands: Hands, items: list[BlockTranslation]) -> None:
    for item in _beyond(items, "submitted"):
        version = _version(story, laid, item)
        submit_translation(
            story.session,
            version.block_id,
            language=item.language,
            by=story.actor_of(version.translator_id),
            differences_seen=True,
        )


def _review(story: Story, laid: LaidText, hands: Hands, items: list[BlockTranslation]) -> None:
    text = story.session.get_one(models.Text, laid.text_id)
    for item in _beyond(items, "reviewed"):
        version = _version(story, laid, item)
        by = _first(
            _readers(story, hands, item.language, item.reviewer),
            partial(_may_review, story, text, version),
            hands.lead,
        )
        review_translation(story.session, version.block_id, language=item.language, by=by)


def _approve(story: Story, laid: LaidText, hands: Hands, items: list[BlockTranslation]) -> None:
    text = story.session.get_one(models.Text, laid.text_id)
    for item in _beyond(items, "approved"):
        version = _version(story, laid, item)
        by = _first(
            _readers(story, hands, item.language, item.reviewer),
            partial(_may_approve, story, text, version),
            hands.lead,
        )
        approve_translation(story.session, version.block_id, language=item.language, by=by)


_STEPS = (_save, _submit, _review, _approve)


def _may_review(story: Story, text: models.Text, version: models.Version, actor: Actor) -> Verdict:
    return policy.may_review(story.session, actor, text, version)


def _may_approve(story: Story, text: models.Text, version: models.Version, actor: Actor) -> Verdict:
    return policy.may_approve(story.session, actor, text, version)


def _beyond(items: Iterable[BlockTranslation], state: str) -> Iterator[BlockTranslation]:
    """Those that have come to this state or further."""
    return (item for item in items if item.state in _FAR[_FAR.index(state) :])


def _translated(story: Story, laid: LaidText, item: BlockTranslation) -> str | None:
    """The present wording of a translation, where there is one."""
    block_id = laid.block(story.session, item.block)
    found = story.session.get(models.Version, (block_id, item.language))
    return found.revision_id if found else None


def _version(story: Story, laid: LaidText, item: BlockTranslation) -> models.Version:
    block_id = laid.block(story.session, item.block)
    return story.session.get_one(models.Version, (block_id, item.language))


def _readers(story: Story, hands: Hands, language: str, named: str | None) -> Iterator[Actor]:
    """Whom the content names, then others who read the language, the most at home in it first."""
    if named is not None and named in story.people:
        yield story.actor(named)
    others = [one for one in hands.people if language in one.reads and one.key != named]
    for person in sorted(others, key=lambda one: one.reads.index(language)):
        if person.key in story.people:
            yield story.actor(person.key)


def _first(
    actors: Iterable[Actor], may: Callable[[Actor], Verdict], otherwise: Callable[[], Actor]
) -> Actor:
    """The first who may; whoever leads where nobody else does, who is then told why not."""
    return next((actor for actor in actors if may(actor)), None) or otherwise()
