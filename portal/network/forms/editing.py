"""What an organisation changes of itself."""

from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.forms import (
    Form,
    LanguageField,
    StrippedField,
    TextField,
    TicksField,
    WholeForm,
    country_choices,
    say,
)
from portal.network.commands.details import (
    MAX_ABOUT,
    MAX_NAME,
    CountryDetails,
    NameDetails,
    OrganisationDetails,
)
from portal.network.commands.organisations import version_of
from portal.network.forms import choices
from portal.network.models import (
    NameKind,
    Organisation,
    OrganisationKind,
    OrganisationName,
    Power,
    Role,
    Side,
)

NEEDED = InputRequired(say("This is needed."))


class DetailsForm(WholeForm):
    """Side, kind, place, languages, topics."""

    side = RadioField(
        say("On which side does your organisation work?"),
        [NEEDED],
        choices=choices.side_choices,
        description=say("Only the organisation itself says this, whatever country it is in."),
    )
    kind = SelectField(say("Kind"), choices=choices.kind_choices)
    city = StrippedField(say("Town or district"), [Length(max=120)])
    website = StrippedField(say("Website"), [Length(max=500)])
    ecosoc_status = SelectField(
        say("Status with the United Nations Economic and Social Council"),
        choices=choices.ecosoc_choices,
    )
    languages = TicksField(say("In which languages do you work?"))
    topics = TicksField(say("What do you work on?"), choices=choices.topic_choices)
    base = HiddenField()

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(
            side=organisation.side.value,
            kind=organisation.kind.value,
            city=organisation.city,
            website=organisation.website,
            ecosoc_status=organisation.ecosoc_status,
            languages=organisation.languages,
            topics=organisation.topics,
            base=version_of(organisation),
        )
        self.languages.choices = choices.with_languages(organisation.languages)

    def details(self) -> OrganisationDetails:
        return OrganisationDetails(
            side=Side(self.side.data),
            kind=OrganisationKind(self.kind.data),
            city=self.city.data or "",
            website=self.website.data or "",
            ecosoc_status=self.ecosoc_status.data or "",
            languages=self.languages.data or (),
            topics=self.topics.data or (),
        )


class NameForm(WholeForm):
    """One name."""

    text = StrippedField(say("Name"), [NEEDED, Length(max=MAX_NAME)])
    language = SelectField(say("Language"), choices=choices.name_language_choices)
    kind = SelectField(say("Kind of name"), choices=choices.name_kind_choices)
    valid_from = DateField(
        say("In use since"), [Optional()], description=say("A date such as 2027-09-03.")
    )
    valid_until = DateField(
        say("In use until"),
        [Optional()],
        description=say("Leave it empty while the name is in use."),
    )

    def __init__(self, name: OrganisationName | None = None) -> None:
        if name is None:
            super().__init__(language=choices.reader_language())
            return
        super().__init__(
            text=name.text,
            language=name.language,
            kind=name.kind.value,
            valid_from=name.valid_from,
            valid_until=name.valid_until,
        )
        known = choices.with_languages([] if name.language == "und" else [name.language])
        self.language.choices = [("und", say("Not stated")), *known]

    def details(self) -> NameDetails:
        return NameDetails(
            text=self.text.data or "",
            language=self.language.data or "und",
            kind=NameKind(self.kind.data),
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
        )


class CountryForm(WholeForm):
    """One country, and what the organisation calls it."""

    code = SelectField(say("Country"), choices=country_choices)
    shown_as = StrippedField(
        say("Shown under this name"),
        [Length(max=120)],
        description=say("Your own choice. Leave it empty for the usual name in each language."),
    )

    def details(self) -> CountryDetails:
        return CountryDetails(self.code.data or "", self.shown_as.data or "")


class AboutForm(WholeForm):
    """What the organisation does, in one language."""

    language = LanguageField(say("Language of this description"))
    text = TextField(
        say("What does your organisation do?"),
        [Length(max=MAX_ABOUT)],
        description=say("An empty text takes this language away."),
    )
    base = HiddenField()


class ParentForm(Form):
    """Whose branch it is."""

    parent = SelectField(say("Branch of"))


class NetworkMemberForm(Form):
    """Who belongs to a network."""

    member = SelectField(say("Organisation"), [NEEDED])
    since = DateField(
        say("Member since"), [Optional()], description=say("Empty means from today on.")
    )


class RoleForm(WholeForm):
    """What a person is in an organisation."""

    role = RadioField(say("Role"), [NEEDED], choices=choices.role_choices)
    powers = TicksField(say("What may she do as a representative?"), choices=choices.power_choices)

    def chosen_role(self) -> Role:
        return Role(self.role.data)

    def chosen_powers(self) -> frozenset[Power]:
        return frozenset(Power(value) for value in self.powers.data or ())
