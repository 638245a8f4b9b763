"""Forms for beginning a statement and naming who drafts it."""

from wtforms.validators import DataRequired, Length

from portal.core.forms import (
    Form,
    LanguageField,
    StrippedField,
    TextField,
    TicksField,
    WholeForm,
    language_choices,
)
from portal.core.sentences import say


class DraftForm(Form):
    title = StrippedField(say("Title"), validators=[DataRequired(), Length(max=300)])
    language = LanguageField(say("Language that you write in"))
    body = TextField(
        say("Text"),
        description=say("Leave an empty line between paragraphs. You can change everything later."),
    )
    drafters = TicksField(
        say("Who else drafts?"),
        description=say(
            "A statement is drafted by organisations of both sides. You can add them now or later."
        ),
    )


class DraftersForm(WholeForm):
    drafters = TicksField(say("Organisations in the drafting group"))


class LanguagesForm(WholeForm):
    languages = TicksField(
        say("Languages that hold the release back until they are checked"),
        choices=language_choices,
    )
