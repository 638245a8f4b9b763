"""Forms for gatherings: the plan, its words, its time and place, calling it off, and the answer."""

from wtforms import DateField, IntegerField, RadioField, SelectField, TimeField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from portal.accounts.zones import zone_choices
from portal.core.forms import (
    Form,
    LanguageField,
    StrippedField,
    TextField,
    TicksField,
    WholeForm,
    language_choices,
    say,
)
from portal.events.commands import When, Wording
from portal.events.models import Answer, Audience, Gathering, GatheringKind
from portal.events.words import ANSWERS, AUDIENCES, KINDS

PLANNED_KINDS = [kind for kind in GatheringKind if kind is not GatheringKind.FORUM]


class WordsForm(WholeForm):
    """What it is called and for whom; one language at a time."""

    language = LanguageField(say("Language that you write in"))
    title = StrippedField(say("Title"), validators=[DataRequired(), Length(max=300)])
    about = TextField(say("What is it about?"), validators=[Length(max=4_000)])
    kind = SelectField(
        say("Kind"), choices=lambda: [(kind.value, str(KINDS[kind])) for kind in PLANNED_KINDS]
    )
    audience = RadioField(
        say("Who sees it on the calendar?"),
        choices=lambda: [(item.value, words) for item, words in AUDIENCES.items()],
        default=Audience.MEMBERS.value,
    )
    online_address = StrippedField(
        say("Address to join online"),
        description=say("Only people of the network who have signed in see it."),
        validators=[Length(max=500)],
    )
    languages = TicksField(
        say("Languages that are spoken or interpreted there"),
        choices=language_choices,
    )

    def wording(self, held: Gathering | None = None) -> Wording:
        """The words with those that stand in other languages kept."""
        language = self.language.data
        return Wording(
            titles={**(held.titles if held else {}), language: self.title.data or ""},
            about={**(held.about if held else {}), language: self.about.data or ""},
            languages=self.languages.data or (),
            online_address=self.online_address.data or "",
            kind=GatheringKind(self.kind.data),
            audience=Audience(self.audience.data),
        )


class TimeForm(Form):
    """When and where, as the clocks of the place show it."""

    day = DateField(say("Day"), validators=[DataRequired()])
    start = TimeField(
        say("Time"),
        description=say("As the clocks at the place show it. Leave it empty for whole days."),
        validators=[Optional()],
    )
    minutes = IntegerField(
        say("How many minutes?"),
        description=say("0 for a single moment, such as a deadline."),
        default=90,
        validators=[Optional(), NumberRange(0, 14 * 24 * 60)],
    )
    last_day = DateField(
        say("Last day"),
        description=say("For whole days: the last of them, if there are several."),
        validators=[Optional()],
    )
    zone = SelectField(
        say("In which place's time?"), choices=zone_choices, validators=[DataRequired()]
    )
    place = StrippedField(
        say("Place"),
        description=say("A hall, a square, an address; in the language that is spoken there."),
        validators=[Length(max=300)],
    )

    def when(self) -> When:
        assert self.day.data is not None  # noqa: S101 - validated
        return When(
            day=self.day.data,
            zone=self.zone.data,
            start=self.start.data,
            minutes=self.minutes.data if self.start.data is not None else None,
            last_day=self.last_day.data if self.start.data is None else None,
        )


class PlanForm(WordsForm, TimeForm):
    """A whole new gathering."""

    caller = SelectField(say("Who calls it?"))


class MoveForm(TimeForm):
    place_language = LanguageField(say("Language of the place's name"))


class CancelForm(WholeForm):
    language = LanguageField(say("Language that you write in"))
    reason = TextField(say("Why is it called off?"), validators=[Length(max=2_000)])


class ReplyForm(WholeForm):
    answer = RadioField(
        say("Do you come?"),
        choices=lambda: [(item.value, words) for item, words in ANSWERS.items()],
        validators=[DataRequired()],
    )
    needs = StrippedField(
        say("What do you need to take part?"),
        description=say(
            "A language, a ramp, child care. Only those who call the gathering see it."
        ),
        validators=[Length(max=1_000)],
    )

    def chosen(self) -> Answer:
        return Answer(self.answer.data)
