"""Organisations watch over the log: their keys, and their lines by a program or by hand."""

import time

from flask import render_template, request
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
from portal.log.views.blueprint import LONGEST_SIZE, bp, file_of, plain


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
        return plain(f"{problem.sentence}\n\n{text}\n", 400)
    sentence = say("The line of %(name)s stands under the checkpoint.", name=name)
    return plain(f"{sentence} ({size})\n")


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
    return file_of(message, "checkpoint.txt", "application/octet-stream")


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
