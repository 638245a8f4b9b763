"""What the pages of a text share: the text itself, its place, and who may do what."""

from dataclasses import dataclass

from flask import g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import web
from portal.core.errors import NotFound
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.policy import Verdict, require
from portal.texts import policy
from portal.texts.models import Block, BlockKind, Text
from portal.texts.places import Place, place_of
from portal.texts.queries import ReadBlock


@dataclass(frozen=True)
class Opened:
    """A text that this reader may read, and what else she may do with it."""

    text: Text
    place: Place
    may_write: Verdict
    may_translate: Verdict


def open_text(text_id: str) -> Opened:
    """The text at this address; NotFound where there is none, Refused where it is not hers to read."""
    session = web.reading()
    text = session.get(Text, text_id)
    if text is None:
        raise NotFound
    actor = web.actor()
    require(policy.may_read(session, actor, text))
    place = place_of(session, text, web.reader_languages())
    g.sensitive = place.sensitive
    return Opened(
        text,
        place,
        policy.may_write(session, actor, text),
        policy.may_translate(session, actor, text),
    )


def open_block(block_id: str) -> tuple[Opened, Block]:
    session = web.reading()
    block = session.scalar(select(Block).where(Block.id == block_id))
    if block is None:
        raise NotFound
    return open_text(block.text_id), block


def text_of_block(session: Session, block_id: str) -> str:
    """The id of the text that a block belongs to; NotFound where there is no such block."""
    text_id = session.scalar(select(Block.text_id).where(Block.id == block_id))
    if text_id is None:
        raise NotFound
    return text_id


def asked_language(name: str = "lang") -> str | None:
    """The language in the query, normalised; None when absent or no language."""
    try:
        return normalise(request.args[name]) if request.args.get(name) else None
    except LanguageTagInvalid:
        return None


@dataclass(frozen=True)
class Item:
    """A block as the `reading` macro takes it."""

    id: str
    html: str
    kind: str
    level: int
    lang: str
    dir: str
    block: ReadBlock


def item(block: ReadBlock) -> Item:
    return Item(
        id=f"b-{block.id}",
        html=block.html,
        kind=block.kind.value,
        level=max(2, block.level) if block.kind is BlockKind.HEADING else 2,
        lang=block.language,
        dir=block.dir,
        block=block,
    )
