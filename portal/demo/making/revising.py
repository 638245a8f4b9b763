"""How a released demo statement was taken up again, from one side's proposal to the next release."""

from collections.abc import Callable, Iterator
from datetime import datetime

from portal.demo.making.amending import lay_amendments
from portal.demo.making.deciding import consent_as_needed
from portal.demo.making.drafting import Drafting
from portal.demo.making.schedule import Until
from portal.demo.making.signing import open_now, release_now
from portal.demo.making.texts import Hands, lay_translations
from portal.demo.reading.amendments import Revision
from portal.demo.reading.texts import BlockTranslation
from portal.statements.commands import (
    begin_merge_review,
    close_amendments,
    close_decision,
    confirm_revision,
    open_decision,
    propose_revision,
    publish,
)
from portal.statements.models import Decision

_DECIDING = 8
"""Days for which the second decision is open."""
_SIGNED_AFTER = 30
"""Days for which the next release can be signed once it is published."""


def lay_revision(drafting: Drafting, hands: Hands) -> None:
    """Take the text up again as its file says; nothing happens where it says nothing."""
    if drafting.about.revision is not None:
        _Revising(drafting, hands, drafting.about.revision).lay()


class _Revising:
    """One revision, and the decision on it once that is open."""

    def __init__(self, drafting: Drafting, hands: Hands, revision: Revision) -> None:
        self.drafting, self.hands, self.about = drafting, hands, revision
        self.session = drafting.story.session
        self.proposed = ""
        self.decision: Decision

    def at(self, days: float, time: str) -> datetime:
        return self.drafting.story.moment(days, time, self.drafting.zone)

    def lay(self) -> None:
        about, drafting = self.about, self.drafting
        decided = about.decision_days + _DECIDING
        steps: list[tuple[float, str, Callable[[], object]]] = [
            (about.proposed_days, "10:00", self.propose),
            (about.proposed_days + 1, "15:00", self.confirm),
            (about.consultation_days, "18:00", self.close),
            (about.consultation_days + 1, "10:00", self.merge),
            (about.decision_days, "09:00", self.decide),
            (decided, "12:00", self.consent),
            (decided, "18:00", self.count),
            (about.opened_days - 1, "10:00", self.release),
            (about.opened_days, "10:00", self.open),
            (about.published_days, "09:00", self.publish),
        ]
        for days, time, act in steps:
            drafting.story.on(self.at(days, time), act)
        merging = self.at(about.consultation_days + 1, "12:00")
        deciding = self.at(about.decision_days, "07:00")
        lay_amendments(drafting, about.amendments, (merging, deciding))
        lay_translations(
            drafting.story,
            drafting.text,
            self.hands,
            deciding,
            self.at(about.translations_days, "12:00"),
            only=list(self.translations()),
        )

    def translations(self) -> Iterator[BlockTranslation]:
        """As far as that block has come in that language before."""
        before = {
            (one.block, one.language): one for one in self.drafting.text.content.translations()
        }
        for wording in self.about.wordings:
            known = before[wording.block, wording.language]
            yield BlockTranslation(
                block=wording.block,
                language=wording.language,
                body=wording.body,
                state=known.state,
                translator=known.translator,
                reviewer=known.reviewer,
                stale=None,
            )

    def propose(self) -> None:
        self.proposed = propose_revision(
            self.session,
            self.drafting.id,
            reason=self.about.reason,
            language=self.about.language,
            deadline=self.at(self.about.consultation_days, "17:00"),
            zone=self.drafting.zone,
            by=self.drafting.representative(self.about.organisation),
        ).id

    def confirm(self) -> None:
        confirm_revision(
            self.session,
            self.proposed,
            by=self.drafting.representative(self.about.confirmed_by),
        )

    def close(self) -> None:
        close_amendments(self.session, self.drafting.id, by=self.drafting.lead())

    def merge(self) -> None:
        begin_merge_review(self.session, self.drafting.id, by=self.drafting.lead())

    def decide(self) -> None:
        self.decision = open_decision(
            self.session,
            self.drafting.id,
            ends_at=self.at(self.about.decision_days + _DECIDING, "17:00"),
            by=self.drafting.lead(),
        )

    def consent(self) -> None:
        consent_as_needed(self.drafting, self.decision, set())

    def count(self) -> None:
        close_decision(self.session, self.decision.id, by=self.drafting.lead())

    def release(self) -> None:
        release_now(self.drafting, Until(deadline=None, zone=None))

    def open(self) -> None:
        ends = self.at(self.about.published_days + _SIGNED_AFTER, "17:00")
        open_now(self.drafting, Until(deadline=ends, zone=self.drafting.zone))

    def publish(self) -> None:
        publish(self.session, self.drafting.id, by=self.drafting.lead())
