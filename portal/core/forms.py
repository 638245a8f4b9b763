"""The base of every form, and fields that several domains need."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core import languages, locales, sentences
from portal.core.errors import HALF_SENT, Invalid
from portal.core.sentences import Sentence

say: Callable[..., Any] = sentences.say
"""For labels: WTForms' annotations know plain strings only, its code takes sentences too."""


class Form(FlaskForm):
    """A form whose own and WTForms' messages come in the reader's language."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> "FieldWords":  # noqa: ARG002
            return FieldWords()

    def blame(self, field: str, sentence: Sentence) -> None:
        """Put an error that a command found beside its field."""
        target = getattr(self, field, None)
        if target is None:
            self.form_errors.append(str(sentence))
        else:
            target.errors = [*target.errors, str(sentence)]

    def blame_all(self, error: Invalid, otherwise: str | None = "form") -> None:
        """Put all that a command found wrong beside its fields.

        What names no field goes to `otherwise`: above the form, unless that is a field too; None
        where the page says it elsewhere.
        """
        for field, sentence in error.fields.items():
            self.blame(field, sentence)
        if not error.fields and otherwise is not None:
            self.blame(otherwise, error.sentence)


class WholeForm(Form):
    """A form that takes away what it comes without: left empty and not arrived would look alike.

    Its page ends with the macro `whole()`, and without that mark nothing is done.
    """

    whole = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        if self.whole.data != "1":
            raise Invalid(HALF_SENT)
        return bool(super().validate(extra_validators))


class FieldWords:
    """WTForms' few messages, through our own catalogues."""

    _own: ClassVar[dict[str, Sentence]] = {
        "This field is required.": say("This is needed."),
        "Not a valid choice.": say("Choose one of the answers offered."),
        "Invalid email address.": say("This is not a mail address."),
        "Not a valid date value.": say("Write a date such as 2027-09-03."),
        "Not a valid datetime value.": say("Write a date and time such as 2027-09-03 16:00."),
        "Not a valid time value.": say("Write a time such as 16:00."),
        "Not a valid integer value.": say("Write a whole number."),
        "Not a valid decimal value.": say("Write a number."),
        "Invalid URL.": say("Write a whole address that begins with https://."),
        "Field must be equal to %(other_name)s.": say("Both must be the same."),
        "Invalid input.": say("This cannot be used as it stands."),
    }

    def gettext(self, message: str) -> str:
        own = self._own.get(message)
        return str(own) if own else locales.gettext(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return locales.catalogue(locales.current().tag).ngettext(singular, plural, count)


class StrippedField(StringField):
    """One line of text without space around it."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = " ".join(valuelist[0].split()) if valuelist else ""


class TextField(TextAreaField):
    """Several lines with the line ends of one kind."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = (
            valuelist[0].replace("\r\n", "\n").replace("\r", "\n").strip() if valuelist else ""
        )


class LanguageField(SelectField):
    """One language, listed by its own name."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        options.setdefault("choices", language_choices)
        super().__init__(label, **options)


class TicksField(SelectMultipleField):
    """Several answers as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CountryField(SelectField):
    """One country, listed in the reader's language and order."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        options.setdefault("choices", country_choices)
        super().__init__(label, **options)


def language_choices() -> list[tuple[str, str]]:
    """Common languages by their own names."""
    return [(tag, languages.autonym(tag)) for tag in languages.COMMON_LANGUAGES]


def country_choices() -> list[tuple[str, str]]:
    """Countries by their names in the reader's language, sorted as she would."""
    named = [(code, locales.country_name(code)) for code in locales.country_codes()]
    key = languages.collation_key(locales.current().tag)
    return sorted(named, key=lambda pair: key(pair[1]))


def lazy(build: Callable[[], str]) -> Any:
    """A label that is translated when it is shown (for anything computed)."""
    return _Lazy(build)


class _Lazy:
    def __init__(self, build: Callable[[], str]) -> None:
        self.build = build

    def __str__(self) -> str:
        return self.build()
