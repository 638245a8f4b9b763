"""Who builds the papers by which a statement is handed over."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.models import Statement
from portal.statements.policy.seeing import in_drafting_group


def may_build_pack(actor: Actor, statement: Statement) -> Verdict:
    """The drafting group, once there is a release that everyone reads."""
    if not in_drafting_group(actor, statement):
        return no(
            say(
                "Only the drafting group builds the pack. Everyone can take the text and its signatories along as files."
            )
        )
    if not statement.is_public:
        return no(
            say("The pack is built of the released text. It waits until the statement is open.")
        )
    return YES
