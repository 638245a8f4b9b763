"""The words for stages, choices, roles, what a decision still lacks, and what was done."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from portal.core import locales
from portal.core.languages import name as language_name
from portal.core.sentences import Sentence, say
from portal.network import acts
from portal.statements.models import (
    MEANT,
    Choice,
    Outcome,
    SignatoryKind,
    SignatureRole,
    SignatureState,
    Stage,
)
from portal.statements.queries.signing import Flag
from portal.statements.rules import Rule

STAGES: dict[Stage, Sentence] = {
    Stage.DRAFT: say("Draft"),
    Stage.CONSULTATION: say("Consultation"),
    Stage.AMENDMENTS_CLOSED: say("Consultation closed"),
    Stage.MERGE_REVIEW: say("Merge review"),
    Stage.DECISION: say("Decision"),
    Stage.ADOPTED: say("Adopted"),
    Stage.RETURNED: say("Returned to its drafters"),
    Stage.LAPSED: say("Lapsed"),
    Stage.TRANSLATIONS_CHECKED: say("Translations checked"),
    Stage.OPEN: say("Open for signature"),
    Stage.PUBLISHED: say("Published"),
    Stage.SUBMITTED: say("Submitted"),
    Stage.FOLLOW_UP: say("Followed up"),
    Stage.SUPERSEDED: say("Superseded"),
}
CHOICES: dict[Choice, Sentence] = {
    Choice.CONSENT: say("We consent"),
    Choice.CONCERN: say("We consent, with a concern"),
    Choice.STAND_ASIDE: say("We stand aside"),
    Choice.BLOCK: say("We block"),
}
CHOICE_HINTS: dict[Choice, Sentence] = {
    Choice.CONCERN: say("The text may go ahead; your concern is kept with it."),
    Choice.STAND_ASIDE: say("You do not carry the text, and you do not stand in its way."),
    Choice.BLOCK: say("The text must not go ahead like this. Name the paragraph and offer words."),
}
ROLES: dict[SignatureRole, Sentence] = {
    SignatureRole.CALLER: say("Called for it"),
    SignatureRole.DRAFTER: say("Drafted it"),
    SignatureRole.CO_SIGNER: say("Co-signed"),
    SignatureRole.ENDORSER: say("Endorses it"),
}
SIGNATORY_KINDS: dict[SignatoryKind, Sentence] = {
    SignatoryKind.MEMBER: say("Member organisation"),
    SignatoryKind.EXTERNAL: say("Organisation from outside the network"),
    SignatoryKind.INDIVIDUAL: say("Individual, for identification only"),
    SignatoryKind.COLLECTIVE: say("Group of people without their names"),
}
SIGNATURE_STATES: dict[SignatureState, Sentence] = {
    SignatureState.UNCONFIRMED: say("Waits for the answer to a mail"),
    SignatureState.AWAITING_OFFICER: say("Waits for a second officer"),
    SignatureState.IN_REVIEW: say("Waits for a person of the network to look at it"),
    SignatureState.CONFIRMED: say("Stands under the text"),
    SignatureState.DECLINED: say("Declined"),
    SignatureState.WITHDRAWN: say("Withdrawn"),
}
LIST_PROBLEMS: dict[str, Sentence] = {
    "empty": say("No name was found on this line. It is left out until you write one."),
    "doubled": say("The same name stands on an earlier line."),
    "signed": say("A signature with this name stands already, or waits to be looked at."),
    "member": say(
        "It seems to be a member. Nobody signs for a member: it gets a mail that asks it to sign itself."
    ),
}
FLAGS: dict[Flag, Sentence] = {
    Flag.FREE_MAIL: say("Its mail address is one that anyone can get"),
    Flag.OTHER_DOMAIN: say("Its mail address does not belong to its website"),
    Flag.KNOWN_MEMBER: say("It may be a member, who should sign for itself"),
    Flag.SIGNED: say("A signature with this name stands already"),
    Flag.LISTED: say("Taken over from a list"),
    Flag.WITHHELD: say("Its name is kept from the public"),
    Flag.UNREADABLE: say("Its name cannot be read, because a key is lost"),
}
OUTCOMES: dict[Outcome, Sentence] = {
    Outcome.ADOPTED: say("Both sides have adopted the text."),
    Outcome.RETURNED: say("The text goes back to its drafters."),
    Outcome.LAPSED: say("The decision lapsed: too few organisations answered."),
}


PATH: tuple[Stage, ...] = (
    Stage.DRAFT,
    Stage.CONSULTATION,
    Stage.AMENDMENTS_CLOSED,
    Stage.MERGE_REVIEW,
    Stage.DECISION,
    Stage.ADOPTED,
    Stage.TRANSLATIONS_CHECKED,
    Stage.OPEN,
    Stage.PUBLISHED,
    Stage.SUBMITTED,
    Stage.FOLLOW_UP,
)
"""The way of a statement to its end, as its page shows it."""
ASIDE: dict[Stage, Stage] = {
    Stage.RETURNED: Stage.DECISION,
    Stage.LAPSED: Stage.DECISION,
    Stage.SUPERSEDED: Stage.FOLLOW_UP,
}
"""Where a stage that is not on the way lies beside it."""


def lacking(code: str) -> Sentence:
    """What a decision still lacks, in words, for one code of `rules.Result.lacking`."""
    kind, _, rest = code.partition("-")
    sentences = {
        "answers-sending": say("Too few organisations of the sending side have answered."),
        "answers-receiving": say("Too few organisations of the receiving side have answered."),
        "consent-sending": say("Too few organisations of the sending side consent."),
        "consent-receiving": say("Too few organisations of the receiving side consent."),
        "no-sending": say("There is nobody of the sending side on the roster."),
        "no-receiving": say("There is nobody of the receiving side on the roster."),
        "blocks": say("A block is not resolved."),
    }
    if kind == "country":
        return say(
            "Too many of all consents come from one country: %(country)s.",
            country=locales.country_name(rest),
        )
    return sentences[code]


def rule_in_words(rule: Rule) -> list[Sentence]:
    """The rule as it is printed: in a first round too, with what would hold in a second."""
    return [
        say(
            "One organisation, one answer. The text is adopted when at least %(share)s%% of each "
            "side have answered, someone of each side consents, and no block is unresolved. "
            "Silence is never consent.",
            share=rule.answered,
        ),
        _second_round(rule),
        say(
            "A decision stays open for at least %(days)s days. It ends at its deadline, or when "
            "all have answered.",
            days=rule.least_days,
        ),
        say(
            "A text that is not adopted goes back to its drafters when enough of each side have "
            "answered or a block is open. Otherwise the decision lapses."
        ),
    ]


def _second_round(rule: Rule) -> Sentence:
    if rule.second_round_consent == 67 and rule.largest_country == 50:
        return say(
            "In a second round at least two thirds of each side must consent, and no country may "
            "hold more than half of all consents."
        )
    return say(
        "In a second round at least %(share)s%% of each side must consent, and no country may "
        "hold more than %(country)s%% of all consents.",
        share=rule.second_round_consent,
        country=rule.largest_country,
    )


class _Act(Protocol):
    @property
    def act(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...


def describe(entry: _Act, zone: str) -> Sentence:
    """An entry of the log about a statement, said more closely than in the whole network's log.

    Deadlines are said in the statement's own `zone`.
    """
    if entry.act == "StageReached":
        return _reached(entry.details, zone)
    if entry.act == "DeadlineMoved":
        return _moved(entry.details, zone)
    closer = _CLOSER.get(entry.act)
    return closer(entry.details) if closer else acts.describe(entry.act, entry.details)


def _reached(details: Mapping[str, Any], zone: str) -> Sentence:
    reached = Stage(details["stage"])
    stage = STAGES[reached]
    if not details.get("deadline"):
        return say("Reached the stage “%(stage)s”", stage=stage)
    zone = details.get("zone") or zone
    if reached in MEANT:
        return say(
            "Reached the stage “%(stage)s”, which is meant to be done by %(when)s in %(place)s",
            stage=stage,
            when=locales.format_datetime(datetime.fromisoformat(details["deadline"]), zone=zone),
            place=locales.zone_label(zone),
        )
    return say(
        "Reached the stage “%(stage)s”, which lasts until %(when)s in %(place)s",
        stage=stage,
        when=locales.format_datetime(datetime.fromisoformat(details["deadline"]), zone=zone),
        place=locales.zone_label(zone),
    )


def _moved(details: Mapping[str, Any], zone: str) -> Sentence:
    if not details.get("deadline"):
        return say("Took the deadline of this stage away: %(reason)s", reason=details["reason"])
    zone = details.get("zone") or zone
    return say(
        "Moved the deadline of this stage to %(when)s in %(place)s: %(reason)s",
        when=locales.format_datetime(datetime.fromisoformat(details["deadline"]), zone=zone),
        place=locales.zone_label(zone),
        reason=details["reason"],
    )


def _required(details: Mapping[str, Any]) -> Sentence:
    if not details["languages"]:
        return say("Settled that a release needs no certain language")
    return say(
        "Settled that a release needs %(languages)s",
        languages=locales.format_list([_language(tag) for tag in details["languages"]]),
    )


def _language(tag: str) -> str:
    return language_name(tag, locales.current().tag)


_CLOSER: dict[str, Callable[[Mapping[str, Any]], Sentence]] = {
    "DecisionClosed": lambda details: OUTCOMES[Outcome(details["outcome"])],
    "AnswerGiven": lambda details: say(
        "Answered in the decision: %(choice)s", choice=CHOICES[Choice(details["choice"])]
    ),
    "StatementReleased": lambda details: say(
        "Froze the text as release %(number)s", number=details["number"]
    ),
    "ReleaseLanguageAdded": lambda details: say(
        "Added %(language)s to a release", language=_language(details["language"])
    ),
    "LanguagesRequired": _required,
}
