"""The form for an organisation's answer in a decision."""

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.core.forms import Form, LanguageField, StrippedField, TextField, WholeForm
from portal.core.sentences import say
from portal.statements.models import Choice
from portal.statements.rules import Rule
from portal.statements.words import CHOICES


class DecisionForm(WholeForm):
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
    publish_words = BooleanField(say("Publish our concern with the text if it is adopted"))

    def chosen(self) -> Choice:
        return Choice(self.choice.data)


class RuleForm(Form):
    """What the network has agreed; whole numbers, shares in hundredths."""

    answered = IntegerField(
        say("How many of each side must answer, in hundredths?"), validators=[InputRequired()]
    )
    second_round_consent = IntegerField(
        say("How many of each side must consent in a second round, in hundredths?"),
        description=say("67 stands for two thirds."),
        validators=[InputRequired()],
    )
    largest_country = IntegerField(
        say("How many of all consents may one country hold in a second round, in hundredths?"),
        validators=[InputRequired()],
    )
    least_days = IntegerField(
        say("For how many days does a decision stay open at least?"), validators=[InputRequired()]
    )
    agreed = StrippedField(
        say("Where and when was this agreed?"), validators=[DataRequired(), Length(max=500)]
    )

    def rule(self) -> Rule:
        return Rule(
            answered=self.answered.data or 0,
            second_round_consent=self.second_round_consent.data or 0,
            largest_country=self.largest_country.data or 0,
            least_days=self.least_days.data or 0,
        )
