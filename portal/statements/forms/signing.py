"""Forms for signing and withdrawing."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
)
from wtforms.validators import DataRequired, Length, Optional

from portal.core.forms import Form, StrippedField, TextField
from portal.core.sentences import say


class SignForm(Form):
    """What was read is in hidden fields, so that exactly that is signed."""

    release = HiddenField()
    text_root = HiddenField()
    language = HiddenField()
    language_root = HiddenField()
    mandate_body = StrippedField(
        say("Which body of your organisation decided to sign?"),
        description=say("For example: board meeting, general assembly."),
        validators=[Length(max=200)],
    )
    mandate_date = DateField(say("On which day did it decide?"), validators=[Optional()])
    withheld = BooleanField(
        say("Keep our name from the public"),
        description=say("Your signature counts all the same. Only its number and side are shown."),
    )
    agreed = BooleanField(
        say("I have read the text above and sign it for my organisation."),
        validators=[DataRequired()],
    )


class WithdrawForm(Form):
    reason = TextField(
        say("Why? (shown beside the withdrawal; may be left empty)"), validators=[Length(max=2_000)]
    )
