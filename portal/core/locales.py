"""The interface languages, which one is being spoken, and the one door to Flask-Babel.

Outside a request (worker, command line, tests) the current locale is English unless
`speaking(...)` says otherwise; everything translatable works there too.
"""

import gettext as stdlib_gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import babel
import babel.core
import babel.dates
import babel.lists
import babel.numbers
from babel.support import Translations
from flask import Flask
from flask_babel import Babel

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
RIGHT_TO_LEFT = frozenset({"ur", "ar", "fa", "ps", "ku-Arab", "he", "dv", "ug"})


@dataclass(frozen=True)
class InterfaceLocale:
    """One language the interface speaks: its BCP 47 tag, and what the page needs of it."""

    tag: str

    @property
    def dir(self) -> str:
        return "rtl" if self.tag in RIGHT_TO_LEFT else "ltr"

    @cached_property
    def babel(self) -> babel.Locale:
        return babel.Locale.parse(self.tag, sep="-")

    @cached_property
    def name(self) -> str:
        """The language's name for itself."""
        return (self.babel.get_display_name(self.babel) or self.tag).capitalize()

    @property
    def catalogue_is_draft(self) -> bool:
        """Whether no second person has reviewed this interface catalogue yet."""
        if self.tag == "en":
            return False
        return catalogue(self.tag).info().get("x-reviewed-by", "") in {"", "unreviewed"}


LOCALES: Mapping[str, InterfaceLocale] = {
    tag: InterfaceLocale(tag) for tag in ("en", "ko", "vi", "km", "ur")
}
ENGLISH = LOCALES["en"]
_speaking: ContextVar[InterfaceLocale] = ContextVar("speaking", default=ENGLISH)
_zone: ContextVar[str] = ContextVar("zone", default="UTC")


def current() -> InterfaceLocale:
    """The interface locale of the present reader."""
    return _speaking.get()


def current_zone() -> ZoneInfo:
    """The time zone of the present reader."""
    return ZoneInfo(_zone.get())


def speak(tag: str, zone: str = "UTC") -> None:
    """Set the current locale (and zone) for this context; unknown tags fall to English."""
    _speaking.set(LOCALES.get(tag, ENGLISH))
    _zone.set(zone)


@contextmanager
def speaking(tag: str, zone: str = "UTC") -> Iterator[InterfaceLocale]:
    """Speak one locale for a while: a mail to someone, a line on the console."""
    before, before_zone = _speaking.set(LOCALES.get(tag, ENGLISH)), _zone.set(zone)
    try:
        yield current()
    finally:
        _speaking.reset(before)
        _zone.reset(before_zone)


@cache
def catalogue(tag: str) -> stdlib_gettext.NullTranslations:
    """The interface catalogue of one locale; English is the source and needs none."""
    if tag == "en":
        return stdlib_gettext.NullTranslations()
    return Translations.load(str(TRANSLATIONS), [tag.replace("-", "_")], "messages")


def gettext(message: str, /, **values: Any) -> str:
    """The message in the current locale, its named placeholders filled."""
    text = catalogue(current().tag).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, /, **values: Any) -> str:
    """The plural form that the current locale has for `count`; `%(num)s` is the count."""
    text = catalogue(current().tag).ngettext(singular, plural, count)
    values.setdefault("num", format_number(count))
    return text % values


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """The same for a single word that needs its context."""
    text = catalogue(current().tag).pgettext(context, message)
    return text % values if values else text


def npgettext(context: str, singular: str, plural: str, count: int, /, **values: Any) -> str:
    text = catalogue(current().tag).npgettext(context, singular, plural, count)
    values.setdefault("num", format_number(count))
    return text % values


@cache
def _pattern_locale(tag: str) -> babel.Locale:
    return LOCALES[tag].babel


def format_date(day: date | datetime, style: str = "long") -> str:
    """A date in the reader's conventions; a moment is first moved to her zone."""
    if isinstance(day, datetime):
        day = day.astimezone(current_zone()).date()
    return babel.dates.format_date(day, style, locale=_pattern_locale(current().tag))


def format_datetime(
    moment: datetime,
    style: Literal["full", "long", "medium", "short"] = "medium",
    zone: str | None = None,
) -> str:
    """A moment in the reader's zone, or in `zone`; nobody is told its seconds."""
    at = ZoneInfo(zone) if zone else current_zone()
    locale = _pattern_locale(current().tag)
    frame = str(babel.dates.get_datetime_format(style, locale=locale)).replace("'", "")
    day = babel.dates.format_date(moment.astimezone(at), style, locale=locale)
    hour = _clock(moment, "short", at)
    return frame.replace("{0}", hour).replace("{1}", day)


def format_time(moment: datetime | time, style: str = "short", zone: str | None = None) -> str:
    at = ZoneInfo(zone) if zone else current_zone()
    return _clock(moment, style, at)


def _clock(moment: datetime | time, style: str, at: ZoneInfo) -> str:
    """A time of day, its half in the language's own word where CLDR has one (오후, not PM).

    Its halves stay on one line. Between Urdu words those of “5:00 PM” would change places, so
    they are isolated.
    """
    locale = _pattern_locale(current().tag)
    shape = str(locale.time_formats[style].pattern)
    if "pm" in locale.day_periods["format"]["wide"]:
        shape = shape.replace("a", "aaaa")
    hour = babel.dates.format_time(moment, shape, tzinfo=at, locale=locale).replace(" ", "\u00a0")
    return f"\u2066{hour}\u2069" if current().dir == "rtl" and hour.endswith(("AM", "PM")) else hour


def format_number(number: float) -> str:
    return babel.numbers.format_decimal(number, locale=_pattern_locale(current().tag))


def format_percent(share: float) -> str:
    return babel.numbers.format_percent(share, locale=_pattern_locale(current().tag))


def format_list(items: list[str], style: Literal["standard", "or", "unit"] = "standard") -> str:
    """Items joined as the reader's language joins them."""
    return babel.lists.format_list(items, style, locale=_pattern_locale(current().tag))


def country_name(code: str) -> str:
    """A country's CLDR name in the current locale, or its code where CLDR has none."""
    return str(_pattern_locale(current().tag).territories.get(code, code))


def country_codes() -> list[str]:
    """ISO 3166 codes of the countries that CLDR names."""
    names = (str(code) for code in ENGLISH.babel.territories)
    return sorted(
        code for code in names if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    )


def zone_label(zone: str) -> str:
    """What people call a time zone: its city in the reader's language."""
    locale = _pattern_locale(current().tag)
    zone = _ZONE_ALIASES.get(zone, zone)
    renamed = _renamed_city(zone)
    if renamed:
        return renamed
    # CLDR keeps the names of some cities under a zone's older id, where Babel does not look.
    for older in _OLDER_IDS.get(zone, ()):
        city = locale.time_zones.get(older, {}).get("city")
        if city:
            return str(city)
    return babel.dates.get_timezone_location(zone, locale=locale, return_city=True)


_ZONE_ALIASES: Mapping[str, str] = babel.core.get_global("zone_aliases")
_OLDER_IDS: dict[str, list[str]] = {}
for _older, _newer in _ZONE_ALIASES.items():
    _OLDER_IDS.setdefault(_newer, []).append(_older)


def _renamed_city(zone: str) -> str:
    """Cities that CLDR still calls by a former name in some languages."""
    if zone == "Asia/Ho_Chi_Minh":
        return gettext("Ho Chi Minh City")
    if zone == "Asia/Yangon":
        return gettext("Yangon")
    return ""


def init_app(app: Flask) -> None:
    """Let Flask-Babel and Jinja speak the same locale as everything else."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(
        app,
        locale_selector=lambda: str(current().babel),
        timezone_selector=lambda: str(current_zone()),
    )
    # Jinja fills the placeholders itself (escaping the values), so it gets the bare look-ups.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: catalogue(current().tag).gettext(message),
        lambda one, many, count: catalogue(current().tag).ngettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, message: catalogue(current().tag).pgettext(context, message),
        npgettext=lambda context, one, many, count: catalogue(current().tag).npgettext(
            context, one, many, count
        ),
    )
    app.jinja_env.filters.update(
        date=format_date,
        datetime=format_datetime,
        time=format_time,
        number=format_number,
        percent=format_percent,
        listing=format_list,
        country=country_name,
        zone=zone_label,
    )
