"""Forms for signing, from inside and outside, for withdrawing, and for looking at sign-ons."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectFieldBase,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.core import locales
from portal.core.forms import Form, StrippedField, TextField, TicksField, WholeForm, say
from portal.network.forms import choices
from portal.network.imports import ENCODINGS
from portal.network.models import Side
from portal.statements.commands import Read, SignOn
from portal.statements.models import SignatoryKind, SignatureRole

NEEDED = InputRequired(say("This is needed."))
_LINE = Length(max=300, message=say("This is too long for one line."))


def _role_choices() -> list[tuple[str, Any]]:
    return [
        (SignatureRole.CO_SIGNER.value, say("As a co-signer")),
        (SignatureRole.ENDORSER.value, say("As an endorser")),
    ]


class ReadForm(Form):
    """What was read is in hidden fields, so that exactly that is signed."""

    release = HiddenField()
    text_root = HiddenField()
    language_read = HiddenField()
    language_root = HiddenField()

    def read(self) -> Read:
        return Read(
            self.release.data or "",
            self.text_root.data or "",
            self.language_read.data or "",
            self.language_root.data or "",
        )

    def now_shows(self, present: Read) -> bool:
        """Bring back what the page shows now, and say whether she had read anything else.

        Her tick was for that, so it goes.
        """
        if self.read() == present:
            return False
        self.release.data, self.text_root.data = present.release_id, present.text_root
        self.language_read.data, self.language_root.data = present.language, present.language_root
        if "agreed" in self:
            self["agreed"].data = False
        return bool(self.is_submitted())

    def typed(self) -> list[tuple[str, str]]:
        """Each question that she answered, and her answer in words, to be copied."""
        found = []
        for field in self:
            if isinstance(field, HiddenField) or field.name == "agreed" or not field.data:
                continue
            if isinstance(field, BooleanField):
                words = str(say("Yes"))
            elif isinstance(field, SelectFieldBase):
                words = ", ".join(
                    str(choice.label) for choice in field.iter_choices() if choice.selected
                )
            else:
                words = str(field.data)
            found.append((str(field.label.text), words))
        return found


class SignForm(ReadForm):
    """A representative signs for her organisation."""

    mandate_body = StrippedField(
        say("Which body of your organisation decided to sign?"),
        description=say("For example: board meeting, general assembly."),
        validators=[Length(max=200)],
    )
    mandate_date = DateField(say("On which day did it decide?"), validators=[Optional()])
    role = RadioField(
        say("How do you sign?"),
        choices=_role_choices,
        default=SignatureRole.CO_SIGNER.value,
    )
    members = TicksField(
        say("Which of your members do you name with your signature?"),
        description=say(
            "Those that you tick are listed under your network. Each can still sign for itself."
        ),
        choices=list,
    )
    withheld = BooleanField(
        say("Keep our name from the public"),
        description=say(
            "Your signature counts all the same. Your country and side show only where at least three withheld names share them."
        ),
    )
    agreed = BooleanField(
        say("I have read the text above and sign it for my organisation."),
        validators=[DataRequired()],
    )


class OutsideForm(ReadForm):
    """What every signatory from outside is asked."""

    kind: SignatoryKind

    language = SelectField(say("Language of this name"), choices=choices.name_language_choices)
    email = EmailField(
        say("Your own mail address"),
        [NEEDED, Length(max=254)],
        description=say("We send a link there: only whoever opens it can sign. It is never shown."),
    )
    withheld = BooleanField(
        say("Keep this name from the public"),
        description=say("The signature counts all the same."),
    )
    agreed = BooleanField(
        say("I have read the text above and want to sign it."), validators=[DataRequired()]
    )

    def __init__(self, *args: object, **values: object) -> None:
        values.setdefault("language", choices.reader_language())
        super().__init__(*args, **values)

    def sign_on(self) -> SignOn:
        codes = [
            self[name].data or ""
            for name in ("country_1", "country_2", "country_3")
            if name in self
        ]
        side = self["side"].data if "side" in self else None
        return SignOn(
            kind=self.kind,
            name=self["name"].data or "",
            language=self.language.data or "und",
            email=self.email.data or "",
            countries=codes,
            side=Side(side) if side else None,
            contact=_text(self, "contact"),
            website=_text(self, "website"),
            affiliation=_text(self, "affiliation"),
            people=self["people"].data if "people" in self else None,
            role=SignatureRole(self["role"].data) if "role" in self else SignatureRole.CO_SIGNER,
            members=_text(self, "members").split("\n"),
            withheld=bool(self.withheld.data),
            locale=locales.current().tag,
        )


def _text(form: Form, name: str) -> str:
    return str(form[name].data or "") if name in form else ""


class ExternalForm(OutsideForm):
    """An organisation, or a network, that is not a member."""

    kind = SignatoryKind.EXTERNAL

    name = StrippedField(say("Name of the organisation, as you write it"), [NEEDED, _LINE])
    country_1 = SelectField(say("Country"), choices=choices.optional_country_choices, default="")
    country_2 = SelectField(
        say("A second country"), choices=choices.optional_country_choices, default=""
    )
    side = RadioField(
        say("On which side does your organisation work?"), [NEEDED], choices=choices.side_choices
    )
    role = RadioField(
        say("How do you sign?"), choices=_role_choices, default=SignatureRole.CO_SIGNER.value
    )
    website = StrippedField(say("Website"), [Length(max=500)])
    members = TextField(
        say("For a network: members that you name, one on each line"), [Length(max=30_000)]
    )
    contact = StrippedField(say("Your name; it is never shown"), [NEEDED, _LINE])


class IndividualForm(OutsideForm):
    """A person."""

    kind = SignatoryKind.INDIVIDUAL

    name = StrippedField(say("Your name, as it will stand under the text"), [NEEDED, _LINE])
    affiliation = StrippedField(say("Where you work or study, for identification only"), [_LINE])
    country_1 = SelectField(say("Country"), choices=choices.optional_country_choices, default="")


class CollectiveForm(OutsideForm):
    """Several people who sign without their names."""

    kind = SignatoryKind.COLLECTIVE

    name = StrippedField(
        say("Who you are, as it will stand under the text"),
        [NEEDED, _LINE],
        description=say("For example: women of the night school in the harbour."),
    )
    people = IntegerField(
        say("How many people are you?"), [NEEDED, NumberRange(min=2, max=1_000_000)]
    )
    country_1 = SelectField(say("Country"), choices=choices.optional_country_choices, default="")
    country_2 = SelectField(
        say("A second country"), choices=choices.optional_country_choices, default=""
    )
    country_3 = SelectField(
        say("A third country"), choices=choices.optional_country_choices, default=""
    )
    contact = StrippedField(say("Your name; it is never shown"), [NEEDED, _LINE])


OUTSIDE: dict[str, type[OutsideForm]] = {
    "external": ExternalForm,
    "individual": IndividualForm,
    "collective": CollectiveForm,
}


class AnswerMailForm(Form):
    """The page behind the link in a signatory's mail."""

    reason = TextField(say("Why? (shown beside the withdrawal)"), validators=[Length(max=2_000)])


class WithdrawForm(Form):
    reason = TextField(say("Why? (shown beside the withdrawal)"), validators=[Length(max=2_000)])


class OfficerForm(Form):
    """The second officer's answer."""

    reason = TextField(say("Why not? (for your colleague)"), validators=[Length(max=2_000)])


class SigningRuleForm(WholeForm):
    second_officer = BooleanField(
        say("Two people of our organisation have to sign"),
        description=say(
            "Whoever signs first is only the first: the signature counts once another representative has confirmed it."
        ),
    )


def _encodings() -> list[tuple[str, Any]]:
    return [("", say("Found out by itself")), *((name, name) for name in ENCODINGS)]


class UploadListForm(Form):
    """A list of signatures, as a file or pasted."""

    file = FileField(
        say("File"),
        description=say(
            "CSV, tab separated or plain text, in any encoding; one signature on each line."
        ),
    )
    pasted = TextField(say("Or paste the list here"), validators=[Length(max=1_000_000)])
    encoding = SelectField(
        say("Encoding"),
        choices=_encodings,
        default="",
        description=say("Choose one only when the letters of the preview are wrong."),
    )


class HandInForm(ReadForm):
    """Where the signatures come from; asked only when the list is handed in."""

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.basis.flags.required = True

    basis = TextField(
        say("How were these signatures collected, and where do the originals lie?"),
        validators=[Length(max=4_000)],
        description=say(
            "For example: on paper at the rally of 8 March; the sheets are kept at our office."
        ),
    )


class DeclineForm(Form):
    """Why; the page that comes before asks for nothing yet."""

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.reason.flags.required = True

    reason = TextField(
        say("Why? Those who answered their mail get these words"),
        validators=[Length(max=2_000)],
    )
