"""Forms for witnesses."""

from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, Length

from portal.core.forms import Form, StrippedField, TextField
from portal.core.sentences import say


class WitnessForm(Form):
    name = StrippedField(
        say("Name of the key"),
        description=say(
            "It stands in every line of this witness. No spaces, no plus signs; an address of yours is a good name, such as witness.example.org."
        ),
        validators=[DataRequired(), Length(max=200)],
    )
    public_key = TextField(
        say("Public key"),
        description=say("The line that the command printed, or a PEM file with the public key."),
        validators=[DataRequired(), Length(max=2_000)],
    )


class CosignForm(Form):
    """A line under the checkpoint as a program made it, or a bare signature over the shown file."""

    size = HiddenField()
    time = HiddenField()
    witness = SelectField(say("Which witness are you?"), choices=list)
    pasted = TextField(
        say("What was printed"),
        description=say("The signature in base64, or a whole line that begins with a long dash."),
        validators=[DataRequired(), Length(max=2_000)],
    )
