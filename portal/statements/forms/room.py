"""Forms for the room: where it is, and what its wall shows."""

from wtforms import SelectField
from wtforms.validators import Length

from portal.core.forms import Form, LanguageField, StrippedField
from portal.core.sentences import say

SIZE_WORDS = [
    ("small", say("Smaller")),
    ("normal", say("Normal")),
    ("large", say("Larger")),
]


class WallForm(Form):
    """What the wall shows."""

    first = LanguageField(say("First language on the wall"))
    second = LanguageField(say("Second language on the wall"))
    size = SelectField(
        say("Size of the words on the wall"), choices=lambda: SIZE_WORDS, default="normal"
    )


class RoomForm(WallForm):
    """Where the room is, and what its wall shows."""

    place = StrippedField(
        say("Where is it?"),
        description=say("In your words, for example: closing session, main hall."),
        validators=[Length(max=200)],
    )
