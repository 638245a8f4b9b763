"""The drafting group's answers: accepted, accepted with changes, declined with a reason."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.network.actors import Actor
from portal.statements.commands.amending.applying import apply_amendment
from portal.statements.commands.amending.opening import announce_act, opened
from portal.statements.facts import AmendmentAnswered, AnswerTakenBack
from portal.statements.models import Amendment, AmendmentKind, AmendmentState, Statement
from portal.statements.policy import may_judge
from portal.statements.queries.amended_text import text_now
from portal.statements.queries.amending import SeenAmendment, see
from portal.statements.rebasing import Behind, Clean, Collides, Orphan, Reason
from portal.texts.commands.revisions import checked_body, checked_language

WITH_WORDS = frozenset({AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.SPLIT})
"""Kinds that can be accepted with other words."""
_MEETS: dict[Reason, Sentence] = {
    Reason.WORDS: say(
        "The same words have been changed in the text. Nothing was accepted: accept it with "
        "changes that put the two together, or decline it."
    ),
    Reason.CUT: say(
        "The paragraph reads otherwise than the one that was to be cut. Nothing was accepted: "
        "accept it with two parts of the present words, or decline it."
    ),
    Reason.RESHAPED: say(
        "The paragraph was split or joined since this was proposed. Nothing was accepted: do by "
        "hand what still makes sense, and decline it with that reason."
    ),
    Reason.MOVED: say(
        "The paragraph was moved to another place since. Nothing was accepted: move it by hand if "
        "the proposal is right, and decline it with that reason."
    ),
    Reason.PLACE: say(
        "The place that it names is inside the paragraph itself by now. Nothing was accepted; "
        "decline it with that reason."
    ),
    Reason.LANGUAGES: say(
        "The two paragraphs are written in different languages by now. Nothing was accepted: write "
        "one of them in the other's language first, or decline it."
    ),
}
_BEHIND = say(
    "The text has changed its meaning since the proposer read it. Nothing was accepted: accept it "
    "with changes that fit the present text, or decline it."
)
_ORPHAN = say(
    "The paragraph is gone. Nothing was accepted: place the amendment at another paragraph first, "
    "or decline it."
)


@dataclass(frozen=True)
class Words:
    """The words that the drafting group takes instead; two parts for a split."""

    body: str
    second: str = ""


def accept_amendment(
    session: Session,
    amendment_id: str,
    *,
    seen: str,
    words: Words | None = None,
    answer: str = "",
    language: str = "und",
    by: Actor,
) -> Amendment:
    """Take it into the text, in the proposer's words or in others.

    `seen` is what the page showed of the text (`SeenAmendment.seen`): when it has moved on,
    `Conflict` says so and nothing is taken.
    """
    amendment, statement = _unanswered(session, amendment_id, by)
    at = see(session, statement, amendment)
    if seen != at.seen:
        raise Conflict(
            say(
                "The text has changed since you opened this page. Nothing was accepted; look at how "
                "amendment %(number)s stands now, and decide again.",
                number=amendment.number,
            ),
            mine=words.body if words else "",
            language=amendment.language,
        )
    clean = _as_clean(at, words)
    asked = at.standing
    taken = Clean(
        clean.block,
        checked_body(words.body) if words else clean.body,
        checked_body(words.second) if words else clean.second,
        place=clean.place,
        joined=clean.joined,
        done=clean.done and words is None,
    )
    revision = apply_amendment(
        session, amendment, taken, text_now(session, statement), statement.text_id, by=by
    )
    as_proposed = isinstance(asked, Clean) and (taken.body, taken.second) == (
        asked.body,
        asked.second,
    )
    amendment.result_revision_id = revision.id if revision else None
    _answer(
        session,
        amendment,
        AmendmentState.ACCEPTED if as_proposed else AmendmentState.ACCEPTED_WITH_CHANGES,
        answer,
        language,
        by,
    )
    return amendment


def _as_clean(at: SeenAmendment, words: Words | None) -> Clean:
    """What can be applied; Invalid says why nothing can."""
    standing, kind = at.standing, at.amendment.kind
    if words is not None and kind not in WITH_WORDS:
        raise Invalid(
            say(
                "This amendment has no words that could be changed. Accept it as it is, or decline it."
            )
        )
    if words is not None and not (
        words.body.strip() and (words.second.strip() or kind is not AmendmentKind.SPLIT)
    ):
        raise Invalid(
            say("Write the words that the text shall have. Nothing was accepted."),
            {"body": say("This is needed.")},
        )
    match standing:
        case Clean():
            return standing
        case Orphan():
            raise Invalid(_ORPHAN)
        case Collides(block, reason) if words is None or reason not in {Reason.WORDS, Reason.CUT}:
            raise Invalid(_MEETS[reason])
        case Behind() if words is None:
            raise Invalid(_BEHIND)
        case Collides(block) | Behind(block):
            return Clean(block)
        case _:
            raise Invalid(say("This amendment is not open any more."))


def decline_amendment(
    session: Session, amendment_id: str, *, reason: str, language: str, by: Actor
) -> Amendment:
    """Do not take it, and say why."""
    amendment, _ = _unanswered(session, amendment_id, by)
    if not reason.strip():
        raise Invalid(
            say("Say why, so that the proposer can understand it. Nothing was declined yet."),
            {"answer": say("This is needed.")},
        )
    _answer(session, amendment, AmendmentState.DECLINED, reason, language, by)
    return amendment


def take_back_answer(session: Session, amendment_id: str, *, by: Actor) -> Amendment:
    """Open a declined amendment again. What was accepted is in the text, and is undone there."""
    amendment, statement = opened(session, amendment_id)
    require(may_judge(by, statement))
    if amendment.state in {AmendmentState.ACCEPTED, AmendmentState.ACCEPTED_WITH_CHANGES}:
        raise Invalid(
            say(
                "What was accepted is in the text. To undo it, bring the older wording back in the "
                "paragraph's history; the amendment keeps its answer."
            )
        )
    if amendment.state is not AmendmentState.DECLINED:
        raise Invalid(say("This amendment has no answer that could be taken back."))
    amendment.state = AmendmentState.OPEN
    amendment.answer, amendment.answer_language = "", "und"
    amendment.answered_at = amendment.answered_by_id = None
    announce_act(session, AnswerTakenBack, amendment, by)
    return amendment


def _unanswered(session: Session, amendment_id: str, by: Actor) -> tuple[Amendment, Statement]:
    amendment, statement = opened(session, amendment_id)
    require(may_judge(by, statement))
    if amendment.state is not AmendmentState.OPEN:
        raise Invalid(
            say(
                "Amendment %(number)s has been answered or withdrawn in the meantime. Your answer "
                "was not recorded; reload the page to see where it stands.",
                number=amendment.number,
            )
        )
    return amendment, statement


def _answer(
    session: Session,
    amendment: Amendment,
    state: AmendmentState,
    words: str,
    language: str,
    by: Actor,
) -> None:
    amendment.state = state
    amendment.answer = checked_body(words)
    amendment.answer_language = checked_language(language) if amendment.answer else "und"
    amendment.answered_by_id = by.person_id
    amendment.answered_at = clock.now()
    announce_act(session, AmendmentAnswered, amendment, by, answer=state)
