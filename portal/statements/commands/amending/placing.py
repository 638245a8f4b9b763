"""Giving an orphan a paragraph again: a person says which."""

from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.commands.amending.checking import living_block, refuse_impossible
from portal.statements.commands.amending.opening import announce_act, opened
from portal.statements.facts import AmendmentPlaced
from portal.statements.models import Amendment, AmendmentKind
from portal.statements.policy import may_place
from portal.statements.queries.amending import see
from portal.statements.rebasing import Orphan
from portal.texts.commands.revisions import version_of
from portal.texts.engine import Merged, merge
from portal.texts.models import Block, Revision, Text


def place_amendment(session: Session, amendment_id: str, *, block_id: str, by: Actor) -> Amendment:
    """Let an orphan stand at `block_id` (or name it, where what it named is gone).

    New words are joined with what stands there; where they meet, they are kept whole, and the
    review shows what they would change.
    """
    amendment, statement = opened(session, amendment_id)
    require(may_place(by, statement, amendment))
    seen = see(session, statement, amendment)
    standing = seen.standing
    if not isinstance(standing, Orphan):
        raise Invalid(
            say(
                "This amendment has its paragraph: somebody placed it, or brought the paragraph back."
            )
        )
    block = living_block(session, statement, block_id)
    anchor = session.get_one(Block, standing.block) if standing.target else block
    refuse_impossible(
        session,
        statement,
        anchor,
        amendment.kind,
        block.id if standing.target else amendment.target_block_id,
    )
    if standing.target:
        amendment.block_id, amendment.target_block_id = standing.block, block.id
    else:
        _settle(session, amendment, seen.base, block)
        amendment.block_id = block.id
    amendment.base_acts = session.get_one(Text, statement.text_id).acts
    announce_act(session, AmendmentPlaced, amendment, by, block=block.id)
    return amendment


def _settle(session: Session, amendment: Amendment, base: Revision, block: Block) -> None:
    """Bind the words to the new paragraph's wording."""
    if amendment.kind is AmendmentKind.SPLIT:
        # Its two parts are of other words: whoever decides has to write them.
        return
    version = version_of(session, block, amendment.language) or version_of(
        session, block, block.source_language
    )
    assert version is not None  # noqa: S101 - a block has its source
    current = session.get_one(Revision, version.revision_id)
    if amendment.kind is AmendmentKind.REPLACE and base.language == current.language:
        joined = merge(base.body, amendment.body, current.body, current.language)
        if isinstance(joined, Merged) and joined.text != current.body:
            amendment.body = joined.text
    amendment.base_revision_id = current.id
