"""What the pages of amendments share: the statement, its paragraphs, one amendment as it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core import web
from portal.core.policy import Verdict, require
from portal.core.sentences import Sentence
from portal.network.actors import Actor
from portal.network.models import Side
from portal.network.names import Shown as Name
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.models import Statement
from portal.statements.queries.amending import (
    SeenAmendment,
    amendment_at,
)
from portal.statements.rebasing import Behind, Clean, Collides, Orphan
from portal.statements.views.opening import open_statement
from portal.statements.words_amending import (
    ASKS,
    BEHIND,
    DONE,
    KINDS,
    LOOKS,
    NO_TARGET,
    ORPHAN,
    REASONS,
    STATES,
)
from portal.texts.queries import ReadBlock, ReadText, read_text

EXCERPT = 60


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as the pages of amendments name it: its number (0 for the title) and its words."""

    number: int
    block: ReadBlock

    @property
    def excerpt(self) -> str:
        words = self.block.body
        return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"


@dataclass(frozen=True)
class ShownAmendment:
    """One amendment with everything that a page says of it."""

    seen: SeenAmendment
    organisation: Name
    supporters: Sequence[tuple[Name, Side]]
    paragraph: Paragraph | None
    target: Paragraph | None
    remark: Sentence | None
    """Where it stands, if there is something to be said."""
    stuck: bool

    @property
    def number(self) -> int:
        return self.seen.amendment.number


def open_amended(slug: str) -> Statement:
    """The statement at this address, for those who may follow its amendments."""
    statement = open_statement(slug)
    require(policy.may_follow_amendments(web.actor(), statement))
    return statement


def read_paragraphs(statement: Statement) -> tuple[ReadText, dict[str, Paragraph]]:
    """The text in her language; paragraph by paragraph where not even its title is in it yet."""
    session, reads = web.reading(), web.reader_languages()
    text = read_text(session, statement.text_id, reads)
    if text.wanted is not None:
        text = read_text(session, statement.text_id, reads, exactly=reads[0], insist=True)
    return text, {
        block.id: Paragraph(number, block)
        for number, block in enumerate((text.title, *text.blocks))
    }


def shown(seen: SeenAmendment, paragraphs: dict[str, Paragraph]) -> ShownAmendment:
    languages = web.reader_languages()
    amendment = seen.amendment
    remark = remark_on(seen)
    return ShownAmendment(
        seen=seen,
        organisation=display_name(amendment.organisation, languages),
        supporters=[
            (display_name(each.organisation, languages), each.side) for each in amendment.supporters
        ],
        paragraph=paragraphs.get(seen.block_id),
        target=paragraphs.get(amendment.target_block_id or ""),
        remark=remark,
        stuck=remark is not None and not isinstance(seen.standing, Clean),
    )


def remark_on(seen: SeenAmendment) -> Sentence | None:
    match seen.standing:
        case Clean(done=True):
            return DONE
        case Collides(reason=reason):
            return REASONS[reason]
        case Behind():
            return BEHIND
        case Orphan(target=target):
            return NO_TARGET if target else ORPHAN
        case _:
            return None


WORDS = {"kinds": KINDS, "asks": ASKS, "states": STATES, "looks": LOOKS}


def candidates_of(seen: SeenAmendment) -> Sequence[str]:
    return seen.standing.candidates if isinstance(seen.standing, Orphan) else ()


def verdicts(actor: Actor, statement: Statement, seen: SeenAmendment) -> dict[str, Verdict]:
    """What this reader may do with it, each with its reason where she may not."""
    made = seen.amendment
    return {
        "change": policy.may_change_amendment(actor, statement, made),
        "withdraw": policy.may_withdraw_amendment(actor, statement, made),
        "support": policy.may_support(actor, statement, made),
        "place": policy.may_place(actor, statement, made),
        "judge": policy.may_judge(actor, statement),
        "object": policy.may_object(actor, statement, made),
    }


def amendment_id_of(slug: str, number: int) -> str:
    return amendment_at(web.reading(), open_amended(slug), number).amendment.id
