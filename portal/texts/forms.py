"""Forms for writing, translating and reviewing paragraphs, and for files."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired

from portal.core.forms import Form, LanguageField, StrippedField, TextField
from portal.core.sentences import say
from portal.texts.models import BlockKind, Significance

SIGNIFICANCES = [
    (Significance.MEANING.value, say("The meaning changes: translations need another look.")),
    (
        Significance.SAFETY.value,
        say("Safety depends on it (a number, a law, a deadline): old translations are withheld."),
    ),
    (Significance.TYPO.value, say("Only spelling or form: translations stay as they are.")),
]
KINDS = [
    (BlockKind.PARAGRAPH.value, say("Paragraph")),
    (BlockKind.HEADING.value, say("Heading")),
    (BlockKind.LIST_ITEM.value, say("List item")),
    (BlockKind.QUOTATION.value, say("Quotation")),
]


class BlockForm(Form):
    """A block's wording, with the revision that the edit began from."""

    body = TextField(say("Words of this paragraph"), validators=[DataRequired()])
    base = HiddenField()
    significance = RadioField(
        say("What does this change mean for those who translate?"),
        choices=lambda: SIGNIFICANCES,
        default=Significance.MEANING.value,
    )


class NewBlockForm(Form):
    body = TextField(say("Words of the new paragraph"), validators=[DataRequired()])
    language = LanguageField(say("Language that you write in"))
    kind = SelectField(say("Kind"), choices=lambda: KINDS, default=BlockKind.PARAGRAPH.value)
    after = HiddenField()


class SplitForm(Form):
    first = TextField(say("First part"), validators=[DataRequired()])
    second = TextField(say("Second part"), validators=[DataRequired()])
    base = HiddenField()


class TranslationForm(Form):
    """One block's translation, with what it was made from."""

    body = TextField(say("Your translation"))
    based_on = HiddenField()
    base = HiddenField()
    differences_seen = BooleanField(say("I have checked these differences; they are meant."))


class ReturnForm(Form):
    reason = StrippedField(say("What should change?"), validators=[DataRequired()])


class ImportForm(Form):
    file = FileField(
        say("File (Word, ODT, Markdown or plain text)"),
        validators=[FileRequired(say("Choose a file."))],
    )
    language = LanguageField(say("Language of the file"))
