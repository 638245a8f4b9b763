"""The words for amendments: kinds, states, what they meet, and where they stand."""

from portal.core.sentences import Sentence, say
from portal.statements.models import AmendmentKind, AmendmentState
from portal.statements.rebasing import Meeting, Reason

KINDS: dict[AmendmentKind, Sentence] = {
    AmendmentKind.REPLACE: say("Other words"),
    AmendmentKind.INSERT: say("New paragraph"),
    AmendmentKind.DELETE: say("Take out"),
    AmendmentKind.MOVE: say("Another place"),
    AmendmentKind.SPLIT: say("Split in two"),
    AmendmentKind.MERGE: say("Join with another"),
}
ASKS: dict[AmendmentKind, Sentence] = {
    AmendmentKind.REPLACE: say("The paragraph should have other words."),
    AmendmentKind.INSERT: say("A new paragraph should come behind this one."),
    AmendmentKind.DELETE: say("The paragraph should be taken out."),
    AmendmentKind.MOVE: say("The paragraph should stand somewhere else."),
    AmendmentKind.SPLIT: say("The paragraph should become two."),
    AmendmentKind.MERGE: say("Another paragraph should be joined to this one."),
}
STATES: dict[AmendmentState, Sentence] = {
    AmendmentState.OPEN: say("Waits for its answer"),
    AmendmentState.ACCEPTED: say("Accepted"),
    AmendmentState.ACCEPTED_WITH_CHANGES: say("Accepted with changes"),
    AmendmentState.DECLINED: say("Declined"),
    AmendmentState.WITHDRAWN: say("Withdrawn"),
}
LOOKS: dict[AmendmentState, str] = {
    AmendmentState.OPEN: "submitted",
    AmendmentState.ACCEPTED: "approved",
    AmendmentState.ACCEPTED_WITH_CHANGES: "reviewed",
    AmendmentState.DECLINED: "missing",
    AmendmentState.WITHDRAWN: "missing",
}
REASONS: dict[Reason, Sentence] = {
    Reason.WORDS: say("The same words have been changed in the text since."),
    Reason.CUT: say("The paragraph that it cuts reads otherwise by now."),
    Reason.RESHAPED: say("Its paragraph was split or joined with another since."),
    Reason.MOVED: say("Its paragraph was moved to another place since."),
    Reason.PLACE: say("The place that it names is inside the paragraph itself by now."),
    Reason.LANGUAGES: say("The two paragraphs are written in different languages by now."),
}
BEHIND = say("The text has changed its meaning since its proposer read it.")
ORPHAN = say("Its paragraph is not in the text any more. Somebody has to place it.")
NO_TARGET = say("The paragraph that it names is not in the text any more.")
DONE = say("The text says so already.")
MEETINGS: dict[Meeting, Sentence] = {
    Meeting.WORDS: say("Amendment %(number)s changes the same words."),
    Meeting.LANGUAGES: say("Amendment %(number)s writes this paragraph in another language."),
    Meeting.CUT: say("Amendment %(number)s changes the words that are cut or joined here."),
    Meeting.GONE: say("One takes out what the other needs: amendment %(number)s."),
    Meeting.PLACE: say("Amendment %(number)s wants the same place, or moves what is needed here."),
    Meeting.TWICE: say("Amendment %(number)s puts in the same paragraph."),
}


def meeting_words(meeting: Meeting, number: int) -> Sentence:
    return say(MEETINGS[meeting].message, number=number)
