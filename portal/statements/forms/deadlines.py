"""Deadlines: local time in a named place."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from wtforms import (
    DateTimeLocalField,
    SelectField,
)
from wtforms.validators import DataRequired, Optional

from portal.core.forms import Form
from portal.core.locales import zone_label
from portal.core.sentences import say


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
