"""Whether the portal can answer: for the machine that watches it."""

import structlog
from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.core import web

bp = Blueprint("health", __name__)
log = structlog.get_logger()


@bp.get("/healthz")
@web.impersonal
def healthz() -> ResponseReturnValue:
    """200 when the database answers, 503 when it does not."""
    try:
        web.reading().execute(text("SELECT 1"))
    except SQLAlchemyError:
        log.exception("database does not answer")
        return {"ok": False}, 503, {"Cache-Control": "no-store"}
    return {"ok": True}, 200, {"Cache-Control": "no-store"}
