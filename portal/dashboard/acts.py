"""What the acts of every domain are called in the audit log, gathered where all are in sight."""

from collections.abc import Mapping

from portal.commitments import facts as commitments
from portal.core.facts import Fact
from portal.core.sentences import Sentence, say
from portal.events import facts as events
from portal.forums import facts as forums
from portal.library import facts as library
from portal.network import acts
from portal.statements import facts as statements
from portal.texts import facts as texts

ACTS: Mapping[type[Fact], Sentence] = {
    statements.StatementDrafted: say("Began to draft a statement"),
    statements.DraftersNamed: say("Named who drafts a statement"),
    statements.StageReached: say("Took a statement to its next stage"),
    statements.CommentMade: say("Commented on a statement"),
    statements.CommentAnswered: say("Answered a comment on a statement"),
    statements.RoomOpened: say("Opened the room for a statement"),
    statements.RoomClosed: say("Closed the room of a statement"),
    statements.DecisionOpened: say("Opened the decision on a statement"),
    statements.AnswerGiven: say("Answered in a decision"),
    statements.DecisionClosed: say("Closed the decision on a statement"),
    statements.BlockLifted: say("Lifted its block in a decision"),
    statements.RuleAgreed: say("Wrote down the rule by which the network decides: %(agreed)s"),
    statements.LanguagesRequired: say("Settled which languages a release needs"),
    statements.StatementGivenUp: say("Gave a statement up: %(reason)s"),
    statements.StatementSuperseded: say("Put a later statement in the place of this one"),
    statements.RevisionProposed: say("Proposed to take a released text up again: %(reason)s"),
    statements.RevisionBegun: say("Agreed to take release %(release)s up again"),
    statements.RevisionDeclined: say("A revision of a released text did not begin: %(reason)s"),
    statements.RevisionGivenUp: say("Stood by release %(release)s: %(reason)s"),
    statements.ErratumProposed: say("Proposed an erratum"),
    statements.ErratumConfirmed: say("Confirmed that an erratum is editorial"),
    statements.ErratumStopped: say("An erratum was stopped: %(reason)s"),
    statements.ErratumObjected: say("Objected to an erratum"),
    statements.StatementReleased: say("Released a statement"),
    statements.ReleaseLanguageAdded: say("Added a language to a released statement"),
    statements.StatementSigned: say("Signed a statement"),
    statements.SignatureWithdrawn: say("Withdrew a signature"),
    statements.SignatureAwaitsOfficer: say("Signed, and a second officer has to confirm it"),
    statements.SignOnAsked: say("Somebody from outside signed on and was sent a mail"),
    statements.SignOnConfirmed: say("A signatory from outside answered the mail"),
    statements.SignatureAccepted: say("Accepted a signature"),
    statements.SignatureDeclined: say("Declined a signature"),
    statements.SignaturesCleared: say("Declined sign-ons whose mail was never answered"),
    statements.SignaturesListed: say("Handed in a list of signatures"),
    statements.SigningRuleChanged: say("Changed who must sign for the organisation"),
    statements.MilestoneReached: say("A round number of signatures was reached"),
    statements.SigningFrozen: say("Stopped or reopened the signing of a statement"),
    statements.LogSealed: say("Sealed a batch of the transparency log"),
    statements.CheckpointCosigned: say("Witnessed the transparency log"),
    statements.WitnessRegistered: say("Registered a witness of the transparency log"),
    statements.WitnessRetired: say("Retired a witness of the transparency log"),
    statements.OrganisationKeyAdded: say("Added a key of the organisation"),
    statements.OrganisationKeyRetired: say("Retired a key of the organisation"),
    statements.SignedWithOwnKey: say("Signed a statement with the organisation's own key as well"),
    statements.SignatoryErased: say("Erased a signatory at her wish"),
    texts.TextCreated: say("Began a text"),
    texts.BlockEdited: say("Edited a paragraph"),
    texts.SourceMoved: say("Changed the language in which a paragraph is written"),
    texts.TextArranged: say("Rearranged the paragraphs of a text"),
    texts.TranslationSaved: say("Saved the translation of a paragraph"),
    texts.TranslationSubmitted: say("Submitted the translation of a paragraph for review"),
    texts.TranslationReviewed: say("Reviewed the translation of a paragraph"),
    texts.TranslationApproved: say("Approved the translation of a paragraph"),
    texts.TranslationReturned: say("Returned the translation of a paragraph"),
    texts.TranslationWished: say("Asked for a translation"),
    texts.DocumentImported: say("Brought a document into a text"),
    library.WorkCreated: say("Added a work to the library"),
    library.CatalogueChanged: say("Changed what the catalogue says of a work"),
    library.PublicationProposed: say("Proposed a work for publication"),
    library.WorkPublished: say("Published a work"),
    library.PublicationReturned: say("Returned a work that was proposed for publication"),
    library.WorkTakenBack: say("Took a published work back"),
    library.ConsentGiven: say("Noted a speaker's consent"),
    library.ConsentWithdrawn: say("Noted that a speaker took her consent back"),
    library.FileAttached: say("Attached a file to a work"),
    library.FileRemoved: say("Removed a file from a work"),
    forums.SeriesFounded: say("Founded a series of forums"),
    forums.EditionAdded: say("Added an edition of a forum"),
    forums.EditionDatesSet: say("Set the days or the place of a forum"),
    forums.EditionStatusChanged: say("Changed where a forum stands"),
    forums.SessionPut: say("Wrote a session of a forum's programme"),
    forums.SessionMoved: say("Moved a session of a forum"),
    forums.SessionCancelled: say("Cancelled a session of a forum"),
    forums.ProgrammePublished: say("Published a forum's programme"),
    events.GatheringPlanned: say("Planned a gathering"),
    events.GatheringChanged: say("Changed what the calendar says of a gathering"),
    events.GatheringMoved: say("Moved a gathering to another time or place"),
    events.GatheringCancelled: say("Cancelled a gathering"),
    commitments.CommitmentMade: say("Made a commitment"),
    commitments.CommitmentReported: say("Reported on a commitment"),
    commitments.CommitmentKept: say("Reported a commitment as kept"),
    commitments.CommitmentGivenUp: say("Gave a commitment up"),
    commitments.CommitmentTakenUp: say("Took a commitment up again"),
    events.ReplyGiven: say("Answered whether she comes to a gathering"),
}


def register_acts() -> None:
    """Let the log name the acts of all domains."""
    acts.register({fact.__name__: sentence for fact, sentence in ACTS.items()})
