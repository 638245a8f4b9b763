"""Proposing a change of a paragraph in one's own language; changing it and taking it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.errors import Conflict, Invalid
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.commands.amending.checking import (
    Checked,
    base_of,
    checked_words,
    living_block,
    refuse_impossible,
)
from portal.statements.commands.amending.opening import announce_act, opened
from portal.statements.commands.stages import locked
from portal.statements.facts import AmendmentChanged, AmendmentProposed, AmendmentWithdrawn
from portal.statements.models import Amendment, AmendmentKind, AmendmentState, Statement
from portal.statements.policy import (
    may_amend,
    may_change_amendment,
    may_withdraw_amendment,
)
from portal.texts.commands.revisions import checked_body
from portal.texts.models import BlockKind, Text


@dataclass(frozen=True)
class Proposal:
    """What is proposed; see `models.Amendment` for the fields."""

    kind: AmendmentKind
    block_id: str
    base_revision_id: str
    language: str
    body: str = ""
    second_body: str = ""
    target_block_id: str | None = None
    block_kind: BlockKind = BlockKind.PARAGRAPH
    reason: str = ""
    written_by: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True)
class Made:
    """The amendment, and whether it is a new one: the same sent twice is one."""

    amendment: Amendment
    is_new: bool


def propose_amendment(
    session: Session, statement_id: str, proposal: Proposal, *, by: Actor
) -> Made:
    """Propose a change of a paragraph as it read in `base_revision_id`.

    What the same organisation has proposed already, in the same words, is given back instead.
    `Conflict` shows both wordings where the paragraph was changed since it was read.
    """
    statement = locked(session, statement_id)
    require(may_amend(by, statement))
    assert by.person_id is not None  # noqa: S101 - may_amend asks for it
    assert by.organisation_id is not None  # noqa: S101
    assert by.side is not None  # noqa: S101
    checked = _checked(session, statement, proposal)
    same = _same(session, statement, proposal, checked, by.organisation_id)
    if same is not None:
        return Made(same, is_new=False)
    highest = session.scalar(
        select(func.max(Amendment.number)).where(Amendment.statement_id == statement.id)
    )
    made = Amendment(
        statement_id=statement.id,
        number=(highest or 0) + 1,
        kind=proposal.kind,
        block_id=proposal.block_id,
        base_revision_id=proposal.base_revision_id,
        base_acts=session.get_one(Text, statement.text_id).acts,
        target_block_id=proposal.target_block_id,
        language=checked.language,
        body=checked.body,
        second_body=checked.second,
        block_kind=proposal.block_kind.value,
        reason=checked_body(proposal.reason),
        organisation_id=by.organisation_id,
        side=by.side,
        author_id=by.person_id,
        written_by=proposal.written_by[:300],
        written_at=proposal.written_at,
    )
    session.add(made)
    session.flush()
    announce(
        session,
        AmendmentProposed(
            subject=statement.id,
            amendment=made.id,
            number=made.number,
            kind=made.kind,
            block=made.block_id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return Made(made, is_new=True)


def change_amendment(
    session: Session,
    amendment_id: str,
    *,
    language: str,
    body: str = "",
    second_body: str = "",
    target_block_id: str | None = None,
    reason: str = "",
    by: Actor,
) -> Amendment:
    """Write one's own open amendment anew; what it is about and was made from stays."""
    amendment, statement = opened(session, amendment_id)
    require(may_change_amendment(by, statement, amendment))
    proposal = Proposal(
        kind=amendment.kind,
        block_id=amendment.block_id,
        base_revision_id=amendment.base_revision_id,
        language=language,
        body=body,
        second_body=second_body,
        target_block_id=target_block_id,
        block_kind=BlockKind(amendment.block_kind),
    )
    checked = _checked(session, statement, proposal, stale=True)
    amendment.language = checked.language
    amendment.body, amendment.second_body = checked.body, checked.second
    amendment.target_block_id = target_block_id
    amendment.reason = checked_body(reason)
    announce_act(session, AmendmentChanged, amendment, by)
    return amendment


def withdraw_amendment(session: Session, amendment_id: str, *, by: Actor) -> Amendment:
    """Take one's own open amendment back; it stays readable as withdrawn."""
    amendment, statement = opened(session, amendment_id)
    require(may_withdraw_amendment(by, statement, amendment))
    amendment.state = AmendmentState.WITHDRAWN
    announce_act(session, AmendmentWithdrawn, amendment, by)
    return amendment


def _checked(
    session: Session, statement: Statement, proposal: Proposal, *, stale: bool = False
) -> Checked:
    """The proposal's words as they are stored. With `stale`, an older base is what it stays on."""
    block = living_block(session, statement, proposal.block_id)
    base, current = base_of(session, block, proposal.base_revision_id)
    refuse_impossible(session, statement, block, proposal.kind, proposal.target_block_id)
    checked = checked_words(
        proposal.kind, proposal.language, proposal.body, proposal.second_body, base
    )
    if proposal.block_kind is BlockKind.TITLE:
        raise Invalid(say("A text has one title; choose another kind of paragraph."))
    if not stale and current.id != base.id:
        raise Conflict(
            say(
                "This paragraph was changed while you wrote. Nothing was proposed yet and nothing "
                "you typed is lost: look at what stands there now, and send your words again."
            ),
            mine=checked.body,
            theirs=current.body,
            base=base.body,
            language=current.language,
            details={"revision": current.id, "block": block.id},
        )
    return checked


def _same(
    session: Session,
    statement: Statement,
    proposal: Proposal,
    checked: Checked,
    organisation_id: str,
) -> Amendment | None:
    """What this organisation has open with the same content."""
    return session.scalars(
        select(Amendment)
        .where(
            Amendment.statement_id == statement.id,
            Amendment.organisation_id == organisation_id,
            Amendment.state == AmendmentState.OPEN,
            Amendment.kind == proposal.kind,
            Amendment.block_id == proposal.block_id,
            Amendment.target_block_id == proposal.target_block_id
            if proposal.target_block_id
            else Amendment.target_block_id.is_(None),
            Amendment.language == checked.language,
            Amendment.body == checked.body,
            Amendment.second_body == checked.second,
        )
        .order_by(Amendment.number)
    ).first()
