"""Pages leave compressed; what would gain nothing or break is left alone."""

import gzip
from collections.abc import Iterator

import brotli
import pytest
from flask import Flask, Response

from portal.core.compression import LARGEST, WORTHWHILE, Compressed

PAGE = "<p>여성 연대 없이 이주 정의는 없다.</p>\n" * 100


@pytest.fixture
def app() -> Flask:
    app = Flask("here", static_folder=None)

    @app.get("/page")
    def page() -> Response:
        answer = Response(PAGE, mimetype="text/html")
        answer.vary.add("Cookie")
        answer.set_etag("exact")
        return answer

    @app.get("/short")
    def short() -> Response:
        return Response("a" * (WORTHWHILE - 1), mimetype="text/plain")

    @app.get("/picture")
    def picture() -> Response:
        return Response(b"\x00" * 2000, mimetype="image/png")

    @app.get("/packed")
    def packed() -> Response:
        return Response(
            gzip.compress(PAGE.encode()), mimetype="text/html", headers={"Content-Encoding": "gzip"}
        )

    @app.get("/stream")
    def stream() -> Response:
        def lines() -> Iterator[str]:
            yield from PAGE.splitlines(keepends=True)

        return Response(lines(), mimetype="text/csv")

    @app.get("/huge")
    def huge() -> Response:
        return Response("a" * (LARGEST + 1), mimetype="text/plain")

    @app.get("/as-it-is")
    def as_it_is() -> Response:
        return Response(PAGE, mimetype="text/html", headers={"Cache-Control": "no-transform"})

    app.wsgi_app = Compressed(app.wsgi_app)  # type: ignore[method-assign]
    return app


@pytest.mark.parametrize(
    ("accepted", "encoding", "opened"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ],
)
def test_a_page_is_sent_smaller_and_opens_to_the_same(app, accepted, encoding, opened) -> None:
    answer = app.test_client().get("/page", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == encoding
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(PAGE.encode())
    assert opened(answer.data).decode() == PAGE


def test_vary_is_added_to_what_stood_there(app) -> None:
    plain = app.test_client().get("/page")
    packed = app.test_client().get("/page", headers={"Accept-Encoding": "gzip"})
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Cookie, Accept-Encoding"


def test_a_strong_tag_becomes_weak_only_where_the_bytes_change(app) -> None:
    client = app.test_client()
    assert client.get("/page").headers["ETag"] == '"exact"'
    assert client.get("/page", headers={"Accept-Encoding": "br"}).headers["ETag"] == 'W/"exact"'


@pytest.mark.parametrize("path", ["/short", "/picture", "/stream", "/huge", "/as-it-is"])
def test_these_are_sent_as_they_are(app, path) -> None:
    client = app.test_client()
    answer = client.get(path, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == client.get(path).data


def test_what_is_packed_already_is_not_packed_again(app) -> None:
    answer = app.test_client().get("/packed", headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == PAGE


def test_a_stream_is_handed_on_piece_by_piece(app) -> None:
    answer = app.test_client().get("/stream", headers={"Accept-Encoding": "br"}, buffered=False)
    pieces = list(answer.response)
    assert len(pieces) == 100


def test_head_says_the_same_without_a_body(app) -> None:
    answer = app.test_client().head("/page", headers={"Accept-Encoding": "br"})
    assert answer.data == b""
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_inner_answer_is_closed(app) -> None:
    closed = []

    @app.get("/closing")
    def closing() -> Response:
        answer = Response(PAGE, mimetype="text/html")
        answer.call_on_close(lambda: closed.append(True))
        return answer

    app.test_client().get("/closing", headers={"Accept-Encoding": "br"})
    assert closed == [True]
