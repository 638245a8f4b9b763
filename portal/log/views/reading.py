"""The log for people on one page, and its notes, leaves and proofs for programs."""

import json
from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.limits import limiter
from portal.log import queries
from portal.log.policy import may_witness
from portal.log.views.blueprint import LONGEST_SIZE, bp, plain


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
    return plain(queries.log_key(web.reading()) + "\n")


@bp.get("/log/checkpoint")
@web.impersonal
def checkpoint() -> ResponseReturnValue:
    """The newest checkpoint with its witnesses' lines (C2SP tlog-checkpoint)."""
    found = queries.newest_checkpoint(web.reading())
    if found is None:
        return plain("The log has no checkpoint yet.\n", 404)
    return plain(queries.cosigned_note(web.reading(), found))


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
