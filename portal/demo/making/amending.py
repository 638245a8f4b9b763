"""How the demo's statements were amended: proposed, supported, answered, objected to."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.core import clock
from portal.demo.making.drafting import Drafting
from portal.demo.making.texts import source_of
from portal.demo.reading.amendments import Amendment
from portal.statements.commands import (
    Proposal,
    Words,
    accept_amendment,
    answer_objection,
    decline_amendment,
    object_to_changes,
    propose_amendment,
    support_amendment,
    withdraw_amendment,
)
from portal.statements.models import Amendment as Made
from portal.statements.models import AmendmentKind
from portal.statements.queries.amending import see
from portal.texts.models import TranslationState, Version

_KINDS = {
    "replace": AmendmentKind.REPLACE,
    "insert_after": AmendmentKind.INSERT,
    "delete": AmendmentKind.DELETE,
    "move": AmendmentKind.MOVE,
    "split": AmendmentKind.SPLIT,
    "merge": AmendmentKind.MERGE,
}
_SHOWN = {TranslationState.SUBMITTED, TranslationState.REVIEWED, TranslationState.APPROVED}
_WAITS = {"pending", "withdrawn"}


def lay_amendments(
    drafting: Drafting,
    amendments: Sequence[Amendment],
    answering: tuple[datetime, datetime] | None,
) -> None:
    """Propose each on its day; where merge review has begun, answer what is answered within it."""
    story, made = drafting.story, dict[str, str]()
    for index, given in enumerate(amendments):
        story.on(
            story.moment(given.days, "19:00", drafting.people.zone(given.author))
            + timedelta(minutes=index),
            _propose,
            drafting,
            given,
            made,
        )
    if answering is None:
        return
    begin, end = answering
    answered = [given for given in amendments if given.outcome not in _WAITS]
    for index, given in enumerate(answered, start=1):
        story.on(
            begin + (end - begin) * (index / (len(answered) + 1)), _answer, drafting, given, made
        )


def _propose(drafting: Drafting, given: Amendment, made: dict[str, str]) -> None:
    story, people = drafting.story, drafting.people
    block_id, read = _read(drafting, given)
    by = people.actor(given.author, given.organisation)
    made[given.key] = propose_amendment(
        story.session,
        drafting.id,
        Proposal(
            kind=_KINDS[given.kind],
            block_id=block_id,
            base_revision_id=read,
            language=given.language,
            body=given.body or "",
            second_body=given.second_body or "",
            target_block_id=drafting.text.block(story.session, given.target)
            if given.target is not None
            else None,
            reason=given.reason,
        ),
        by=by,
    ).amendment.id
    for index, organisation in enumerate(given.supporters, start=1):
        story.on(
            clock.now() + timedelta(hours=3 * index),
            _support,
            drafting,
            made[given.key],
            organisation,
        )
    if given.outcome == "withdrawn":
        story.on(
            clock.now() + timedelta(days=1),
            lambda: withdraw_amendment(story.session, made[given.key], by=by),
        )


def _read(drafting: Drafting, given: Amendment) -> tuple[str, str]:
    """The paragraph, and its wording in the proposer's language where members can read one."""
    session = drafting.story.session
    block_id, source = source_of(drafting.story, drafting.text, given.block)
    own = session.get(Version, (block_id, given.language))
    shown = own is not None and own.state in _SHOWN and own.revision.based_on_id == source
    return block_id, own.revision_id if own is not None and shown else source


def _support(drafting: Drafting, amendment_id: str, organisation: str) -> None:
    person = drafting.people.representative(organisation)
    assert person is not None  # noqa: S101 - the content's tests say so
    support_amendment(
        drafting.story.session, amendment_id, by=drafting.people.actor(person, organisation)
    )


def _answer(drafting: Drafting, given: Amendment, made: dict[str, str]) -> None:
    session, lead = drafting.story.session, drafting.lead()
    answer, language = given.answer or "", given.answer_language or "und"
    amendment = session.get_one(Made, made[given.key])
    if given.outcome == "declined":
        decline_amendment(session, amendment.id, reason=answer, language=language, by=lead)
        return
    accept_amendment(
        session,
        amendment.id,
        seen=see(session, drafting.made, amendment).seen,
        words=Words(given.taken) if given.taken is not None else None,
        answer=answer,
        language=language,
        by=lead,
    )
    if given.objection is not None:
        drafting.story.on(clock.now() + timedelta(hours=6), _object, drafting, given, amendment.id)


def _object(drafting: Drafting, given: Amendment, amendment_id: str) -> None:
    story = drafting.story
    object_to_changes(
        story.session,
        amendment_id,
        words=given.objection or "",
        by=drafting.people.actor(given.author, given.organisation),
    )
    if given.objection_answer is not None:
        answer = given.objection_answer
        story.on(
            clock.now() + timedelta(hours=18),
            lambda: answer_objection(
                story.session, amendment_id, answer=answer, by=drafting.lead()
            ),
        )
