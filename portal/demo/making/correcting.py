"""What was corrected in the demo's released statements: by one side, confirmed by the other."""

from portal.demo.making.drafting import Drafting
from portal.demo.reading.amendments import Erratum
from portal.statements.commands import confirm_erratum, propose_erratum


def lay_errata(drafting: Drafting) -> None:
    """Proposed a day before the other side confirms it; then signatories may object."""
    story = drafting.story
    for given in drafting.about.errata:
        story.on(
            story.moment(given.confirmed_days - 1, "10:30", drafting.zone),
            _propose,
            drafting,
            given,
        )


def _propose(drafting: Drafting, given: Erratum) -> None:
    story = drafting.story
    made = propose_erratum(
        story.session,
        drafting.id,
        block_id=drafting.text.block(story.session, given.block),
        language=given.language,
        body=given.body,
        reason=given.reason,
        reason_language=given.reason_language,
        by=drafting.representative(given.organisation),
    )
    story.on(
        story.moment(given.confirmed_days, "08:30", drafting.zone),
        lambda: confirm_erratum(
            story.session, made.id, by=drafting.representative(given.confirmed_by)
        ),
    )
