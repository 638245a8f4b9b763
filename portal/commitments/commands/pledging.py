"""Pledging something to a paragraph for one's own organisation."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.commitments.commands.checking import allow, held, language_of, words_of
from portal.commitments.facts import CommitmentMade
from portal.commitments.models import Commitment, CommitmentState
from portal.commitments.policy import may_be_due, may_pledge
from portal.commitments.queries.anchors import GONE, present_wording
from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.markdown import render_block
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.texts.models import Block, Revision


def pledge(
    session: Session,
    block_id: str,
    *,
    revision_id: str,
    body: str,
    language: str,
    by: Actor,
    due_on: date | None = None,
) -> Commitment:
    """Pledge something to a paragraph of a public statement, as it read in `revision_id`.

    The same words pressed twice are one commitment. Raises Invalid with the field *revision*
    where the paragraph reads otherwise by now.
    """
    block, revision = session.get(Block, block_id), session.get(Revision, revision_id)
    if block is None or revision is None or revision.block_id != block.id:
        raise NotFound
    statement = held(session, block.text_id)
    require(may_pledge(by, statement))
    assert by.organisation_id is not None  # noqa: S101 - may_pledge asks for it
    assert by.person_id is not None  # noqa: S101
    words, tag = words_of(body), language_of(language)
    allow(may_be_due(due_on), "due_on")
    present = present_wording(session, statement, block.id, revision.language)
    if present is None:
        raise Invalid(GONE, {"revision": GONE})
    if present.revision_id != revision.id:
        sentence = say(
            "This paragraph reads otherwise since you opened it. What you wrote is kept: read the "
            "paragraph again, and send it once more if you still mean it."
        )
        raise Invalid(sentence, {"revision": sentence})
    same = session.scalars(
        select(Commitment).where(
            Commitment.organisation_id == by.organisation_id,
            Commitment.block_id == block.id,
            Commitment.body == words,
            Commitment.language == tag,
            Commitment.state == CommitmentState.OPEN,
        )
    ).first()
    if same is not None and same.due_on == due_on:
        return same
    made = Commitment(
        organisation_id=by.organisation_id,
        text_id=block.text_id,
        block_id=block.id,
        revision_id=revision.id,
        body=words,
        html=str(render_block(words, "paragraph")),
        language=tag,
        due_on=due_on,
        by_id=by.person_id,
    )
    session.add(made)
    # Its page shows what was pledged.
    statement.changed_at = clock.now()
    session.flush()
    announce(
        session,
        CommitmentMade(
            subject=made.id,
            text=made.text_id,
            block=made.block_id,
            revision=made.revision_id,
            due_on=due_on,
            by=by.person_id,
            organisation=made.organisation_id,
        ),
    )
    return made
