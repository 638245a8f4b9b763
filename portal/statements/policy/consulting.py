"""Who speaks of its paragraphs while consultation is open."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.models import (
    Stage,
    Statement,
)


def may_comment(actor: Actor, statement: Statement) -> Verdict:
    if not actor.signed_in or actor.acting_for is None:
        return no(say("Sign in for a member organisation to comment."))
    if statement.stage is not Stage.CONSULTATION:
        return no(say("Comments are taken while consultation is open."))
    if statement.is_over:
        return no(
            say("Consultation has ended; the drafting group is putting the comments together.")
        )
    return YES
