"""Working groups."""

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, Length

from portal.core.forms import Form, LanguageField, StrippedField, TextField, WholeForm, say
from portal.network.commands.details import MAX_ABOUT, MAX_NAME
from portal.network.forms import choices

NEEDED = InputRequired(say("This is needed."))


class GroupForm(WholeForm):
    """A group's name and mandate in one language."""

    language = LanguageField(say("Language"))
    name = StrippedField(say("Name of the group"), [NEEDED, Length(max=MAX_NAME)])
    mandate = TextField(
        say("Mandate"),
        [Length(max=MAX_ABOUT)],
        description=say("What the group is for, who chose it, and until when."),
    )

    def __init__(self, *args: object, **values: object) -> None:
        values.setdefault("language", choices.reader_language())
        super().__init__(*args, **values)


class FoundGroupForm(GroupForm):
    """The same, with the organisation that hosts it."""

    host = SelectField(say("Host organisation"))


class GroupMemberForm(Form):
    """A person found by her name, and the organisation that she comes from."""

    place = HiddenField(validators=[NEEDED])
    """Her id and her organisation's, joined by a colon."""
    coordinates = BooleanField(say("She coordinates the group"))
