"""The form of a pack for a body of the United Nations."""

from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.core import locales
from portal.core.forms import Form, StrippedField, TextField, TicksField
from portal.core.sentences import say
from portal.statements.pack.limits import OCCASIONS


def occasion_choices() -> list[tuple[str, str]]:
    return [
        (
            key,
            str(
                say(
                    "%(words)s words: %(where)s",
                    where=occasion.label,
                    words=locales.format_number(occasion.words),
                )
            ),
        )
        for key, occasion in OCCASIONS.items()
    ]


def letter_languages() -> list[tuple[str, str]]:
    return [(tag, item.name) for tag, item in locales.LOCALES.items()]


class PackForm(Form):
    """What is asked for; sent with GET, since it changes nothing."""

    class Meta(Form.Meta):
        csrf = False

    asked = HiddenField()
    languages = TicksField(say("In which languages is it asked for?"), choices=list)
    occasion = SelectField(say("To whom is it handed?"), choices=occasion_choices)
    limit = IntegerField(
        say("Another limit of words"),
        description=say("Where the body asks for another length than the one above."),
        validators=[Optional(), NumberRange(min=1, max=100_000)],
    )
    addressee = StrippedField(say("Its name, for the letter"), validators=[Length(max=300)])
    reference = StrippedField(
        say("Session, item or reference, if there is one"), validators=[Length(max=200)]
    )
    letter_language = SelectField(
        say("In which language do you write the letter?"), choices=letter_languages
    )


class BuildForm(Form):
    """The letter as edited, and what was asked for."""

    languages = HiddenField()
    occasion = HiddenField()
    limit = HiddenField()
    addressee = HiddenField()
    reference = HiddenField()
    letter_language = HiddenField()
    letter = TextField(
        say("Cover letter"),
        description=say("Change what you like. It goes into the pack as it stands here."),
        validators=[Length(max=20_000)],
    )
