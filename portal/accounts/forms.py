"""The forms around accounts."""

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.accounts import passwords
from portal.core.forms import Form, say


class SignInForm(Form):
    email = EmailField(say("Mail address"), [InputRequired(), Length(max=254)])
    password = PasswordField(say("Password"), [InputRequired(), Length(max=passwords.LONGEST)])
    next = HiddenField()
