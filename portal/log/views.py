"""The transparency log in public: a page for people, notes and proofs for programs, witnesses."""

import json
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.limits import limiter
from portal.core.sentences import say
from portal.log import queries
from portal.log.commands import cosign, cosign_with, register_witness, retire_witness
from portal.log.forms import CosignForm, WitnessForm
from portal.log.models import LogCheckpoint
from portal.log.notes import cosigned_message, read_checkpoint
from portal.log.policy import may_witness

bp = Blueprint("log", __name__, template_folder="templates")
LONGEST_SIZE = 9
"""Digits of a size or a position: more leaves than any log will have, fewer than a column holds."""


@bp.get("/log")
@web.public
def show() -> ResponseReturnValue:
    """The log for people: how long it is, who watches it, how to check, what it does not prove."""
    session = web.reading()
    checkpoint = queries.newest_checkpoint(session)
    found = queries.witnesses(session, web.reader_languages())
    return render_template(
        "log/show.html",
        checkpoint=checkpoint,
        note=queries.cosigned_note(session, checkpoint) if checkpoint else "",
        key=queries.log_key(session),
        witnesses=found,
        both=queries.both_sides_watch(found),
        waiting=queries.waiting(session),
        may_witness=may_witness(web.actor()) if web.actor().signed_in else None,
    )


# --- for programs -------------------------------------------------------------------------------------


@bp.get("/log/key")
@web.impersonal
def key() -> ResponseReturnValue:
    """The log's key (C2SP signed-note)."""
    return _plain(queries.log_key(web.reading()) + "\n")


@bp.get("/log/checkpoint")
@web.impersonal
def checkpoint() -> ResponseReturnValue:
    """The newest checkpoint with its witnesses' lines (C2SP tlog-checkpoint)."""
    found = queries.newest_checkpoint(web.reading())
    if found is None:
        return _plain("The log has no checkpoint yet.\n", 404)
    return _plain(queries.cosigned_note(web.reading(), found))


@bp.get("/log/leaves")
@web.impersonal
def leaves() -> ResponseReturnValue:
    """Leaves from one position up to another, not included; a bounded number at once."""

    def answer(size: int) -> dict[str, Any]:
        first = _number("from", 0)
        last = min(_number("to", first + queries.LEAVES_AT_ONCE), size)
        return {"size": size, "leaves": queries.leaves(web.reading(), first, last)}

    return _proof(answer)


@bp.get("/log/consistency")
@web.impersonal
@limiter.limit("300 per hour")
def consistency() -> ResponseReturnValue:
    """The proof that the log of one size begins with the log of another (RFC 6962, 2.1.2)."""

    def answer(size: int) -> dict[str, Any]:
        old, new = _number("from"), _number("to", size)
        tree = queries.tree_of(web.reading(), min(new, size))
        proof = tree.consistency(old, new)
        return {
            "from": old,
            "to": new,
            "root": tree.root(old).hex(),
            "proof": [each.hex() for each in proof],
        }

    return _proof(answer)


@bp.get("/log/inclusion")
@web.impersonal
@limiter.limit("300 per hour")
def inclusion() -> ResponseReturnValue:
    """Where leaves that speak of a hash stand, with their proofs (RFC 6962, 2.1.1)."""

    def answer(size: int) -> dict[str, Any]:
        sha256, wanted = request.args.get("sha256", ""), _number("size", size)
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise ValueError("sha256 takes 64 hexadecimal digits.")
        tree = queries.tree_of(web.reading(), min(wanted, size))
        tree.root(wanted)
        return {
            "size": wanted,
            "leaves": [
                {
                    "position": each.position,
                    "leaf": each.leaf,
                    "proof": [step.hex() for step in tree.inclusion(each.position, wanted)],
                }
                for each in queries.leaf_of(web.reading(), sha256)
                if each.position < wanted
            ],
        }

    return _proof(answer)


def _proof(answer: Callable[[int], dict[str, Any]]) -> ResponseReturnValue:
    """JSON, or 400 with what is wrong with the question."""
    newest = queries.newest_checkpoint(web.reading())
    status = 200
    try:
        value = answer(newest.size if newest else 0)
    except ValueError as problem:
        value, status = {"error": str(problem)}, 400
    return Response(json.dumps(value), status, mimetype="application/json")


def _number(name: str, otherwise: int | None = None) -> int:
    given = request.args.get(name, "" if otherwise is None else str(otherwise))
    if not given.isascii() or not given.isdigit() or len(given) > LONGEST_SIZE:
        raise ValueError(f"{name} takes a whole number.")
    return int(given)


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8")


def _file(content: bytes, name: str, mimetype: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, headers, mimetype=mimetype)


@bp.post("/log/cosign")
@web.impersonal
@limiter.limit("120 per hour")
def cosign_line() -> ResponseReturnValue:
    """Take a witness's line; the line itself shows whose it is, so no account and no token."""
    text = request.get_data(cache=False)[:4_000].decode(errors="replace")
    try:
        with web.transaction() as session:
            kept = cosign(session, text)
            size, name = kept.size, kept.line.split(" ")[1]
    except Invalid as problem:
        return _plain(f"{problem.sentence}\n\n{text}\n", 400)
    sentence = say("The line of %(name)s stands under the checkpoint.", name=name)
    return _plain(f"{sentence} ({size})\n")


@bp.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """A witness's program has no page and no session that a token could protect."""
    state.app.extensions["csrf"].exempt(cosign_line)


# --- witnesses ----------------------------------------------------------------------------------------


@bp.route("/log/witness", methods=["GET", "POST"])
@web.public
@limiter.limit("60 per hour", methods=["POST"])
def cosign_page() -> ResponseReturnValue:
    """Cosign by hand: the file to sign, the command, and what it printed."""
    session = web.reading()
    newest = queries.newest_checkpoint(session)
    form = CosignForm()
    found = queries.witnesses(session, web.reader_languages())
    form.witness.choices = [
        (each.witness.id, f"{each.name} ({each.witness.name})") for each in found
    ]
    if request.method == "GET" and newest:
        form.size.data, form.time.data = str(newest.size), str(int(time.time()))
    if form.validate_on_submit():
        pasted = form.pasted.data
        try:
            with web.transaction() as writing:
                if "—" in pasted:
                    cosign(writing, pasted)
                else:
                    cosign_with(
                        writing,
                        witness_id=form.witness.data,
                        size=_digits(form.size.data, LONGEST_SIZE),
                        time=_digits(form.time.data),
                        signature=pasted,
                    )
        except Invalid as error:
            form.blame("pasted", error.sentence)
        else:
            web.tell(say("Thank you. Your line stands under the checkpoint."))
            return web.go("log.show")
    return render_template(
        "log/cosign.html",
        form=form,
        checkpoint=newest,
        size=form.size.data,
        time=form.time.data,
        witnesses=found,
        address=web.settings().address,
    ), 422 if form.errors else 200


def _digits(text: str | None, longest: int = 15) -> int:
    whole = text and text.isascii() and text.isdigit() and len(text) <= longest
    return int(text) if text and whole else -1


@bp.get("/log/witness/message")
@web.impersonal
def cosigned_file() -> ResponseReturnValue:
    """The bytes that a witness signs by hand: the checkpoint and the time."""
    found = web.reading().get(LogCheckpoint, _digits(request.args.get("size"), LONGEST_SIZE))
    moment = _digits(request.args.get("time"))
    if found is None or moment < 0:
        raise NotFound
    message = cosigned_message(read_checkpoint(found.note).body, moment)
    return _file(message, "checkpoint.txt", "application/octet-stream")


@bp.route("/log/witnesses", methods=["GET", "POST"])
@web.guarded(may_witness)
def witnesses() -> ResponseReturnValue:
    """Register the key with which one's organisation watches over the log."""
    form = WitnessForm()
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                register_witness(
                    session,
                    name=form.name.data,
                    public_key=form.public_key.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame_all(error, "name")
        else:
            web.tell(say("Your organisation is a witness. It signs from the next checkpoint on."))
            return web.go("log.witnesses")
    mine = [
        each
        for each in queries.witnesses(web.reading(), web.reader_languages(), retired=True)
        if each.witness.organisation_id == web.actor().organisation_id
    ]
    return render_template(
        "log/witnesses.html",
        form=form,
        mine=mine,
        organisation=web.actor().acting_for,
        address=web.settings().address,
    ), 422 if form.errors else 200


@bp.post("/log/witnesses/<witness_id>/retire")
@web.members_only
def retire(witness_id: str) -> ResponseReturnValue:
    """Take no more lines of this key."""
    with web.transaction() as session:
        retire_witness(session, witness_id, by=web.actor())
    web.tell(say("This key is retired. The lines that it gave stay."))
    return web.go("log.witnesses")
