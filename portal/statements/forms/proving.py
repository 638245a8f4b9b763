"""Forms for keys, and for erasing a signatory."""

from wtforms.validators import DataRequired, Length

from portal.core.forms import Form, StrippedField, TextField
from portal.core.sentences import say


class KeyForm(Form):
    label = StrippedField(
        say("What do you call this key?"),
        description=say("For example: the board's key, 2026."),
        validators=[Length(max=200)],
    )
    public_key = TextField(
        say("Public key"),
        description=say("The whole file public.pem. Never the private one."),
        validators=[DataRequired(), Length(max=2_000)],
    )


class KeySignatureForm(Form):
    key_signature = TextField(
        say("The signature that was printed"),
        description=say("88 characters."),
        validators=[DataRequired(), Length(max=2_000)],
    )


class EraseForm(Form):
    confirmation = StrippedField(
        say("Type the number of the signature, to be sure"), validators=[DataRequired()]
    )
