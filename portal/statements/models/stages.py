"""The stages of a statement's life, and the only ways from one to another."""

import enum


class Stage(enum.Enum):
    """Where a statement stands in its life; each step is a named act, none can be jumped."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    AMENDMENTS_CLOSED = "amendments_closed"
    MERGE_REVIEW = "merge_review"
    DECISION = "decision"
    ADOPTED = "adopted"
    RETURNED = "returned"
    LAPSED = "lapsed"
    TRANSLATIONS_CHECKED = "translations_checked"
    OPEN = "open_for_signature"
    PUBLISHED = "published"
    SUBMITTED = "submitted"
    FOLLOW_UP = "follow_up"
    SUPERSEDED = "superseded"


STAGE_CHANGES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.CONSULTATION, Stage.LAPSED}),
    Stage.CONSULTATION: frozenset({Stage.AMENDMENTS_CLOSED}),
    Stage.AMENDMENTS_CLOSED: frozenset({Stage.MERGE_REVIEW}),
    # From here and below, PUBLISHED is open only to a revision that is given up: its release stands.
    Stage.MERGE_REVIEW: frozenset({Stage.DECISION, Stage.LAPSED, Stage.PUBLISHED}),
    Stage.DECISION: frozenset({Stage.ADOPTED, Stage.RETURNED, Stage.LAPSED}),
    Stage.RETURNED: frozenset({Stage.CONSULTATION, Stage.LAPSED, Stage.PUBLISHED}),
    Stage.ADOPTED: frozenset({Stage.TRANSLATIONS_CHECKED}),
    Stage.TRANSLATIONS_CHECKED: frozenset({Stage.OPEN}),
    # A change of meaning after adoption begins again with consultation and ends in a new release.
    Stage.OPEN: frozenset({Stage.PUBLISHED, Stage.CONSULTATION}),
    Stage.PUBLISHED: frozenset({Stage.SUBMITTED, Stage.SUPERSEDED, Stage.CONSULTATION}),
    Stage.SUBMITTED: frozenset({Stage.FOLLOW_UP, Stage.SUPERSEDED, Stage.CONSULTATION}),
    Stage.FOLLOW_UP: frozenset({Stage.SUPERSEDED, Stage.CONSULTATION}),
    Stage.LAPSED: frozenset(),
    Stage.SUPERSEDED: frozenset(),
}
WRITTEN_IN = frozenset({Stage.DRAFT, Stage.MERGE_REVIEW, Stage.RETURNED})
"""Stages in which the drafting group may change the text."""
MEANT = frozenset(
    {
        Stage.DRAFT,
        Stage.AMENDMENTS_CLOSED,
        Stage.MERGE_REVIEW,
        Stage.RETURNED,
        Stage.ADOPTED,
        Stage.TRANSLATIONS_CHECKED,
        Stage.SUBMITTED,
        Stage.FOLLOW_UP,
    }
)
"""Stages whose deadline, if they have one, only says until when they are meant to be done."""
KEPT_UNTIL = frozenset({Stage.CONSULTATION, Stage.DECISION, Stage.OPEN, Stage.PUBLISHED})
"""Stages whose deadline was promised to others: it can be put later, never earlier."""
PUBLIC = frozenset(
    {Stage.OPEN, Stage.PUBLISHED, Stage.SUBMITTED, Stage.FOLLOW_UP, Stage.SUPERSEDED}
)
"""Stages in which the released text is open to everyone."""
