"""Keeping the index true: whatever changes is indexed again at the end of its transaction."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.core.facts import Fact
from portal.core.orm import Reactions, at_end
from portal.events import facts as events
from portal.forums import facts as forums
from portal.library import facts as library
from portal.library.models import Work
from portal.network import facts as network
from portal.search.collecting import (
    index_edition,
    index_gathering,
    index_organisation,
    index_text,
)
from portal.statements import facts as statements
from portal.statements.models import Statement
from portal.texts import facts as texts


def _later(indexer: Callable[[Session, str], None]) -> Callable[[Session, Fact], None]:
    def react(session: Session, fact: Fact) -> None:
        subject = fact.subject
        at_end(session, (indexer, subject), lambda session: indexer(session, subject))

    return react


def statement_moved(session: Session, fact: Fact) -> None:
    """A statement's stage decides who finds its text."""
    statement = session.get(Statement, fact.subject)
    if statement is not None:
        text_id = statement.text_id
        at_end(session, (index_text, text_id), lambda session: index_text(session, text_id))


def work_changed(session: Session, fact: Fact) -> None:
    """A work's openness, and the consent of who speaks in it, decide who finds its text."""
    work = session.get(Work, fact.subject)
    if work is not None:
        text_id = work.text_id
        at_end(session, (index_text, text_id), lambda session: index_text(session, text_id))


_OF_TEXTS = (
    texts.TextCreated,
    texts.BlockEdited,
    texts.SourceMoved,
    texts.TextArranged,
    texts.TranslationSaved,
    texts.TranslationSubmitted,
    texts.TranslationReviewed,
    texts.TranslationApproved,
    texts.TranslationReturned,
    texts.DocumentImported,
)
_OF_ORGANISATIONS = (
    network.OrganisationAdmitted,
    network.OrganisationSuspended,
    network.OrganisationReadmitted,
    network.OrganisationLeft,
    network.OrganisationChanged,
    network.OrganisationImported,
    network.NameAdded,
    network.NameChanged,
    network.NameRemoved,
)
_OF_GATHERINGS = (
    events.GatheringPlanned,
    events.GatheringChanged,
    events.GatheringMoved,
    events.GatheringCancelled,
)
_OF_EDITIONS = (
    forums.EditionAdded,
    forums.EditionDatesSet,
    forums.EditionStatusChanged,
    forums.ProgrammePublished,
)
_OF_WORKS = (
    library.CatalogueChanged,
    library.WorkPublished,
    library.WorkTakenBack,
    library.ConsentGiven,
    library.ConsentWithdrawn,
)
REACTIONS: Reactions = {
    **dict.fromkeys(_OF_TEXTS, (_later(index_text),)),
    **dict.fromkeys(_OF_ORGANISATIONS, (_later(index_organisation),)),
    **dict.fromkeys(_OF_GATHERINGS, (_later(index_gathering),)),
    statements.StageReached: (statement_moved,),
    **dict.fromkeys(_OF_WORKS, (work_changed,)),
    **dict.fromkeys(_OF_EDITIONS, (_later(index_edition),)),
}
