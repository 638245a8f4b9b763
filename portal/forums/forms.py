"""Forms for series, editions, rooms and sessions."""

from collections.abc import Sequence
from decimal import Decimal

import babel.numbers
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    SelectField,
    TimeField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from portal.accounts.zones import zone_choices
from portal.core import locales
from portal.core.forms import (
    Form,
    LanguageField,
    StrippedField,
    TextField,
    TicksField,
    WholeForm,
    country_choices,
    language_choices,
    say,
)
from portal.forums.commands import EditionDetails, Host, Part, SessionDetails, Slot
from portal.forums.models import (
    Edition,
    EditionStatus,
    ForumSession,
    PersonRole,
    Precision,
    SessionKind,
)
from portal.forums.words import KINDS, PRECISIONS, ROLES, STATUSES

NOBODY = ("", "–")
"""An answer like the others: Optional() would take blanks for it, which no table knows."""


def currency_choices() -> list[tuple[str, str]]:
    """Currencies of the countries that the network works in and between, by name."""
    codes = [
        "AUD",
        "BDT",
        "CHF",
        "CNY",
        "EUR",
        "GBP",
        "HKD",
        "IDR",
        "INR",
        "JPY",
        "KHR",
        "KRW",
        "LAK",
        "LKR",
        "MMK",
        "MNT",
        "MYR",
        "NPR",
        "NZD",
        "PHP",
        "PKR",
        "SGD",
        "THB",
        "TWD",
        "USD",
        "VND",
    ]
    locale = locales.current().babel
    return [NOBODY, *((code, f"{code} · {locale.currencies.get(code, code)}") for code in codes)]


class SeriesForm(Form):
    language = LanguageField(say("Language that you write in"))
    name = StrippedField(say("Name of the series"), validators=[DataRequired(), Length(max=300)])
    about = TextField(say("What is it for?"), validators=[Length(max=4_000)])
    group = SelectField(say("Which working group prepares it?"))
    every_years = IntegerField(
        say("Every how many years?"), validators=[Optional(), NumberRange(1, 20)]
    )


class EditionForm(WholeForm):
    """An edition in one language at a time; what stands in other languages is kept."""

    language = LanguageField(say("Language that you write in"))
    year = IntegerField(say("Year"), validators=[DataRequired(), NumberRange(1900, 2200)])
    number = IntegerField(
        say("Number"),
        description=say("Leave it empty for a forum that was not held."),
        validators=[Optional(), NumberRange(1, 500)],
    )
    renumbered_from = IntegerField(
        say("Announced as number"),
        description=say("Where it was announced under another number."),
        validators=[Optional(), NumberRange(1, 500)],
    )
    name = StrippedField(say("Name of this edition"), validators=[Length(max=300)])
    theme = TextField(say("Theme"), validators=[Length(max=2_000)])
    hosts = TicksField(say("Host organisations"))
    other_host = StrippedField(
        say("Another host"),
        description=say("For a host that is not on this portal."),
        validators=[Length(max=300)],
    )
    country = SelectField(say("Country"), choices=lambda: [NOBODY, *country_choices()])
    city = StrippedField(say("City"), validators=[Length(max=200)])
    venue = StrippedField(say("Venue"), validators=[Length(max=300)])
    zone = SelectField(say("In which place's time?"), choices=zone_choices)
    first_day = DateField(say("First day"), validators=[Optional()])
    last_day = DateField(say("Last day"), validators=[Optional()])
    precision = SelectField(
        say("How exactly are these days known?"),
        choices=lambda: [(item.value, str(PRECISIONS[item])) for item in Precision],
    )
    preliminary = IntegerField(
        say("How many of the first days are preliminary?"),
        default=0,
        validators=[Optional(), NumberRange(0, 10)],
    )
    published_text = StrippedField(
        say("The date as it was published"),
        description=say("Word for word, as the source has it."),
        validators=[Length(max=300)],
    )
    published_source = StrippedField(say("Where was it published?"), validators=[Length(max=300)])
    budget = DecimalField(say("Budget"), places=None, validators=[Optional(), NumberRange(0)])
    currency = SelectField(say("Currency"), choices=currency_choices)
    funded = IntegerField(
        say("How many percent of it are promised?"), validators=[Optional(), NumberRange(0, 1000)]
    )

    def details(self, held: Edition | None = None) -> EditionDetails:
        """What the form says, with what `held` has in other languages."""
        tag = self.language.data
        chosen = [Host(organisation_id=item) for item in self.hosts.data or ()]
        others = [one.names for one in held.hosts if not one.organisation_id] if held else []
        if self.other_host.data:
            same = others and self.other_host.data in others[0].values()
            chosen.append(Host(names=others[0] if same else {tag: self.other_host.data}))
        chosen += [Host(names=names) for names in others[1:]]
        published = list(held.dates_published[1:]) if held else []
        if self.published_text.data:
            first = held.dates_published[0] if held and held.dates_published else {"language": tag}
            entry = {
                **first,
                "text": self.published_text.data,
                "source": self.published_source.data or "",
                "precision": self.precision.data,
            }
            published.insert(0, entry)
        return EditionDetails(
            year=self.year.data or 0,
            number=self.number.data,
            renumbered_from=self.renumbered_from.data,
            names={**(held.names if held else {}), tag: self.name.data or ""},
            theme={**(held.theme if held else {}), tag: self.theme.data or ""},
            hosts=chosen,
            country=self.country.data or "",
            city={**(held.city if held else {}), tag: self.city.data or ""},
            venue={**(held.venue if held else {}), tag: self.venue.data or ""},
            zone=self.zone.data,
            languages=held.languages if held else (),
            host_language=held.host_language if held else "und",
            dates_published=published,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            precision=Precision(self.precision.data),
            preliminary_days=self.preliminary.data or 0,
            budget_minor=minor_units(self.budget.data, self.currency.data or ""),
            budget_currency=self.currency.data or "",
            funded_percent=self.funded.data,
        )


class StatusForm(WholeForm):
    status = SelectField(
        say("What became of it?"),
        choices=lambda: [(item.value, str(STATUSES[item])) for item in EditionStatus],
    )
    language = LanguageField(say("Language that you write in"))
    reason = TextField(
        say("Why? (for one that was missed, cancelled or renumbered)"),
        validators=[Length(max=2_000)],
    )

    def chosen(self) -> EditionStatus:
        return EditionStatus(self.status.data)


class RoomForm(Form):
    language = LanguageField(say("Language that you write in"))
    name = StrippedField(
        say("What is the room called?"), validators=[DataRequired(), Length(max=200)]
    )
    capacity = IntegerField(
        say("How many people fit in?"), validators=[Optional(), NumberRange(0, 100_000)]
    )
    booths = IntegerField(
        say("How many booths for interpreters?"),
        default=0,
        validators=[Optional(), NumberRange(0, 50)],
    )


class SlotForm(WholeForm):
    """When and where; all of it may still be open."""

    day = SelectField(say("Day"))
    start = TimeField(
        say("From"),
        description=say("As the clocks at the place show it."),
        validators=[Optional()],
    )
    end = TimeField(say("Until"), validators=[Optional()])
    rooms = TicksField(say("Rooms"))
    all_rooms = BooleanField(say("All rooms"))

    def slot(self) -> Slot:
        return Slot(
            day_id=self.day.data or None,
            start=self.start.data,
            end=self.end.data,
            rooms=self.rooms.data or (),
            all_rooms=bool(self.all_rooms.data),
        )


PEOPLE_FIELDS = {
    PersonRole.SPEAKER: "speakers",
    PersonRole.CHAIR: "chairs",
    PersonRole.RAPPORTEUR: "rapporteurs",
    PersonRole.INTERPRETER: "interpreters",
}


class SessionForm(WholeForm):
    """What a session is, in one language at a time."""

    language = LanguageField(say("Language that you write in"))
    title = StrippedField(say("Title"), validators=[DataRequired(), Length(max=300)])
    kind = SelectField(
        say("Kind"), choices=lambda: [(kind.value, str(words)) for kind, words in KINDS.items()]
    )
    about = TextField(say("What is it about?"), validators=[Length(max=4_000)])
    parent = SelectField(say("Within which other session?"))
    floor = SelectField(say("Language of the floor"), choices=lambda: [NOBODY, *language_choices()])
    interpretation = TicksField(say("Interpreted into"), choices=language_choices)
    speakers = TextField(
        ROLES[PersonRole.SPEAKER],
        description=say("One person on each line; after a slash her organisation."),
    )
    chairs = TextField(ROLES[PersonRole.CHAIR])
    rapporteurs = TextField(ROLES[PersonRole.RAPPORTEUR])
    interpreters = TextField(ROLES[PersonRole.INTERPRETER])
    statement = SelectField(
        say("Statement that is worked on in it"),
        description=say(
            "Its room is then linked from the programme, for members who have signed in."
        ),
    )
    to_be_confirmed = BooleanField(say("Still to be confirmed"))

    def fill(self, held: ForumSession, tag: str) -> None:
        """Show what stands in one language."""
        self.language.data, self.title.data = tag, held.titles.get(tag, "")
        self.about.data, self.kind.data = held.about.get(tag, ""), held.kind.value
        self.parent.data, self.floor.data = held.parent_id or "", held.floor_language or ""
        self.interpretation.data = list(held.interpretation)
        self.statement.data = held.statement_id or ""
        self.to_be_confirmed.data = held.to_be_confirmed
        for role, field in PEOPLE_FIELDS.items():
            self[field].data = "\n".join(
                f"{one.name} / {one.organisation}" if one.organisation else one.name
                for one in held.people
                if one.role is role
            )

    def details(self, held: ForumSession | None = None) -> SessionDetails:
        """What the form says; a person who stood there before keeps her account and side."""
        tag = self.language.data
        return SessionDetails(
            titles={**(held.titles if held else {}), tag: self.title.data or ""},
            kind=SessionKind(self.kind.data),
            about={**(held.about if held else {}), tag: self.about.data or ""},
            floor_language=self.floor.data or None,
            interpretation=self.interpretation.data or (),
            parent_id=self.parent.data or None,
            people=[
                part
                for role, field in PEOPLE_FIELDS.items()
                for part in _parts(self[field].data or "", role, held)
            ],
            to_be_confirmed=bool(self.to_be_confirmed.data),
            topic=held.topic if held else "",
            country=held.country if held else "",
            subject=held.subject if held else None,
            statement_id=self.statement.data or None,
            time_published=held.time_published if held else "",
        )


class NewSessionForm(SessionForm, SlotForm):
    """A whole new session."""


def _parts(lines: str, role: PersonRole, held: ForumSession | None) -> Sequence[Part]:
    known = {(one.name, one.role): one for one in held.people} if held else {}
    parts = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        name, _, organisation = (piece.strip() for piece in line.partition(" / "))
        was = known.get((name, role))
        parts.append(
            Part(
                role=role,
                name=name[:200],
                name_language=was.name_language if was else "und",
                person_id=was.person_id if was else None,
                organisation=organisation[:200],
                organisation_id=was.organisation_id if was else None,
                side=was.side if was else None,
                to_be_confirmed=was.to_be_confirmed if was else False,
            )
        )
    return parts


def minor_units(amount: Decimal | None, currency: str) -> int | None:
    """Won have none, dollars a hundred: CLDR says."""
    if amount is None or not currency:
        return None
    return int((amount * 10 ** babel.numbers.get_currency_precision(currency)).to_integral_value())
