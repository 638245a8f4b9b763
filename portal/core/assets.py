"""Static files: one stylesheet out of its layers, hashed names, compressed once, kept for a year.

Nothing is built on disk: the few files are read, named and compressed when the application is
made, so a page can never point at a file of another release. They are answered before anything
else looks at the request: no session, no database, no cookie.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from flask import Flask

FOLDER = Path(__file__).resolve().parents[1] / "static"
LAYERS = ("tokens", "base", "layout", "components", "print")
STYLESHEET = "css/portal.css"
PREFIX = "/static/"
TEXT = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt", ".html"})

CSS_COMMENT = re.compile(r'("(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\')|/\*.*?\*/', re.DOTALL)
INDENT = re.compile(r"\n\s+")
MODULE = re.compile(
    r"""(?P<before>\b(?:from|import)\s*\(?\s*["'])\./(?P<name>[\w.-]+)(?P<after>["'])"""
)

StartResponse = Callable[..., Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class UnknownAsset(LookupError):
    """A template asked for a static file that does not exist."""


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its address, and its body in each encoding that is shorter."""

    name: str
    address: str
    mimetype: str
    bodies: Mapping[str, bytes]

    def best(self, accepted: str) -> tuple[str, bytes]:
        """The encoding to send for an Accept-Encoding header, and the body in it."""
        wanted = encodings(accepted)
        for encoding in ("br", "gzip"):
            if encoding in wanted and encoding in self.bodies:
                return encoding, self.bodies[encoding]
        return "identity", self.bodies["identity"]


def encodings(accepted: str) -> frozenset[str]:
    """The encodings that an Accept-Encoding header names and does not weigh with zero."""
    wanted = set()
    for part in accepted.lower().split(","):
        encoding, _, weight = part.strip().partition(";")
        if weight.strip().replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            wanted.add(encoding.strip())
    return frozenset(wanted)


class Assets:
    """Every static file of one folder, by name and by address."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.by_name: dict[str, Asset] = {}
        layers = [folder / "css" / f"{layer}.css" for layer in LAYERS]
        self._add(STYLESHEET, stylesheet(layers))
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path not in layers and not path.name.startswith("."):
                self._file(path, ())
        self.by_address = {asset.address: asset for asset in self.by_name.values()}

    def address(self, name: str) -> str:
        """The address of a file, such as `css/portal.css`; it begins at the root of the site.

        Raises UnknownAsset for a name that is not there.
        """
        try:
            return self.by_name[name].address
        except KeyError:
            raise UnknownAsset(f"There is no static file {name!r}.") from None

    def report(self) -> Iterator[str]:
        """One line for each file: its address, and its bytes plain, gzip and brotli."""
        for asset in self.by_name.values():
            sizes = ", ".join(f"{encoding} {len(body)}" for encoding, body in asset.bodies.items())
            yield f"{asset.address}: {sizes}"

    def _file(self, path: Path, importers: tuple[str, ...]) -> None:
        name = path.relative_to(self.folder).as_posix()
        if name in self.by_name:
            return
        body = path.read_bytes()
        if path.suffix == ".js":
            body = self._with_modules(path, body.decode(), (*importers, name)).encode()
        self._add(name, body)

    def _with_modules(self, path: Path, source: str, importers: tuple[str, ...]) -> str:
        """Point the module's imports at the hashed names of what it imports."""

        def hashed(match: re.Match[str]) -> str:
            imported = path.parent / match["name"]
            name = imported.relative_to(self.folder).as_posix()
            if name in importers:
                raise ValueError(f"{importers[-1]} and {name} import each other.")
            if not imported.is_file():
                raise UnknownAsset(f"{importers[-1]} imports {name}, which does not exist.")
            self._file(imported, importers)
            return f"{match['before']}{self.by_name[name].address}{match['after']}"

        return MODULE.sub(hashed, source)

    def _add(self, name: str, body: bytes) -> None:
        digest = hashlib.blake2s(body, digest_size=6).hexdigest()
        stem, dot, suffix = name.rpartition(".")
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        bodies = {"identity": body}
        if f".{suffix}" in TEXT:
            mimetype = "text/javascript" if suffix == "js" else mimetype
            mimetype += "" if suffix == "svg" else "; charset=utf-8"
            packed = {
                "gzip": gzip.compress(body, 9, mtime=0),
                "br": brotli.compress(body, mode=brotli.MODE_TEXT),
            }
            bodies |= {key: small for key, small in packed.items() if len(small) < len(body)}
        self.by_name[name] = Asset(name, f"{PREFIX}{stem}.{digest}{dot}{suffix}", mimetype, bodies)


def stylesheet(layers: list[Path]) -> bytes:
    """The cascade layers in their order, without comments and indentation."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in layers)
    source = CSS_COMMENT.sub(lambda match: match[1] or "", source)
    return INDENT.sub("\n", source).strip().encode()


class StaticFiles:
    """WSGI: answers the addresses of assets by itself and hands everything else on."""

    def __init__(self, app: WsgiApp, assets: Assets) -> None:
        self.app = app
        self.assets = assets

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.app(environ, start_response)
        asset = self.assets.by_address.get(path)
        if asset is None:
            return self.app(environ, start_response)
        encoding, body = asset.best(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers = [
            ("Content-Type", asset.mimetype),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "public, max-age=31536000, immutable"),
            ("Vary", "Accept-Encoding"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
        ]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def init_app(app: Flask) -> None:
    """Serve the assets in front of the application and give templates `asset(name)`."""
    assets = Assets()
    app.extensions["portal_assets"] = assets
    app.jinja_env.globals["asset"] = assets.address
    app.wsgi_app = StaticFiles(app.wsgi_app, assets)  # type: ignore[method-assign]
