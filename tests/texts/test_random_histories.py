"""Random histories in a database: nothing is lost, and exactly the dependent translations go stale."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.network.actors import Actor
from portal.statements.commands import draft_statement
from portal.texts import commands
from portal.texts.commands import NewBlock
from portal.texts.models import ArrangementAct, Block, Revision, Significance, Text, Version
from portal.texts.queries import read_text
from tests.texts.conftest import Desk

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_numbers = count(1)
PARAGRAPHS = 3
LANGUAGES = ("vi", "km", "ur")
RANKS = {None: 0, Significance.TYPO: 0, Significance.MEANING: 1, Significance.SAFETY: 2}

edits = st.tuples(
    st.just("edit"), st.integers(0, PARAGRAPHS - 1), st.sampled_from(list(Significance))
)
translations = st.tuples(
    st.just("translate"), st.integers(0, PARAGRAPHS - 1), st.sampled_from(LANGUAGES)
)
pivoted = st.tuples(st.just("through"), st.integers(0, PARAGRAPHS - 1), st.just("ur"))


def fresh(session: Session, by: Actor) -> str:
    return draft_statement(
        session,
        title=NewBlock("A title", "en"),
        blocks=[NewBlock(f"Paragraph {number}", "en") for number in range(PARAGRAPHS)],
        by=by,
    ).text_id


def head(session: Session, block: str, language: str) -> str | None:
    version = session.get(Version, (block, language))
    return version.revision_id if version else None


class Debts:
    """What each translation owes its source, worked out without looking at any revision."""

    def __init__(self) -> None:
        self.owed: dict[tuple[int, str], int] = {}
        self.through_vi: set[int] = set()

    def owe(self, at: int, language: str, rank: int) -> None:
        if (at, language) in self.owed:
            self.owed[at, language] = max(self.owed[at, language], rank)

    def edited(self, at: int, significance: Significance) -> None:
        for language in LANGUAGES:
            self.owe(at, language, RANKS[significance])

    def translated(self, at: int, language: str) -> None:
        if language == "vi" and at in self.through_vi:
            self.owe(at, "ur", RANKS[Significance.MEANING])
        if language == "ur":
            self.through_vi.discard(at)
        self.owed[at, language] = 0

    def pivoted(self, at: int) -> None:
        self.through_vi.add(at)
        self.owed[at, "ur"] = self.owed[at, "vi"]


@MANY
@given(st.lists(st.one_of(edits, translations, pivoted), min_size=3, max_size=25))
def test_a_change_of_meaning_marks_exactly_the_dependent_translations_and_a_typo_none(
    desk: Desk, acts: list[tuple]
) -> None:
    by = desk.actor("seoul")
    with desk.database.transaction() as session:
        text_id = fresh(session, by)
        blocks = [block.id for block in read_text(session, text_id, ["en"]).blocks]
        debts = Debts()
        for act, at, what in acts:
            block, words = blocks[at], f"Words {next(_numbers)}"
            source, pivot = head(session, block, "en"), head(session, block, "vi")
            assert source is not None
            if act == "edit":
                commands.edit_block(
                    session, block, body=words, base_revision_id=source, by=by, significance=what
                )
                debts.edited(at, what)
                continue
            if act == "through" and pivot is None:
                continue
            commands.save_translation(
                session,
                block,
                language=what,
                body=words,
                based_on_id=pivot if act == "through" and pivot else source,
                base_revision_id=head(session, block, what),
                by=by,
            )
            if act == "through":
                debts.pivoted(at)
            else:
                debts.translated(at, what)
        found = {}
        for language in LANGUAGES:
            read = read_text(session, text_id, [], exactly=language, drafts=True, insist=True)
            for at, block in enumerate(read.blocks):
                if (at, language) in debts.owed:
                    found[at, language] = RANKS[block.stale]
        assert found == debts.owed


ARRANGING = ("insert", "move", "delete", "restore", "split", "merge", "edit")
steps = st.lists(
    st.tuples(st.sampled_from(ARRANGING), st.integers(0, 9), st.integers(0, 9)),
    min_size=3,
    max_size=30,
)


@MANY
@given(steps)
def test_no_arrangement_loses_a_word_or_a_place(
    desk: Desk, acts: list[tuple[str, int, int]]
) -> None:
    by = desk.actor("seoul")
    with desk.database.transaction() as session:
        text_id = fresh(session, by)
        text = session.get_one(Text, text_id)
        title, said = text.order[0], set()
        for act, first, second in acts:
            before, number = list(text.order), text.acts
            try:
                said |= step(session, text, act, first, second, by)
            except Invalid:
                assert (text.order, text.acts) == (before, number)
                continue
            blocks = session.scalars(select(Block).where(Block.text_id == text_id)).all()
            assert text.order[0] == title
            assert len(set(text.order)) == len(text.order)
            assert set(text.order) == {block.id for block in blocks if block.gone_at is None}
            acts_made = session.scalars(
                select(ArrangementAct)
                .where(ArrangementAct.text_id == text_id)
                .order_by(ArrangementAct.number)
            ).all()
            assert [each.number for each in acts_made] == list(range(1, text.acts + 1))
            assert acts_made[-1].order_after == text.order
        kept = set(session.scalars(select(Revision.body).where(Revision.text_id == text_id)))
        assert said <= kept
        read = read_text(session, text_id, [], as_written=True)
        assert [block.id for block in (read.title, *read.blocks)] == text.order


def step(session: Session, text: Text, act: str, first: int, second: int, by: Actor) -> set[str]:
    """Do one act; gives the words that it wrote."""
    block, other = text.order[first % len(text.order)], text.order[second % len(text.order)]
    words = f"Words {next(_numbers)}"
    if act == "insert":
        commands.insert_block(session, text.id, NewBlock(words, "en"), after=block, by=by)
        return {words}
    if act == "move":
        commands.move_block(session, block, after=other, by=by)
    elif act == "delete":
        commands.delete_block(session, block, by=by)
    elif act == "restore":
        gone = session.scalars(
            select(Block.id)
            .where(Block.text_id == text.id, Block.gone_at.is_not(None))
            .order_by(Block.id)
        ).all()
        if gone:
            commands.restore_block(session, gone[first % len(gone)], after=other, by=by)
    elif act == "split":
        base = head(session, block, "en")
        assert base is not None
        commands.split_block(
            session, block, parts=(words, f"{words} b"), base_revision_id=base, by=by
        )
        return {words, f"{words} b"}
    elif act == "merge":
        commands.merge_blocks(session, block, by=by)
    else:
        base = head(session, block, "en")
        assert base is not None
        commands.edit_block(session, block, body=words, base_revision_id=base, by=by)
        return {words}
    return set()
