"""Forms for correcting a released paragraph, answering that, and objecting to it."""

from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from portal.core.forms import Form, LanguageField, TextField
from portal.core.sentences import say


class ErratumForm(Form):
    body = TextField(
        say("The paragraph as it should read"), validators=[DataRequired(), Length(max=20_000)]
    )
    reason = TextField(
        say("Why does this not change the meaning?"),
        description=say("The other side and everyone who signed read this."),
        validators=[DataRequired(), Length(max=5_000)],
    )
    reason_language = LanguageField(say("Language that you write in"))


class ReasonForm(Form):
    """For saying no, or taking something back."""

    reason = TextField(say("Why?"), validators=[DataRequired(), Length(max=5_000)])


class ObjectionForm(Form):
    words = TextField(
        say("What does the correction change?"),
        validators=[DataRequired(), Length(max=5_000)],
    )
    language = LanguageField(say("Language that you write in"))


class SuccessorForm(Form):
    successor = SelectField(say("Which statement takes its place?"), validators=[DataRequired()])
