"""Forms for what becomes of a published statement."""

from typing import Any

from wtforms import DateField, DateTimeLocalField, SelectField
from wtforms.validators import DataRequired, Length, Optional

from portal.core.forms import (
    Form,
    LanguageField,
    StrippedField,
    TextField,
    WholeForm,
    language_choices,
)
from portal.core.languages import autonym
from portal.core.sentences import say
from portal.statements.forms.deadlines import MeantForm


class _Spoken(Form):
    """A form whose words are in one language, which may be one that is not commonly offered."""

    def offer(self, language: str) -> None:
        """Let `language` be chosen too, as what it is called by its own speakers."""
        field: SelectField = self["language"]
        choices = language_choices()
        if language != "und" and language not in {tag for tag, _ in choices}:
            choices.append((language, autonym(language)))
        field.choices = choices
        field.data = field.data or language

    def values(self) -> dict[str, Any]:
        """What was typed, by the names that the commands have for it."""
        own = {"csrf_token", "whole"}
        return {name: value or "" for name, value in self.data.items() if name not in own}


class SubmissionForm(WholeForm):
    addressee = StrippedField(
        say("To whom was it handed?"), validators=[DataRequired(), Length(max=300)]
    )
    submitted_on = DateField(say("On which day?"), validators=[DataRequired()])
    reference = StrippedField(
        say("Under which reference, if there is one?"), validators=[Length(max=200)]
    )


class SubmissionLineForm(_Spoken, SubmissionForm):
    language = LanguageField(say("In which language do you write this?"))


class FirstSubmissionForm(SubmissionLineForm, MeantForm):
    """The first line begins the time in which an answer is awaited."""

    deadline = DateTimeLocalField(
        say("Until when is an answer awaited?"),
        description=say("Nothing happens by itself when this time passes; the pages only say so."),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
    )

    def values(self) -> dict[str, Any]:
        return super().values() | {"deadline": self.chosen(), "zone": self.chosen_zone()}


class AnswerForm(_Spoken):
    answer = TextField(
        say("What was answered?"),
        description=say("In the language in which it came: the whole answer, or what it says."),
        validators=[DataRequired(), Length(max=20_000)],
    )
    language = LanguageField(say("In which language is the answer?"))
    answered_on = DateField(say("On which day did it come?"), validators=[DataRequired()])


class PressContactForm(WholeForm):
    press_contact = TextField(
        say("Whom can journalists ask?"),
        description=say(
            "A name, an organisation, a telephone number or a mail address. Everyone can read it: write only what its owner has agreed to."
        ),
        validators=[Length(max=1_000)],
    )
