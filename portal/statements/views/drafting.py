"""Beginning a statement, and who drafts it."""

import re
from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.core import web
from portal.core.errors import Invalid
from portal.core.forms import language_choices
from portal.core.languages import COMMON_LANGUAGES, autonym
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.models import Organisation, Standing
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.commands import draft_statement, name_drafters, require_languages
from portal.statements.forms import DraftersForm, DraftForm
from portal.statements.forms.drafting import LanguagesForm
from portal.statements.policy.readiness import DECIDED_ON, UNRELEASED, ready_to_require
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, tabs, title_of
from portal.texts.commands import NewBlock
from portal.texts.queries import read_text


def member_choices(without: str | None) -> list[tuple[str, str]]:
    """Admitted organisations with their side, for the drafting group."""
    sides = {
        "sending": say("sending side"),
        "receiving": say("receiving side"),
        "both": say("both sides"),
    }
    found = web.reading().scalars(
        select(Organisation)
        .where(Organisation.standing == Standing.ADMITTED, Organisation.id != (without or ""))
        .options(selectinload(Organisation.names))
    )
    languages = web.reader_languages()
    return sorted(
        (
            (item.id, f"{display_name(item, languages).text} ({sides[item.side.value]})")
            for item in found
        ),
        key=lambda pair: pair[1],
    )


@bp.route("/new", methods=["GET", "POST"])
@web.guarded(policy.may_draft)
def new() -> ResponseReturnValue:
    """Begin a statement in one's own language."""
    form = DraftForm()
    form.drafters.choices = member_choices(web.actor().organisation_id)
    if request.method == "GET":
        form.language.data = next(iter(web.reader_languages()), None)
    if form.validate_on_submit():
        language = form.language.data
        paragraphs = re.split(r"\n\s*\n", form.body.data or "")
        try:
            with web.transaction() as session:
                statement = draft_statement(
                    session,
                    title=NewBlock(form.title.data, language),
                    blocks=[NewBlock(paragraph, language) for paragraph in paragraphs],
                    drafters=form.drafters.data or (),
                    zone=web.actor().time_zone,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame(next(iter(error.fields), "title"), error.sentence)
        else:
            web.tell(
                say(
                    "Your draft is begun. Only its drafting group sees it until consultation opens."
                )
            )
            return web.go("statements.show", slug=statement.slug)
    return render_template("statements/new.html", form=form), 422 if form.errors else 200


@bp.route("/<slug>/drafters", methods=["GET", "POST"])
@web.members_only
def drafters(slug: str) -> ResponseReturnValue:
    """Who drafts, from both sides."""
    statement = open_statement(slug)
    require(policy.may_lead(web.actor(), statement))
    form = DraftersForm()
    form.drafters.choices = member_choices(statement.called_by_id)
    if request.method == "GET":
        form.drafters.data = [item.organisation_id for item in statement.drafters]
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                name_drafters(
                    session, statement.id, organisations=form.drafters.data or [], by=web.actor()
                )
        except Invalid as error:
            form.blame("drafters", error.sentence)
        else:
            web.tell(say("The drafting group is changed."))
            return web.go("statements.show", slug=slug)
    return render_template(
        "statements/drafters.html", statement=statement, form=form, tabs=tabs(statement)
    ), 422 if form.errors else 200


@bp.route("/<slug>/languages", methods=["GET", "POST"])
@web.members_only
def languages(slug: str) -> ResponseReturnValue:
    """How far each language is, and which of them hold the release back."""
    statement = open_statement(slug)
    require(policy.may_see_working(web.actor(), statement))
    read = read_text(web.reading(), statement.text_id, [], as_written=True)
    verdict = policy.may_lead(web.actor(), statement) & ready_to_require(statement)
    required = list(statement.required_languages)
    form = LanguagesForm(languages=required)
    form.languages.choices = _languages_to_choose([*required, *read.completeness])
    title = title_of(statement)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                require_languages(
                    session, statement.id, languages=form.languages.data or [], by=web.actor()
                )
        except Invalid as error:
            form.blame("languages", error.sentence)
        else:
            web.tell(say("The release waits for these languages, and for no others."))
            return web.go("statements.languages", slug=slug)
    release = statement.releases[-1] if statement.releases else None
    return render_template(
        "statements/languages.html",
        statement=statement,
        title=title,
        tabs=tabs(statement),
        states=read.completeness,
        shown=list(dict.fromkeys([*required, *read.completeness])),
        total=len(read.blocks) + 1,
        required=required,
        release=release,
        released={each.language for each in release.languages} if release else set(),
        may_add=bool(policy.may_lead(web.actor(), statement)) and statement.stage not in UNRELEASED,
        form=form,
        decided_on=bool(required) and statement.stage in DECIDED_ON,
        verdict=verdict,
    ), 422 if form.errors else 200


def _languages_to_choose(known: Sequence[str]) -> list[tuple[str, str]]:
    """Common languages, and whatever else the text is there in."""
    more = [(tag, autonym(tag)) for tag in known if tag not in COMMON_LANGUAGES]
    return [*language_choices(), *dict(more).items()]
