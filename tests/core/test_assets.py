"""Static files have hashed names, travel compressed and are kept for a year."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask

from portal.core import assets
from portal.core.assets import STYLESHEET, Assets, UnknownAsset


@pytest.fixture(scope="module")
def real() -> Assets:
    return Assets()


@pytest.fixture
def app() -> Flask:
    app = Flask("here", static_folder=None)
    assets.init_app(app)
    return app


def folder_with(tmp_path: Path, **scripts: str) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "js").mkdir()
    for layer in assets.LAYERS:
        (tmp_path / "css" / f"{layer}.css").write_text(f"@layer {layer} {{}}\n")
    for name, source in scripts.items():
        (tmp_path / "js" / f"{name}.js").write_text(source)
    return tmp_path


def test_the_stylesheet_holds_the_layers_in_cascade_order(tmp_path: Path) -> None:
    body = Assets(folder_with(tmp_path)).by_name[STYLESHEET].bodies["identity"].decode()
    assert re.findall(r"@layer (\w+)", body) == list(assets.LAYERS)


def test_comments_go_and_strings_that_look_like_comments_stay(tmp_path: Path) -> None:
    sheet = tmp_path / "one.css"
    sheet.write_text("/* it's\n gone */\n  a::before { content: '/* kept */'; }\n")
    assert assets.stylesheet([sheet]) == b"a::before { content: '/* kept */'; }"


def test_the_stylesheet_stays_under_eight_kilobytes_compressed(real: Assets) -> None:
    bodies = real.by_name[STYLESHEET].bodies
    assert len(bodies["br"]) <= 8 * 1024
    assert len(bodies["gzip"]) <= 8 * 1024


def test_every_compressed_body_opens_to_the_plain_one(real: Assets) -> None:
    for asset in real.by_name.values():
        plain = asset.bodies["identity"]
        assert gzip.decompress(asset.bodies.get("gzip", gzip.compress(plain))) == plain
        assert brotli.decompress(asset.bodies.get("br", brotli.compress(plain))) == plain


def test_the_name_changes_with_the_content_also_through_an_import(tmp_path: Path) -> None:
    source = folder_with(tmp_path, main='import "./part.js";', part="1;")
    before = Assets(source)
    (source / "js" / "part.js").write_text("2;")
    after = Assets(source)
    assert before.address("js/part.js") != after.address("js/part.js")
    assert before.address("js/main.js") != after.address("js/main.js")
    assert after.address("js/part.js").encode() in after.by_name["js/main.js"].bodies["identity"]


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    source = folder_with(tmp_path, one='import "./two.js";', two='import "./one.js";')
    with pytest.raises(ValueError, match="import each other"):
        Assets(source)


def test_an_import_of_a_module_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownAsset, match="which does not exist"):
        Assets(folder_with(tmp_path, main='import("./gone.js");'))


def test_a_page_cannot_ask_for_a_file_that_is_not_there(real: Assets) -> None:
    with pytest.raises(UnknownAsset):
        real.address("css/other.css")


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_file_is_sent_in_the_best_encoding_the_reader_takes(
    app: Flask, accepted: str, sent: str | None
) -> None:
    address = app.extensions["portal_assets"].address(STYLESHEET)
    answer = app.test_client().get(address, headers={"Accept-Encoding": accepted})
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers


def test_head_gives_the_length_and_no_body(app: Flask) -> None:
    address = app.extensions["portal_assets"].address(STYLESHEET)
    answer = app.test_client().head(address)
    assert answer.data == b""
    assert int(answer.headers["Content-Length"]) > 1000


@pytest.mark.parametrize(
    "path", ["/static/css/portal.css", "/static/../app.py", "/static/%2e%2e/app.py", "/static/"]
)
def test_only_hashed_names_answer(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404
