"""The rule by which the network decides: what it has agreed, and when."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid
from portal.core.sentences import say
from portal.statements.commands import agree_rule
from portal.statements.forms.deciding import RuleForm
from portal.statements.policy.deciding import may_agree_rule
from portal.statements.queries.deciding import present_rule, rules_agreed
from portal.statements.rules import Rule
from portal.statements.views.blueprint import bp
from portal.statements.words import rule_in_words


@bp.route("/rule", methods=["GET", "POST"])
@web.members_only
def rule() -> ResponseReturnValue:
    """Every member reads the rule; the secretariat writes down a new one."""
    session, verdict = web.reading(), may_agree_rule(web.actor())
    present = present_rule(session)
    form = RuleForm(**present.as_plain())
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                agree_rule(writing, form.rule(), agreed=form.agreed.data or "", by=web.actor())
        except Invalid as error:
            form.blame_all(error)
        else:
            web.tell(
                say("The rule is written down. Decisions that are open keep the one they have.")
            )
            return web.go("statements.rule")
    return render_template(
        "statements/rule.html",
        words=rule_in_words(present),
        agreed=[(each, rule_in_words(Rule(**each.rule))) for each in rules_agreed(web.reading())],
        form=form,
        verdict=verdict,
    ), 422 if form.errors else 200
