"""Moments and their places in sentences, written out only when somebody reads them."""

from datetime import datetime

from portal.core.locales import format_datetime, zone_label


class Moment:
    """A moment as its reader writes it, in one zone."""

    def __init__(self, moment: datetime, zone: str) -> None:
        self.moment, self.zone = moment, zone

    def __str__(self) -> str:
        return format_datetime(self.moment, "medium", self.zone)


class Place:
    """A zone as its reader calls it."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    def __str__(self) -> str:
        return zone_label(self.zone)
