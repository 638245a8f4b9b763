"""The room: what its wall shows to all, what phones follow, and how the committee moves it."""

import hashlib
from collections.abc import Callable

import regex
from flask import Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import locales, web
from portal.core.errors import Invalid
from portal.core.languages import choose
from portal.core.markdown import plain_text
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.statements import policy
from portal.statements.commands.room import close_room, move_wall, open_room, set_wall
from portal.statements.forms.room import RoomForm, WallForm
from portal.statements.models import AmendmentKind, AmendmentState, LiveRoom, Statement
from portal.statements.policy.room import is_live
from portal.statements.queries.room import OnTheWall, newest, on_the_wall, room_of
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, stage_words, tabs
from portal.texts.queries import ReadText, read_text

KINDS: dict[AmendmentKind, Sentence] = {
    AmendmentKind.REPLACE: say("New words for it"),
    AmendmentKind.INSERT: say("A new paragraph after it"),
    AmendmentKind.DELETE: say("Take it out"),
    AmendmentKind.MOVE: say("Move it to another place"),
    AmendmentKind.SPLIT: say("Make two paragraphs of it"),
    AmendmentKind.MERGE: say("Join it with another paragraph"),
}
STATES: dict[AmendmentState, Sentence] = {
    AmendmentState.OPEN: say("Waits for an answer"),
    AmendmentState.ACCEPTED: say("Accepted"),
    AmendmentState.ACCEPTED_WITH_CHANGES: say("Accepted with changes"),
    AmendmentState.DECLINED: say("Declined"),
    AmendmentState.WITHDRAWN: say("Withdrawn"),
}
LENGTHS = ((120, "short"), (300, "medium"), (640, "long"))
"""Up to how many letters a paragraph is shown how large; a Chinese or Korean one counts as two."""
MOST_SHOWN = 6
"""Amendments that have room on the wall; the rest is on the phones."""


def _opened(slug: str) -> Statement:
    statement = open_statement(slug)
    require(policy.may_follow_room(web.actor(), statement))
    return statement


@bp.route("/<slug>/room", methods=["GET", "POST"])
@web.members_only
def room(slug: str) -> ResponseReturnValue:
    """The paragraph that the room is at, in the reader's languages; and for the committee, the wall."""
    statement, actor = _opened(slug), web.actor()
    verdict = policy.may_open_room(actor, statement)
    form = RoomForm()
    if request.method == "POST":
        require(verdict)
        if form.validate_on_submit():
            try:
                with web.transaction() as writing:
                    open_room(
                        writing,
                        statement.id,
                        place=form.place.data or "",
                        languages=[form.first.data, form.second.data],
                        size=form.size.data,
                        by=actor,
                    )
            except Invalid as error:
                form.blame_all(error)
            else:
                web.tell(say("The room is open. Members can follow it now."))
                return web.go("statements.room", slug=slug)
        statement = _opened(slug)
    session = web.reading()
    found = room_of(session, statement.id)
    live = is_live(found, statement)
    text = read_text(session, statement.text_id, web.reader_languages())
    if not form.is_submitted():
        _fill(form, found, text)
    return render_template(
        "statements/room.html",
        statement=statement,
        tabs=tabs(statement),
        stage=stage_words(statement),
        title=text.title,
        text=text,
        live=live,
        form=form,
        may_open=verdict,
        hold="hold" in request.args,
        tag=_tag(statement, found, "room"),
        **(_phone(statement, found) if live and found else {"room": found}),
    ), 422 if form.errors else 200


@bp.get("/<slug>/room/part")
@web.members_only
def room_part(slug: str) -> ResponseReturnValue:
    """What changes of the page above while it is followed; nothing new is 304."""
    return _part(slug, "room", "statements/_room.html", _phone)


@bp.get("/<slug>/room/wall")
@web.members_only
def room_wall(slug: str) -> ResponseReturnValue:
    """The wall, for a projector: one paragraph in two languages and its amendments, nothing else."""
    statement = _opened(slug)
    found = room_of(web.reading(), statement.id)
    live = is_live(found, statement)
    return render_template(
        "statements/room_wall.html",
        statement=statement,
        live=live,
        title=read_text(web.reading(), statement.text_id, web.reader_languages()).title,
        tag=_tag(statement, found, "wall"),
        **(_wall(statement, found) if live and found else {"room": found}),
    )


@bp.get("/<slug>/room/wall/part")
@web.members_only
def room_wall_part(slug: str) -> ResponseReturnValue:
    """What changes of the wall; nothing new is 304."""
    return _part(slug, "wall", "statements/_room_wall.html", _wall)


@bp.post("/<slug>/room/move")
@web.members_only
def move_room(slug: str) -> ResponseReturnValue:
    """Put another paragraph on the wall: the one before, the one after, or any."""
    statement = _opened(slug)
    with web.transaction() as session:
        move_wall(session, statement.id, block_id=request.form.get("block", ""), by=web.actor())
    return web.go("statements.room", slug=slug)


@bp.post("/<slug>/room/wall")
@web.members_only
def set_room(slug: str) -> ResponseReturnValue:
    """Other languages or larger words for the wall."""
    statement = _opened(slug)
    form = WallForm()
    if form.validate():
        try:
            with web.transaction() as session:
                set_wall(
                    session,
                    statement.id,
                    languages=[form.first.data, form.second.data],
                    size=form.size.data,
                    by=web.actor(),
                )
        except Invalid as error:
            web.tell(error.sentence, "warning")
        else:
            web.tell(say("The wall is changed."))
    else:
        web.tell(say("Choose two different languages for the wall."), "warning")
    return web.go("statements.room", slug=slug)


@bp.post("/<slug>/room/close")
@web.members_only
def end_room(slug: str) -> ResponseReturnValue:
    """Take the text off the wall."""
    statement = _opened(slug)
    with web.transaction() as session:
        close_room(session, statement.id, by=web.actor())
    web.tell(say("The room is closed. What was written in it stays in the text."))
    return web.go("statements.room", slug=slug)


def _part(
    slug: str,
    kind: str,
    template: str,
    gather: Callable[[Statement, LiveRoom], dict[str, object]],
) -> ResponseReturnValue:
    statement = _opened(slug)
    found = room_of(web.reading(), statement.id)
    tag = _tag(statement, found, kind)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        live = is_live(found, statement)
        values = gather(statement, found) if live and found else {"room": found}
        html = render_template(template, statement=statement, live=live, **values)
        # As a value, not as a page: nobody opens half a page by its address.
        answer = jsonify(html=html)
    answer.set_etag(tag, weak=True)
    return answer


def _tag(statement: Statement, found: LiveRoom | None, kind: str) -> str:
    """Names the state of what is shown, for this reader: the same as long as nothing has changed."""
    actor = web.actor()
    parts = (
        current_app.extensions["portal_version"],
        locales.current().tag,
        kind,
        actor.person_id,
        actor.languages,
        actor.second_factor,
        *newest(web.reading(), statement, found),
    )
    return hashlib.blake2s(repr(parts).encode(), digest_size=12).hexdigest()


def _wall(statement: Statement, found: LiveRoom) -> dict[str, object]:
    """Two columns, each in exactly one language."""
    session, actor = web.reading(), web.actor()
    shown = on_the_wall(
        session,
        statement,
        found,
        languages=[[tag] for tag in found.languages],
        reader=[*found.languages, *actor.languages],
        exactly=True,
        drafts=bool(policy.may_translate(actor, statement)),
    )
    return {
        "room": found,
        "shown": shown,
        "length": _length(shown),
        "amendments": shown.amendments[:MOST_SHOWN],
        "more": max(0, len(shown.amendments) - MOST_SHOWN),
        "kinds": KINDS,
        "states": STATES,
    }


def _phone(statement: Statement, found: LiveRoom) -> dict[str, object]:
    """One column, in the languages of whoever follows."""
    session, actor = web.reading(), web.actor()
    shown = on_the_wall(
        session,
        statement,
        found,
        languages=[web.reader_languages()],
        reader=actor.languages,
        drafts=bool(policy.may_translate(actor, statement)),
    )
    return {
        "room": found,
        "shown": shown,
        "kinds": KINDS,
        "states": STATES,
        "may_move": policy.may_open_room(actor, statement),
        "may_write": policy.may_write(actor, statement),
    }


def _length(shown: OnTheWall) -> str:
    """How long the longest of the shown wordings is, in a word that the stylesheet knows."""
    longest = max((_letters(plain_text(block.body)) for block in shown.blocks), default=0)
    if shown.changes:
        longest = max(longest, sum(_letters(each.old + each.new) for each in shown.changes) // 2)
    return next((word for most, word in LENGTHS if longest <= most), "longest")


def _letters(words: str) -> int:
    """Letters as the eye counts them; wide ones twice."""
    clusters = regex.findall(r"\X", words)
    return len(clusters) + sum(
        bool(regex.match(r"[\p{Han}\p{Hangul}\p{Kana}]", each)) for each in clusters
    )


def _fill(form: RoomForm, found: LiveRoom | None, text: ReadText) -> None:
    """What the room showed before, or the text's own language beside another that it is there in."""
    if found is not None and len(found.languages) == 2:
        form.first.data, form.second.data = found.languages
        form.size.data, form.place.data = found.size, found.place
        return
    own = text.title.source_language
    others = [tag for tag in text.languages if tag != own]
    form.first.data = own
    form.second.data = choose(web.reader_languages(), others) or next(
        iter(others), next((tag for tag in web.reader_languages() if tag != own), None)
    )
