"""Deadlines: local time in a named place."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from wtforms import (
    DateTimeLocalField,
    HiddenField,
    SelectField,
)
from wtforms.validators import (
    DataRequired,
    Length,
    Optional,
    ValidationError,
)

from portal.accounts.zones import zone_choices
from portal.core.forms import Form, LanguageField, TextField
from portal.core.sentences import say


class DeadlineForm(Form):
    """A deadline as local time in a named zone."""

    deadline = DateTimeLocalField(
        say("Until when?"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[DataRequired()]
    )
    zone = SelectField(say("In which place's time?"), choices=zone_choices)

    def offer_zone(self, held: str) -> None:
        """Let a zone that is stored already stay among the choices, even if it has a newer name."""
        self.zone.choices = zone_choices(held)

    def moment(self) -> datetime:
        """The deadline as an aware moment."""
        assert self.deadline.data is not None  # noqa: S101 - validated
        local: datetime = self.deadline.data
        return local.replace(tzinfo=ZoneInfo(self.zone.data))

    def validate_deadline(self, field: Any) -> None:
        """An hour that a clock change leaves out is none in that place."""
        if field.data is None or self.zone.data not in available_timezones():
            return
        moment = field.data.replace(tzinfo=ZoneInfo(self.zone.data))
        try:
            there = moment.astimezone(UTC).astimezone(ZoneInfo(self.zone.data))
        except OverflowError:
            # The first and the last day of the calendar, which other clocks cannot show.
            raise ValidationError(
                str(say("Write a date and time such as 2027-09-03 16:00."))
            ) from None
        if there != moment:
            raise ValidationError(
                str(say("Clocks are put forward there at that hour. Choose another one."))
            )


class MeantForm(DeadlineForm):
    """Until when the stage that begins is meant to be done; it may be left open."""

    deadline = DateTimeLocalField(
        say("Until when is the next stage meant to be done?"),
        description=say("Nothing happens by itself when this time passes; the pages only say so."),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
    )
    zone = SelectField(say("In which place's time?"), choices=zone_choices, validators=[Optional()])

    def validate_deadline(self, field: Any) -> None:
        """A time without a place is none."""
        # Blanks alone pass as an empty answer, but they name no place.
        if field.data is not None and self.zone.data not in available_timezones():
            raise ValidationError(str(say("Choose the place whose clocks this time is read from.")))
        super().validate_deadline(field)

    def chosen(self) -> datetime | None:
        """The deadline, if there is to be one."""
        return self.moment() if self.deadline.data else None

    def chosen_zone(self) -> str | None:
        """Its zone; a stage without a deadline leaves the statement's as it is."""
        return self.zone.data if self.deadline.data else None


class MovedForm(MeantForm):
    """Until when instead, and why; `since` is the stage that the form was opened for."""

    deadline = DateTimeLocalField(
        say("Until when?"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
    )
    reason = TextField(
        say("Why?"),
        description=say("Everyone who reads the history of this statement reads it."),
        validators=[DataRequired(), Length(max=5_000)],
    )
    since = HiddenField()


class RevisionForm(DeadlineForm):
    """Why a released text should change, and until when members are heard on it."""

    reason = TextField(
        say("What should change, and why?"), validators=[DataRequired(), Length(max=5_000)]
    )
    language = LanguageField(say("Language that you write in"))
    deadline = DateTimeLocalField(
        say("Until when shall consultation last?"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[DataRequired()],
    )


class SigningPeriodForm(DeadlineForm):
    deadline = DateTimeLocalField(
        say("Until when can organisations sign?"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
    )
