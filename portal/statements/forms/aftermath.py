"""Forms for what becomes of a published statement."""

from wtforms import (
    DateField,
)
from wtforms.validators import DataRequired, Length

from portal.core.forms import Form, StrippedField
from portal.core.sentences import say


class SubmissionForm(Form):
    addressee = StrippedField(
        say("To whom was it handed?"), validators=[DataRequired(), Length(max=300)]
    )
    submitted_on = DateField(say("On which day?"), validators=[DataRequired()])
    reference = StrippedField(
        say("Under which reference, if there is one?"), validators=[Length(max=200)]
    )
