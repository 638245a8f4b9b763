"""Forms for what is said of paragraphs."""

from wtforms import (
    HiddenField,
)
from wtforms.validators import DataRequired, Length

from portal.core.forms import Form, LanguageField, TextField
from portal.core.sentences import say


class CommentForm(Form):
    body = TextField(say("Your comment"), validators=[DataRequired(), Length(max=20_000)])
    language = LanguageField(say("Language that you write in"))
    revision = HiddenField()


class AnswerCommentForm(Form):
    answer = TextField(say("Your answer"), validators=[DataRequired(), Length(max=20_000)])
    language = LanguageField(say("Language that you write in"))
