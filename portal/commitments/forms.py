"""Forms for a commitment and for what came of it."""

from wtforms import DateField, HiddenField, RadioField
from wtforms.validators import DataRequired, Length, Optional

from portal.commitments.models import CommitmentState
from portal.commitments.words import STATES, TAKEN_UP
from portal.core.forms import LanguageField, TextField, WholeForm, say


class PledgeForm(WholeForm):
    """The wording that was read is in a hidden field, so that the commitment answers to exactly that."""

    block = HiddenField()
    revision = HiddenField()
    body = TextField(
        say("What will your organisation do?"),
        description=say("One thing, so that it can be seen later whether it was done."),
        validators=[DataRequired(), Length(max=5_000)],
    )
    language = LanguageField(say("Language that you write in"))
    due_on = DateField(
        say("By which day?"),
        description=say("You are reminded by mail a month before, and on the day."),
        validators=[Optional()],
    )


class ReportForm(WholeForm):
    """What can be said depends on where the commitment stands."""

    state = RadioField(say("What came of it?"), validators=[DataRequired()])
    words = TextField(
        say("In your own words"),
        description=say("What was done, what came of it, or what stood in the way."),
        validators=[DataRequired(), Length(max=5_000)],
    )
    language = LanguageField(say("Language that you write in"))
    due_on = DateField(
        say("Another day, if it stays open"),
        description=say("The day that was promised before stays in the history."),
        validators=[Optional()],
    )

    def offer(self, now: CommitmentState) -> None:
        """Let it be answered as the commitment stands `now`."""
        answers = (
            list(STATES.items())
            if now is CommitmentState.OPEN
            else [(CommitmentState.OPEN, TAKEN_UP)]
        )
        self.state.choices = [(state.value, str(label)) for state, label in answers]
        if self.state.data is None and len(answers) == 1:
            self.state.data = answers[0][0].value
