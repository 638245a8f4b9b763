"""Who may read, write, translate and review a text: whatever holds it says so.

A text does not know what it belongs to. Each holder (statements, library, forums) hands in its
rules once, in `portal/wiring.py`; the text's own commands ask them, so that there is one rule.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.texts.models import Text, TranslationState, Version


class Rules(Protocol):
    """What a holder of texts decides about them."""

    def may_read(self, session: Session, actor: Actor, text: Text) -> Verdict: ...

    def may_write(self, session: Session, actor: Actor, text: Text) -> Verdict:
        """Edit blocks in their source languages, and arrange them."""

    def may_translate(self, session: Session, actor: Actor, text: Text) -> Verdict: ...

    def may_review(self, session: Session, actor: Actor, text: Text) -> Verdict: ...

    def bring(self, session: Session, holders: Collection[str]) -> Sequence[object]:
        """The holders with what the rules look at, for a list of texts; few statements."""


_RULES: dict[str, Rules] = {}


def register_rules(holder_type: str, rules: Rules) -> None:
    """Hand in the rules of one kind of holder; called at start, in `portal/wiring.py`."""
    _RULES[holder_type] = rules


def bring_holders(session: Session, texts: Collection[Text]) -> Sequence[object]:
    """Load what the rules of these texts look at; keep the answer as long as they are asked."""
    return [
        holder
        for kind, rules in _RULES.items()
        if (holders := [text.holder_id for text in texts if text.holder_type == kind])
        for holder in rules.bring(session, holders)
    ]


def _rules(text: Text) -> Rules:
    return _RULES[text.holder_type]


def may_read(session: Session, actor: Actor, text: Text) -> Verdict:
    return _rules(text).may_read(session, actor, text)


def may_read_in(session: Session, actor: Actor, text: Text, language: str) -> Verdict:
    """Whether this wording may be shown: some texts are open in certain languages only."""
    if language in text.withdrawn_in:
        return no(say("The person who speaks here has taken back her consent for this language."))
    if text.shown_in is None or language in text.shown_in:
        return YES
    return may_translate(session, actor, text)


def may_take_along(session: Session, actor: Actor, text: Text, language: str) -> Verdict:
    """Whether this language may leave the site as a file: holders may rule on it, most do not."""
    rule = getattr(_rules(text), "may_take_along", None)
    return rule(session, actor, text, language) if rule is not None else YES


def may_write(session: Session, actor: Actor, text: Text) -> Verdict:
    if not actor.signed_in:
        return no(say("Sign in to write here."))
    return _rules(text).may_write(session, actor, text)


def may_translate(session: Session, actor: Actor, text: Text) -> Verdict:
    if not actor.signed_in:
        return no(say("Sign in to translate."))
    return _rules(text).may_translate(session, actor, text)


def may_review(session: Session, actor: Actor, text: Text, version: Version) -> Verdict:
    """A second person reviews: never whoever translated."""
    if not actor.signed_in:
        return no(say("Sign in to review."))
    if version.translator_id == actor.person_id:
        return no(say("You translated this paragraph yourself: a second person has to review it."))
    if version.state is not TranslationState.SUBMITTED:
        return no(say("Only a translation that was submitted can be reviewed."))
    return _rules(text).may_review(session, actor, text)


def may_approve(session: Session, actor: Actor, text: Text, version: Version) -> Verdict:
    """A native speaker approves what was reviewed: someone who reads this language first."""
    if not actor.signed_in:
        return no(say("Sign in to approve a translation."))
    if version.translator_id == actor.person_id:
        return no(say("You translated this paragraph yourself: a second person has to approve it."))
    if version.state is not TranslationState.REVIEWED:
        return no(say("Only a translation that was reviewed can be approved."))
    if not actor.languages or actor.languages[0] != version.language:
        return no(
            say(
                "Only a person whose first language this is can approve it. "
                "You set the order of your languages in your settings."
            )
        )
    return _rules(text).may_review(session, actor, text)


__all__ = [
    "YES",
    "Rules",
    "bring_holders",
    "may_approve",
    "may_read",
    "may_read_in",
    "may_review",
    "may_take_along",
    "may_translate",
    "may_write",
    "register_rules",
]
