"""Forms for drafting, commenting, deciding and signing."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
)
from wtforms.validators import DataRequired, Length, Optional

from portal.core.forms import Form, LanguageField, StrippedField, TextField, TicksField
from portal.core.locales import zone_label
from portal.core.sentences import say
from portal.statements.models import Choice
from portal.statements.words import CHOICES


def zone_choices() -> list[tuple[str, str]]:
    """Time zones by their cities, with the name that machines use."""
    return sorted(
        (
            (zone, f"{zone_label(zone)} ({zone})")
            for zone in available_timezones()
            if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
        ),
        key=lambda pair: pair[1],
    )


class DraftForm(Form):
    title = StrippedField(say("Title"), validators=[DataRequired(), Length(max=300)])
    language = LanguageField(say("Language that you write in"))
    body = TextField(
        say("Text"),
        description=say("Leave an empty line between paragraphs. You can change everything later."),
    )
    drafters = TicksField(
        say("Who else drafts?"),
        description=say(
            "A statement is drafted by organisations of both sides. You can add them now or later."
        ),
    )


class DraftersForm(Form):
    drafters = TicksField(say("Organisations in the drafting group"))


class DeadlineForm(Form):
    """A deadline as local time in a named zone."""

    deadline = DateTimeLocalField(
        say("Until when?"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[DataRequired()]
    )
    zone = SelectField(say("In which place's time?"), choices=zone_choices)

    def moment(self) -> datetime:
        """The deadline as an aware moment."""
        assert self.deadline.data is not None  # noqa: S101 - validated
        local: datetime = self.deadline.data
        return local.replace(tzinfo=ZoneInfo(self.zone.data))


class SigningPeriodForm(DeadlineForm):
    deadline = DateTimeLocalField(
        say("Until when can organisations sign?"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
    )


class CommentForm(Form):
    body = TextField(say("Your comment"), validators=[DataRequired(), Length(max=20_000)])
    language = LanguageField(say("Language that you write in"))
    revision = HiddenField()


class AnswerCommentForm(Form):
    answer = TextField(say("Your answer"), validators=[DataRequired(), Length(max=20_000)])
    language = LanguageField(say("Language that you write in"))


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


class SubmissionForm(Form):
    addressee = StrippedField(
        say("To whom was it handed?"), validators=[DataRequired(), Length(max=300)]
    )
    submitted_on = DateField(say("On which day?"), validators=[DataRequired()])
    reference = StrippedField(
        say("Under which reference, if there is one?"), validators=[Length(max=200)]
    )
