"""A new text with its first blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.facts import announce
from portal.core.ids import new_id
from portal.network.actors import Actor
from portal.texts.commands.revisions import checked_body, checked_language, write_revision
from portal.texts.facts import TextCreated
from portal.texts.models import ArrangementAct, Block, BlockKind, Origin, Significance, Text


def open_languages(
    session: Session, text_id: str, *, shown_in: Sequence[str] | None, withdrawn_in: Sequence[str]
) -> None:
    """Show a text in these languages only (None: in all). Its holder has ruled that it is so."""
    text = session.get_one(Text, text_id)
    text.shown_in = None if shown_in is None else sorted(shown_in)
    text.withdrawn_in = sorted(withdrawn_in)
    text.changed_at = clock.now()


@dataclass(frozen=True)
class NewBlock:
    """A block to be: its wording in the language that it is written in."""

    body: str
    language: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


def create_text(
    session: Session,
    *,
    holder_type: str,
    holder_id: str,
    title: NewBlock,
    blocks: Sequence[NewBlock] = (),
    by: Actor | None,
    origin: Origin = Origin.PERSON,
) -> Text:
    """A text whose holder has already ruled that `by` may have it. Empty blocks are left out."""
    text = Text(id=new_id(), holder_type=holder_type, holder_id=holder_id)
    session.add(text)
    session.flush()
    order = []
    wanted = [NewBlock(title.body, title.language, BlockKind.TITLE), *blocks]
    for new in wanted:
        body = checked_body(new.body)
        if not body and new.kind is not BlockKind.TITLE:
            continue
        language = checked_language(new.language)
        block = Block(
            id=new_id(),
            text_id=text.id,
            kind=new.kind,
            level=new.level,
            source_language=language,
            last_seq=0,
            source_since=1,
        )
        session.add(block)
        session.flush()
        write_revision(
            session,
            block,
            language=language,
            body=body,
            significance=Significance.MEANING,
            by=by,
            origin=origin,
        )
        order.append(block.id)
    text.order = order
    text.acts = 1
    session.add(
        ArrangementAct(
            text_id=text.id,
            number=1,
            act="create",
            details={"blocks": order},
            order_after=order,
            author_id=by.person_id if by else None,
        )
    )
    announce(
        session,
        TextCreated(
            subject=text.id,
            blocks=len(order),
            by=by.person_id if by else None,
            organisation=by.organisation_id if by else None,
        ),
    )
    return text
