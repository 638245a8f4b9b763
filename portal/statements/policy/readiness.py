"""What a statement still lacks before its next step, told before the button and by the act itself.

These verdicts say nothing of who asks: that is `may_lead`'s.
"""

from collections.abc import Mapping, Sequence

from portal.core import clock, locales
from portal.core.languages import name as language_name
from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say, say_n
from portal.network.models import both_sides
from portal.statements.models import KEPT_UNTIL, MEANT, Decision, Stage, Statement
from portal.statements.rules import Cast
from portal.texts.queries import Completeness

MOVED_ON = say(
    "This statement has moved on in the meantime, or is not there yet. Reload the page to see "
    "where it stands."
)
UNRELEASED = frozenset(
    {
        Stage.DRAFT,
        Stage.CONSULTATION,
        Stage.AMENDMENTS_CLOSED,
        Stage.MERGE_REVIEW,
        Stage.DECISION,
        Stage.RETURNED,
        Stage.ADOPTED,
    }
)
"""Stages in which a text is on its way to its next release."""

DECIDED_ON = frozenset({Stage.DECISION, Stage.ADOPTED})
"""Stages in which what a release needs belongs to what was, or is being, decided on."""


def at_stage(statement: Statement, *stages: Stage) -> Verdict:
    return YES if statement.stage in stages else no(MOVED_ON)


def ready_to_consult(statement: Statement) -> Verdict:
    """Opened by its drafters, who are of both sides; a public text is taken up again otherwise."""
    verdict = at_stage(statement, Stage.DRAFT, Stage.RETURNED)
    if verdict and not both_sides({drafter.side for drafter in statement.drafters}):
        return no(
            say(
                "The drafting group is from one side only. Invite an organisation of the other side "
                "first: neither writes alone."
            )
        )
    return verdict


def ready_to_close(statement: Statement) -> Verdict:
    verdict = at_stage(statement, Stage.CONSULTATION)
    if verdict and statement.deadline is not None and not statement.is_over:
        return no(
            say(
                "Consultation was promised until its deadline; members may still be writing. Close "
                "it when the time is over."
            )
        )
    return verdict


def ready_to_decide(statement: Statement, unanswered: int) -> Verdict:
    """`unanswered` counts amendments, and objections to what was made of them."""
    verdict = at_stage(statement, Stage.MERGE_REVIEW)
    if verdict and unanswered:
        return no(
            say_n(
                "%(num)s amendment has no answer yet. Everyone who proposes something is answered "
                "before the decision.",
                "%(num)s amendments have no answer yet. Everyone who proposes something is "
                "answered before the decision.",
                unanswered,
            )
        )
    return verdict


def ready_to_count(decision: Decision, casts: Sequence[Cast]) -> Verdict:
    """The time is over, or every organisation of the roster has answered."""
    if decision.closed_at is not None:
        return no(say("This decision has ended already."))
    if decision.ends_at > clock.now() and any(cast.choice is None for cast in casts):
        return no(
            say(
                "Organisations may still answer until the deadline. The decision closes when the "
                "time is over or all have answered."
            )
        )
    return YES


def ready_to_release(statement: Statement, states: Mapping[str, Completeness]) -> Verdict:
    """A text that can be read to its end in one language, and in every one that was required."""
    if statement.stage is not Stage.ADOPTED:
        return no(say("Only a statement that both sides have adopted can be released."))
    ready = [tag for tag, state in states.items() if state.is_checked]
    if not ready:
        return no(
            say(
                "The text cannot be read from beginning to end in any one language yet, with every "
                "translation reviewed. The release waits until it can."
            )
        )
    lacking = [tag for tag in statement.required_languages if tag not in ready]
    if lacking:
        return no(
            say(
                "These required languages are missing, unreviewed or out of date: %(languages)s. "
                "The release waits until they are done.",
                languages=locales.format_list(
                    [language_name(tag, locales.current().tag) for tag in lacking]
                ),
            )
        )
    return YES


def ready_to_move_deadline(statement: Statement) -> Verdict:
    """A deadline that others rely on moves while it runs; one that is only meant, at any time."""
    if statement.stage in MEANT:
        return YES
    verdict = at_stage(statement, *KEPT_UNTIL)
    if verdict and statement.deadline is None:
        return no(say("Signing has no end here, so there is no deadline to put later."))
    if verdict and statement.is_over:
        return no(say("The deadline has passed, and it has ended what it was set for. It stays."))
    return verdict


def ready_to_lapse(statement: Statement) -> Verdict:
    """A text that nobody works on any more; one that is public stays public."""
    if statement.is_public:
        return no(
            say(
                "This statement was released, and its release stays. Stand by the release instead "
                "of giving the statement up."
            )
        )
    return at_stage(statement, Stage.DRAFT, Stage.MERGE_REVIEW, Stage.RETURNED)


def ready_to_supersede(statement: Statement) -> Verdict:
    return at_stage(statement, Stage.PUBLISHED, Stage.SUBMITTED, Stage.FOLLOW_UP)


def ready_to_require(statement: Statement, languages: Sequence[str] | None = None) -> Verdict:
    """Which languages a release needs is settled before the release; none of those that were
    decided on is taken off by one organisation alone. `languages` is the list as it is to be.
    """
    if statement.stage in UNRELEASED:
        fixed = statement.stage in DECIDED_ON and languages is not None
        if fixed and not set(statement.required_languages) <= set(languages or ()):
            return no(
                say(
                    "The decision was opened on this list of languages. You can add to it, but "
                    "take none off. The list is as it was."
                )
            )
        return YES
    return no(
        say(
            "The text is released. Languages are added to the release; what the next one needs is "
            "settled when the text is taken up again."
        )
    )
