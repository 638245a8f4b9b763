"""Forms for proposing changes, answering them, and bringing them in from a file."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core.forms import Form, LanguageField, TextField
from portal.core.sentences import say
from portal.statements.models import AmendmentKind
from portal.texts.forms import KINDS
from portal.texts.models import BlockKind

MOST = Length(max=20_000)


class AmendmentForm(Form):
    """What every amendment has: the wording that was read, the writer's language, a reason."""

    base = HiddenField()
    language = LanguageField(say("Language that you write in"))
    reason = TextField(
        say("Why? Everyone who decides reads it."), validators=[DataRequired(), MOST]
    )


class ReplaceForm(AmendmentForm):
    body = TextField(
        say("The words that the paragraph should have"), validators=[DataRequired(), MOST]
    )


class InsertForm(AmendmentForm):
    body = TextField(say("Words of the new paragraph"), validators=[DataRequired(), MOST])
    block_kind = SelectField(say("Kind"), choices=lambda: KINDS, default=BlockKind.PARAGRAPH.value)


class DeleteForm(AmendmentForm):
    pass


class MoveForm(AmendmentForm):
    target = SelectField(
        say("Behind which paragraph should it stand?"), validators=[InputRequired()]
    )


class SplitForm(AmendmentForm):
    language = HiddenField()
    body = TextField(say("First part"), validators=[DataRequired(), MOST])
    second_body = TextField(say("Second part"), validators=[DataRequired(), MOST])


class MergeForm(AmendmentForm):
    target = SelectField(
        say("Which paragraph should be joined to it?"), validators=[InputRequired()]
    )


OF_KIND: dict[AmendmentKind, type[AmendmentForm]] = {
    AmendmentKind.REPLACE: ReplaceForm,
    AmendmentKind.INSERT: InsertForm,
    AmendmentKind.DELETE: DeleteForm,
    AmendmentKind.MOVE: MoveForm,
    AmendmentKind.SPLIT: SplitForm,
    AmendmentKind.MERGE: MergeForm,
}


class ObjectionForm(Form):
    words = TextField(say("What do you object to?"), validators=[DataRequired(), MOST])


class AnswerForm(Form):
    """The drafting group's answer; `seen` is the text that it was given before."""

    seen = HiddenField()
    body = TextField(say("The words that the text shall have"), validators=[MOST])
    second_body = TextField(say("Words of the second paragraph"), validators=[MOST])
    answer = TextField(
        say("Your answer to the proposer"),
        description=say("Needed where you decline; it may be left empty where you accept."),
        validators=[MOST],
    )
    language = LanguageField(say("Language of your answer"))


class ObjectionAnswerForm(Form):
    answer = TextField(say("Your answer"), validators=[DataRequired(), MOST])


class AmendmentFileForm(Form):
    file = FileField(
        say("File (Word or OpenDocument) with tracked changes"),
        validators=[FileRequired(say("Choose a file."))],
    )
    language = LanguageField(say("Language of the file"))


class BringForm(Form):
    """What the preview gave back."""

    packed = HiddenField()
    chosen = SelectMultipleField(say("Changes to propose"), validate_choice=False, coerce=int)
    reason = TextField(say("Why? Everyone who decides reads it."), validators=[MOST])
