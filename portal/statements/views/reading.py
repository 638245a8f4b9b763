"""The list, a statement's own page, its comments and its history."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.sentences import say
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.commands import answer_comment, comment
from portal.statements.forms import AnswerCommentForm, CommentForm
from portal.statements.models import PUBLIC, Stage
from portal.statements.queries.commenting import comments_by_block
from portal.statements.queries.listing import list_statements
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import signatories_of
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import names_of, open_statement, stage_words, tabs
from portal.statements.words import STAGES
from portal.texts.queries import ReadText, read_text
from portal.texts.queries.history import text_history


@bp.get("")
@web.public
def index() -> ResponseReturnValue:
    """All statements that this reader may see."""
    asked = request.args.get("stage", "")
    stage = next((item for item in Stage if item.value == asked), None)
    page = list_statements(
        web.reading(),
        web.actor(),
        web.reader_languages(),
        stages=[stage] if stage else (),
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
        words=STAGES,
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
    """A statement in the reader's language: the frozen release once there is one, else the text."""
    statement = open_statement(slug)
    session, languages = web.reading(), web.reader_languages()
    exactly = asked_language()
    release = statement.released
    unchanged = web.not_modified(statement.changed_at, exactly, languages, request.path)
    if unchanged is not None and statement.is_public:
        return unchanged
    text: ReadText
    if release is not None:
        text = read_release(session, release, languages, exactly=exactly)
        offered = sorted(item.language for item in release.languages)
    else:
        text = read_text(session, statement.text_id, languages, exactly=exactly)
        offered = text.languages
    signed = signatories_of(session, release.id) if release else None
    actor = web.actor()
    return render_template(
        "statements/show.html",
        statement=statement,
        text=text,
        release=release,
        offered=offered,
        tabs=tabs(statement),
        stage=stage_words(statement),
        drafters=names_of(statement),
        signed=signed,
        may_sign=policy.may_sign(session, actor, statement),
        may_write=policy.may_write(actor, statement) if actor.signed_in else None,
        may_lead=policy.may_lead(actor, statement) if actor.signed_in else None,
        may_translate=policy.may_translate(actor, statement) if actor.signed_in else None,
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
    """What has happened to a statement: its stages and its text."""
    statement = open_statement(slug)
    return render_template(
        "statements/history.html",
        statement=statement,
        tabs=tabs(statement),
        events=text_history(web.reading(), statement.text_id),
        stage=stage_words(statement),
        text=read_text(web.reading(), statement.text_id, web.reader_languages()),
    )
