"""Forms for drafting, commenting, deciding and signing."""

from portal.statements.forms.consulting import AnswerCommentForm, CommentForm
from portal.statements.forms.deadlines import (
    DeadlineForm,
    MeantForm,
    SigningPeriodForm,
)
from portal.statements.forms.deciding import DecisionForm
from portal.statements.forms.drafting import DraftersForm, DraftForm
from portal.statements.forms.signing import SignForm, WithdrawForm

__all__ = [
    "AnswerCommentForm",
    "CommentForm",
    "DeadlineForm",
    "DecisionForm",
    "DraftForm",
    "DraftersForm",
    "MeantForm",
    "SignForm",
    "SigningPeriodForm",
    "WithdrawForm",
]
