"""The forms around accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import EmailField, HiddenField, PasswordField, RadioField, SelectField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts import passwords
from portal.accounts.zones import zone_choices
from portal.core import languages, locales
from portal.core.forms import (
    Form,
    LanguageField,
    StrippedField,
    TicksField,
    WholeForm,
    language_choices,
    say,
)
from portal.network.labels import POWERS, ROLES, VISIBILITIES
from portal.network.models import Power, Role, Visibility

NEEDED = InputRequired(say("This is needed."))
_NAME = Length(max=120, message=say("Use at most 120 characters."))
READING_LANGUAGES = 5


class SignInForm(Form):
    email = EmailField(say("Mail address"), [NEEDED, Length(max=254)])
    password = PasswordField(say("Password"), [NEEDED, Length(max=passwords.LONGEST)])
    next = HiddenField()


class CodeForm(Form):
    """Six digits from a phone, or a recovery code from paper."""

    code = StrippedField(say("Code"), [NEEDED, Length(max=40)])
    next = HiddenField()


class PasswordForm(Form):
    """The password once more, before a grave act."""

    password = PasswordField(say("Password"), [NEEDED, Length(max=passwords.LONGEST)])
    next = HiddenField()


class ForgottenForm(Form):
    email = EmailField(say("Mail address"), [NEEDED, Length(max=254)])


class NewPasswordForm(Form):
    password = PasswordField(say("New password"), [NEEDED])
    again = PasswordField(
        say("The same once more"),
        [NEEDED, EqualTo("password", say("Both must be the same."))],
    )


class AcceptForm(NewPasswordForm):
    """What a new person says of herself; the rest stands in her settings later."""

    name = StrippedField(say("Your name, as you write it"), [NEEDED, _NAME])
    first_language = LanguageField(say("The language that you read best"))
    time_zone = SelectField(say("Time zone"))

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.time_zone.choices = zone_choices()


class SettingsForm(WholeForm):
    name = StrippedField(say("Your name, as you write it"), [NEEDED, _NAME])
    name_language = SelectField(say("Language of your name"))
    reading = StrippedField(say("How to read it, in Latin letters"), [_NAME])
    locale = SelectField(say("Language of the portal's own words, and of mail to you"))
    time_zone = SelectField(say("Time zone"))
    visibility = RadioField(say("Who may see that you are here"))

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        named = [("", "–"), *language_choices()]
        held = [tag for tag in (self.name_language.data,) if tag and tag not in dict(named)]
        self.name_language.choices = named + [(tag, languages.autonym(tag)) for tag in held]
        self.locale.choices = [(tag, item.name) for tag, item in locales.LOCALES.items()]
        self.time_zone.choices = zone_choices(str(self.time_zone.data or ""))
        self.visibility.choices = [(kind.value, str(word)) for kind, word in VISIBILITIES.items()]

    def chosen_visibility(self) -> Visibility:
        return Visibility(self.visibility.data)


@dataclass(frozen=True)
class ReadingChoice:
    """One of the places in the order of languages that she reads."""

    number: int
    chosen: str


def reading_choices(chosen: Sequence[str]) -> Sequence[ReadingChoice]:
    """As many places as are filled and two more, so that a list can grow."""
    places = max(READING_LANGUAGES, len(chosen) + 2)
    return [
        ReadingChoice(number + 1, chosen[number] if number < len(chosen) else "")
        for number in range(places)
    ]


class InvitationForm(WholeForm):
    email = EmailField(say("Mail address"), [NEEDED, Length(max=254)])
    name = StrippedField(say("Name"), [_NAME])
    role = RadioField(say("Role"), default=Role.MEMBER.value)
    powers = TicksField(say("Powers of a representative"))
    locale = SelectField(say("Language of the invitation"))

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.role.choices = [(role.value, str(word)) for role, word in ROLES.items()]
        self.powers.choices = [(power.value, str(word)) for power, word in POWERS.items()]
        self.locale.choices = [(tag, item.name) for tag, item in locales.LOCALES.items()]

    def chosen_role(self) -> Role:
        return Role(self.role.data)

    def chosen_powers(self) -> list[Power]:
        return [Power(power) for power in self.powers.data or ()]


class SecretariatInvitationForm(Form):
    email = EmailField(say("Mail address"), [NEEDED, Length(max=254)])
    name = StrippedField(say("Name"), [_NAME])
    locale = SelectField(say("Language of the invitation"))

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.locale.choices = [(tag, item.name) for tag, item in locales.LOCALES.items()]
