"""What the secretariat writes about applications, standings and lists."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length

from portal.core.forms import Form, TextField, language_choices, say
from portal.network.commands.imports import Manner
from portal.network.forms import choices
from portal.network.imports import ENCODINGS
from portal.network.models import Side, Standing

NEEDED = InputRequired(say("This is needed."))


class ReasonForm(Form):
    """Why something is declined or suspended: the organisation reads it."""

    reason = TextField(
        say("Reason"),
        [NEEDED, Length(max=2_000)],
        description=say("The organisation gets to read this."),
    )


def _encodings() -> list[tuple[str, object]]:
    return [("", say("Find out by itself")), *((name, name) for name in ENCODINGS)]


class UploadForm(Form):
    """A list of organisations."""

    file = FileField(
        say("File"),
        [FileRequired(say("Choose a file."))],
        description=say(
            "CSV, tab separated or plain text, in any encoding. One organisation a line is best; "
            "a list in one cell is cut at its commas."
        ),
    )
    encoding = SelectField(
        say("Encoding"),
        choices=_encodings,
        description=say("Choose one only when the letters of the preview are wrong."),
    )


class MannerForm(Form):
    """What holds for every organisation that a list creates."""

    side = RadioField(
        say("Which side did these organisations declare?"),
        [NEEDED],
        choices=choices.side_choices,
        description=say("Each of them can change this itself once its people have signed in."),
    )
    standing = RadioField(
        say("Are they members from now on?"),
        choices=lambda: [
            (Standing.ADMITTED.value, say("Yes, they are admitted")),
            (Standing.APPLIED.value, say("Not yet: they wait for an answer")),
        ],
        default=Standing.ADMITTED.value,
    )
    latin_language = SelectField(
        say("Language of the names in Latin letters"),
        choices=lambda: [("und", say("Not stated, or mixed")), *language_choices()],
        default="und",
    )

    def manner(self) -> Manner:
        return Manner(
            Side(self.side.data), Standing(self.standing.data), self.latin_language.data or "und"
        )
