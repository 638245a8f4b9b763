"""The list, a statement's own page, its comments and its history."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.errors import Invalid, NotFound
from portal.core.facts import newest
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.paging import Page
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.commands import answer_comment, comment
from portal.statements.forms import AnswerCommentForm, CommentForm
from portal.statements.margins import margins_for
from portal.statements.models import PUBLIC, Release, Stage, Statement
from portal.statements.policy.seeing import may_see_acts
from portal.statements.queries.commenting import comments_by_block
from portal.statements.queries.deciding import concerns_of
from portal.statements.queries.errata import number_in_force
from portal.statements.queries.history import acts_of, tallies, waiting_revision
from portal.statements.queries.listing import NEWEST, SORTED, list_statements
from portal.statements.queries.reading import read_release, released_titles
from portal.statements.queries.signing import signatories_of
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import (
    names_of,
    open_statement,
    path_of,
    stage_words,
    tabs,
    title_of,
)
from portal.statements.words import STAGES, describe
from portal.texts.queries import ReadText, read_text
from portal.texts.queries.reading import ReadTitle


@bp.get("")
@web.public
def index() -> ResponseReturnValue:
    """All statements that this reader may see."""
    asked = request.args.get("stage", "")
    stage = next((item for item in Stage if item.value == asked), None)
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTED else NEWEST
    page = list_statements(
        web.reading(),
        web.actor(),
        web.reader_languages(),
        stages=[stage] if stage else (),
        sort=sort,
        page=web.page_number(),
    )
    stages = [
        item
        for item in Stage
        if web.actor().memberships or web.actor().is_secretariat or item in PUBLIC
    ]
    return render_template(
        "statements/index.html",
        page=page,
        address=web.page_address(),
        stage=stage,
        stages=[(item, str(STAGES[item])) for item in stages],
        sort=sort,
        sorts=[
            (NEWEST, say("The newest first")),
            ("deadline", say("What ends soonest first")),
            ("signed", say("Most signatures first")),
        ],
        words=stage_words,
        may_draft=policy.may_draft(web.actor()),
    )


def asked_language() -> str | None:
    try:
        return normalise(request.args["lang"]) if request.args.get("lang") else None
    except LanguageTagInvalid:
        return None


@bp.get("/<slug>")
@web.public
def show(slug: str) -> ResponseReturnValue:
    """A statement in the reader's language: the frozen release once there is one, else the text.

    A public page is kept until anything has happened, so that it asks the database five times at
    most; errata and deadlines come by the clock alone and are part of the key.
    """
    statement = open_statement(slug)
    release = statement.released
    if release is None:
        return _page(statement, None)
    session = web.reading()
    key = (
        "statements.show",
        statement.id,
        newest(session),
        number_in_force(session, release.id),
        statement.is_over,
        clock.today(),
        asked_language(),
        *web.reader_languages(),
    )
    unchanged = web.not_modified(*key)
    if unchanged is not None:
        return unchanged
    return web.kept(key, lambda: _page(statement, release))


@bp.get("/<slug>/working")
@web.members_only
def working(slug: str) -> ResponseReturnValue:
    """The text that is being worked on while an earlier release stays public."""
    statement = open_statement(slug)
    if not statement.is_revised:
        return web.go("statements.show", slug=slug)
    require(policy.may_see_working(web.actor(), statement))
    return _page(statement, None)


def _page(statement: Statement, release: Release | None) -> str:
    session, languages, actor = web.reading(), web.reader_languages(), web.actor()
    text: ReadText
    if release is not None:
        text = read_release(session, release, languages, exactly=asked_language(), corrected=True)
        offered = sorted(item.language for item in release.languages)
    else:
        text = read_text(session, statement.text_id, languages, exactly=asked_language())
        offered = text.languages
    sees_working = bool(policy.may_see_working(actor, statement))
    return render_template(
        "statements/show.html",
        statement=statement,
        text=text,
        release=release,
        offered=offered,
        tabs=tabs(statement),
        stage=stage_words(statement),
        path=path_of(statement) if sees_working else (),
        drafters=names_of(statement),
        signed=signatories_of(session, release.id) if release else None,
        margins=margins_for(session, statement, text, actor),
        concerns=[
            (each, display_name(each.organisation, languages))
            for each in (concerns_of(session, release) if release else ())
        ],
        tallies=tallies(session, statement.id) if release and release.number > 1 else (),
        successor=_successor(statement),
        sees_working=sees_working,
        reopening=waiting_revision(session, statement.id)
        if actor.signed_in and release and sees_working
        else None,
        may_sign=policy.may_sign(session, actor, statement),
        may_write=policy.may_write(actor, statement) if actor.signed_in else None,
        may_lead=policy.may_lead(actor, statement) if actor.signed_in else None,
        may_translate=policy.may_translate(actor, statement) if actor.signed_in else None,
    )


def _successor(statement: Statement) -> tuple[str, ReadTitle] | None:
    """The address and title of the statement that took its place."""
    if statement.superseded_by_id is None:
        return None
    session = web.reading()
    found = session.get_one(Statement, statement.superseded_by_id)
    titles = released_titles(session, [found], web.reader_languages())
    return (found.slug, titles[found.text_id]) if found.text_id in titles else None


@bp.get("/<slug>/ask")
@web.public
def ask(slug: str) -> ResponseReturnValue:
    """Ask for a language that is missing; the form stands apart, so that reading sets no cookie."""
    statement, language = open_statement(slug), asked_language()
    if language is None:
        raise NotFound
    title = title_of(statement)
    return render_template(
        "statements/ask.html", statement=statement, title=title, language=language
    )


@bp.get("/<slug>/comments")
@web.members_only
def comments(slug: str) -> ResponseReturnValue:
    """Every paragraph with what members say of it."""
    statement = open_statement(slug)
    session, actor = web.reading(), web.actor()
    return render_template(
        "statements/comments.html",
        statement=statement,
        tabs=tabs(statement),
        text=read_text(
            session, statement.text_id, web.reader_languages(), exactly=asked_language()
        ),
        comments=comments_by_block(session, statement.id),
        name_of=lambda organisation: display_name(organisation, actor.languages),
        may_comment=policy.may_comment(actor, statement),
        may_answer=policy.may_lead(actor, statement),
        stage=stage_words(statement),
    )


@bp.route("/<slug>/comments/<block_id>", methods=["GET", "POST"])
@web.members_only
def write_comment(slug: str, block_id: str) -> ResponseReturnValue:
    """One comment on one paragraph, in one's own language."""
    statement = open_statement(slug)
    policy_says = policy.may_comment(web.actor(), statement)
    text = read_text(
        web.reading(), statement.text_id, web.reader_languages(), exactly=asked_language()
    )
    block = next((item for item in (text.title, *text.blocks) if item.id == block_id), None)
    if block is None:
        raise NotFound
    form = CommentForm(revision=block.revision_id)
    if request.method == "GET":
        form.language.data = next(iter(web.reader_languages()), None)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                comment(
                    session,
                    statement.id,
                    block_id=block_id,
                    revision_id=form.revision.data,
                    body=form.body.data,
                    language=form.language.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame("body", error.sentence)
        else:
            web.tell(say("Your comment is in. The drafting group answers every comment."))
            return web.see_other(url_for("statements.comments", slug=slug) + f"#b-{block_id}")
    return render_template(
        "statements/write_comment.html",
        statement=statement,
        block=block,
        form=form,
        tabs=tabs(statement),
        may_comment=policy_says,
        title=text.title,
    ), 422 if form.errors else 200


@bp.route("/<slug>/comments/answer/<comment_id>", methods=["POST"])
@web.members_only
def answer(slug: str, comment_id: str) -> ResponseReturnValue:
    """The drafting group answers a comment."""
    form = AnswerCommentForm()
    with web.transaction() as session:
        made = answer_comment(
            session,
            comment_id,
            answer=form.answer.data or "",
            language=form.language.data or "en",
            by=web.actor(),
        )
    web.tell(say("The answer stands beside the comment."))
    return web.see_other(url_for("statements.comments", slug=slug) + f"#b-{made.block_id}")


@bp.get("/<slug>/history")
@web.members_only
def history(slug: str) -> ResponseReturnValue:
    """What has happened to a statement, act by act, and its releases."""
    statement = open_statement(slug)
    require(may_see_acts(web.actor(), statement))
    session, actor = web.reading(), web.actor()
    page = acts_of(session, actor, statement.id, number=web.page_number())
    return render_template(
        "statements/history.html",
        statement=statement,
        tabs=tabs(statement),
        path=path_of(statement),
        page=Page(
            [(act, describe(act, statement.zone)) for act in page],
            page.number,
            page.total,
            page.per_page,
            web.page_address(),
        ),
        tallies={tally.number: tally for tally in tallies(session, statement.id)},
        stage=stage_words(statement),
        title=title_of(statement),
    )
