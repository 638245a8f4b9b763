"""What the states of a commitment are called."""

from collections.abc import Mapping

from portal.commitments.models import CommitmentState
from portal.core.sentences import Sentence, say

STATES: Mapping[CommitmentState, Sentence] = {
    CommitmentState.OPEN: say("Still open"),
    CommitmentState.KEPT: say("Pledge kept"),
    CommitmentState.GIVEN_UP: say("Pledge given up"),
}
OVERDUE = say("Overdue")
TAKEN_UP = say("Taken up again")
