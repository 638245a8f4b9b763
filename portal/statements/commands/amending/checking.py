"""What makes an amendment possible: its paragraph, its base, its words, the place it names."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.sentences import Sentence, say
from portal.statements.models import AmendmentKind, Statement
from portal.texts.commands.revisions import checked_body, checked_language, version_of
from portal.texts.documents.languages import language_of, main_script
from portal.texts.models import Block, BlockKind, Revision, Text

NEEDED = say("This is needed.")
LEAST_LETTERS = 12
"""Fewer letters do not tell which script somebody writes in."""
ABOUT_THE_TITLE = frozenset({AmendmentKind.REPLACE, AmendmentKind.INSERT})
WITH_TARGET = frozenset({AmendmentKind.MOVE, AmendmentKind.MERGE})


@dataclass(frozen=True)
class Checked:
    """The words of an amendment as they are stored."""

    language: str
    body: str
    second: str


def living_block(session: Session, statement: Statement, block_id: str) -> Block:
    """A block that stands in the statement's text; raises Invalid."""
    block = session.get(Block, block_id)
    if block is None or block.text_id != statement.text_id or block.gone_at is not None:
        raise Invalid(
            say(
                "This paragraph is not in the text any more. Nothing was proposed; copy your words "
                "from below and choose another paragraph."
            )
        )
    return block


def base_of(session: Session, block: Block, revision_id: str) -> tuple[Revision, Revision]:
    """The wording that was read, and what stands in its language now; raises Invalid."""
    base = session.get(Revision, revision_id) if revision_id else None
    if base is None or base.block_id != block.id:
        raise Invalid(
            say(
                "The form did not come whole: it does not say which wording you read. Nothing was "
                "proposed. What you typed is kept; send it again."
            )
        )
    version = version_of(session, block, base.language)
    return base, session.get_one(Revision, version.revision_id) if version else base


def checked_words(
    kind: AmendmentKind, language: str, body: str, second: str, base: Revision
) -> Checked:
    """Words, language and reason for being there; raises Invalid with the field to blame."""
    tag = checked_language(language)
    first, rest = checked_body(body), checked_body(second)
    if kind in {AmendmentKind.REPLACE, AmendmentKind.INSERT}:
        rest = ""
        if not first:
            raise _blamed(
                "body",
                say(
                    "There are no words. Write what the paragraph should say; to take a paragraph "
                    "out, propose its deletion."
                ),
            )
        if kind is AmendmentKind.REPLACE and first == base.body:
            raise _blamed(
                "body", say("Nothing is changed. Write what the paragraph should say instead.")
            )
    elif kind is AmendmentKind.SPLIT:
        if not first or not rest:
            raise _blamed(
                "second_body" if first else "body",
                say("A split needs two parts with words in each."),
            )
        if tag != base.language:
            raise _blamed(
                "language",
                say("A paragraph is split in the language in which you read it."),
            )
    else:
        first = rest = ""
    _refuse_other_script(tag, f"{first} {rest}")
    return Checked(tag, first, rest)


def _refuse_other_script(tag: str, words: str) -> None:
    """A Khmer text sent off as Korean would be compared word by word with a Korean one."""
    if sum(letter.isalpha() for letter in words) < LEAST_LETTERS or main_script(words) is None:
        return
    found = language_of(words, [tag])
    if found is None or found.partition("-")[0] != tag.partition("-")[0]:
        raise _blamed(
            "language",
            say(
                "These words are not written in the letters of the language that you chose. "
                "Choose the language that you write in."
            ),
        )


def refuse_impossible(
    session: Session,
    statement: Statement,
    block: Block,
    kind: AmendmentKind,
    target_id: str | None,
) -> None:
    """Places that make no sense; raises Invalid."""
    if block.kind is BlockKind.TITLE and kind not in ABOUT_THE_TITLE:
        raise Invalid(say("The title stays at the top; propose other words for it instead."))
    if kind not in WITH_TARGET:
        return
    target = session.get(Block, target_id) if target_id else None
    if target is None or target.text_id != statement.text_id or target.gone_at is not None:
        raise _blamed("target", say("Choose a paragraph of this text."))
    if target.id == block.id:
        raise _blamed(
            "target",
            say("A paragraph cannot be moved behind itself. Choose another one.")
            if kind is AmendmentKind.MOVE
            else say("A paragraph cannot be joined with itself. Choose another one."),
        )
    order = session.get_one(Text, statement.text_id).order
    if kind is AmendmentKind.MOVE:
        if order.index(block.id) == order.index(target.id) + 1:
            raise _blamed("target", say("The paragraph stands there already."))
    elif target.kind is BlockKind.TITLE:
        raise _blamed("target", say("The title stays at the top; it is joined with nothing."))
    elif target.source_language != block.source_language:
        raise _blamed(
            "target",
            say(
                "These two paragraphs are written in different languages, so that they cannot be "
                "joined. Propose new words for one of them instead."
            ),
        )


def _blamed(field: str, sentence: Sentence) -> Invalid:
    return Invalid(sentence, {field: sentence})
