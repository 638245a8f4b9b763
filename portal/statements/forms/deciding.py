"""The form for an organisation's answer in a decision."""

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
)
from wtforms.validators import DataRequired, Length, Optional

from portal.core.forms import Form, LanguageField, TextField
from portal.core.sentences import say
from portal.statements.models import Choice
from portal.statements.words import CHOICES


class DecisionForm(Form):
    choice = RadioField(
        say("What does your organisation say?"),
        choices=lambda: [(choice.value, words) for choice, words in CHOICES.items()],
        validators=[DataRequired()],
    )
    block_id = SelectField(say("Which paragraph is it about?"), validators=[Optional()])
    words = TextField(
        say("Your concern, or the words that you could consent to"), validators=[Length(max=20_000)]
    )
    language = LanguageField(say("Language that you write in"))
    publish_words = BooleanField(say("Publish these words with the text if it is adopted"))

    def chosen(self) -> Choice:
        return Choice(self.choice.data)
