"""Asking to join."""

from wtforms import EmailField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from portal.core import locales
from portal.core.forms import Form, LanguageField, StrippedField, TextField, TicksField, say
from portal.network.commands.details import (
    MAX_ABOUT,
    MAX_NAME,
    ApplicationDetails,
    CountryDetails,
    NameDetails,
    OrganisationDetails,
)
from portal.network.forms import choices
from portal.network.models import NameKind, OrganisationKind, Side

NEEDED = InputRequired(say("This is needed."))
_LINE = Length(max=MAX_NAME, message=say("This is too long for one line."))
OTHER_NAMES = (2, 3)


class JoinForm(Form):
    """An organisation says who it is, and a person whom to answer."""

    name_1 = StrippedField(say("Name of the organisation, as you write it"), [NEEDED, _LINE])
    language_1 = SelectField(say("Language of this name"), choices=choices.name_language_choices)
    name_2 = StrippedField(say("A second name, in another language or script"), [_LINE])
    language_2 = SelectField(
        say("Language of the second name"), choices=choices.name_language_choices, default="und"
    )
    name_3 = StrippedField(say("A third name"), [_LINE])
    language_3 = SelectField(
        say("Language of the third name"), choices=choices.name_language_choices, default="und"
    )
    side = RadioField(
        say("On which side does your organisation work?"),
        [NEEDED],
        choices=choices.side_choices,
        description=say(
            "You decide this yourself, whatever country you are in. It can be changed later."
        ),
    )
    kind = SelectField(say("Kind"), choices=choices.kind_choices)
    country_1 = SelectField(say("Country"), choices=choices.optional_country_choices)
    country_2 = SelectField(say("A second country"), choices=choices.optional_country_choices)
    city = StrippedField(say("Town or district"), [Length(max=120)])
    website = StrippedField(say("Website"), [Length(max=500)])
    languages = TicksField(
        say("In which languages do you work?"), choices=lambda: choices.with_languages(())
    )
    topics = TicksField(say("What do you work on?"), choices=choices.topic_choices)
    about = TextField(
        say("What does your organisation do?"),
        [NEEDED, Length(max=MAX_ABOUT)],
        description=say("A few sentences, in your own language."),
    )
    about_language = LanguageField(say("Language of this description"))
    contact_name = StrippedField(say("Your name, as you write it"), [NEEDED, _LINE])
    contact_email = EmailField(
        say("Mail address where we may answer you"),
        [NEEDED, Length(max=254)],
        description=say("Only the secretariat sees it."),
    )
    message = TextField(say("Anything else the secretariat should know"), [Length(max=MAX_ABOUT)])

    def __init__(self, *args: object, **values: object) -> None:
        here = choices.reader_language()
        values.setdefault("language_1", here)
        values.setdefault("about_language", here)
        super().__init__(*args, **values)

    def details(self) -> ApplicationDetails:
        names = [NameDetails(self.name_1.data or "", self.language_1.data or "und")]
        for number in OTHER_NAMES:
            text = self[f"name_{number}"].data
            if text:
                language = self[f"language_{number}"].data or "und"
                names.append(NameDetails(text, language, NameKind.OFFICIAL))
        codes = [code for code in (self.country_1.data, self.country_2.data) if code]
        return ApplicationDetails(
            names=names,
            organisation=OrganisationDetails(
                side=Side(self.side.data),
                kind=OrganisationKind(self.kind.data),
                city=self.city.data or "",
                website=self.website.data or "",
                languages=self.languages.data or (),
                topics=self.topics.data or (),
            ),
            countries=[CountryDetails(code) for code in codes],
            about={self.about_language.data: self.about.data or ""},
            contact_name=self.contact_name.data or "",
            contact_email=self.contact_email.data or "",
            message=self.message.data or "",
            locale=locales.current().tag,
        )
