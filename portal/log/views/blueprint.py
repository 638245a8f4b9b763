"""The blueprint of the log, and how its views answer programs."""

from flask import Blueprint, Response

bp = Blueprint("log", __name__, template_folder="../templates")
LONGEST_SIZE = 9
"""Digits of a size or a position: more leaves than any log will have, fewer than a column holds."""


def plain(text: str, status: int = 200) -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8")


def file_of(content: bytes, name: str, mimetype: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, headers, mimetype=mimetype)
