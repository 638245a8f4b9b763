"""Every kind of public page beside a bare Flask + SQLAlchemy + Jinja page of 20 rows.

Requests a second and processor time are read beside the bare page, which is measured anew before
each page in the same run and with the same server: read the ratios. BENCH_SECONDS sets how long
each load lasts (1.5). Prints what a first view sends, compressed, and how many statements reach
the database.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import Result, load
from bench.serving import ROOT, Server, serving

SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
FIRST_VIEW = 14 * 1024
STATEMENTS = 5
UNKEPT, KEPT, HOME = 0.5, 2.5, 0.3


@dataclass(frozen=True)
class Page:
    """A kind of page: a fixed address, or the first link of a shape on another page."""

    name: str
    address: str
    link: str = ""


PAGES: Sequence[Page] = (
    Page("front page", "/"),
    Page("directory", "/network"),
    Page("organisation", "/network", r"/network/(?!join\b)[\w-]+"),
    Page("statements", "/statements"),
    Page("statement", "/statements", r"/statements/[\w-]+"),
    Page("signatories", "/statements", r"/statements/[\w-]+/signatories"),
    Page("library", "/library"),
    Page("work", "/library", r"/library/[\w-]+"),
    Page("forums", "/forums"),
    Page("edition", "/forums", r"/forums/[\w-]+/\d{4}"),
    Page("programme", "/forums", r"/forums/[\w-]+/\d{4}/programme"),
    Page("calendar", "/calendar"),
    Page("search", "/search?q=women"),
    Page("sign-in", "/sign-in"),
)
LANGUAGE = "en"


def find(server: Server, page: Page) -> str | None:
    """The address of a page of this kind in the demo network, None where there is none."""
    if not page.link:
        return page.address if server.get(page.address).status == 200 else None
    pattern = re.compile(rf'href="(?:/{LANGUAGE})?({page.link})"')
    seen: set[str] = set()
    queue = [page.address]
    while queue and len(seen) < 60:
        address = queue.pop(0)
        seen.add(address)
        answer = server.get(address, Accept_Language=LANGUAGE)
        text = answer.body.decode(errors="replace")
        for found in pattern.findall(text):
            if server.get(found).status == 200:
                return str(found)
        inner = re.findall(rf'href="(?:/{LANGUAGE})?({page.address}/[\w/-]+)"', text)
        queue += [link for link in dict.fromkeys(inner) if link not in seen]
    return None


@dataclass(frozen=True)
class FirstView:
    html: int
    css: int
    scripts: int
    other: int
    requests: int

    @property
    def counted(self) -> int:
        return self.html + self.css + self.scripts


def first_view(server: Server, address: str) -> FirstView:
    """The compressed bytes of a page and of everything that it loads before it is complete."""
    text = server.get(address).body.decode()
    html = len(server.get(address, Accept_Encoding="br, gzip").body)
    linked = [
        *((kind, url) for kind, url in re.findall(r'<link rel="(\w+)"[^>]*href="([^"]+)"', text)),
        *(("script", url) for url in re.findall(r'<script[^>]*src="([^"]+)"', text)),
        *(("image", url) for url in re.findall(r'<img[^>]*src="([^"]+)"', text)),
    ]
    loaded = [
        (kind, url) for kind, url in linked if kind in {"stylesheet", "script", "image", "icon"}
    ]
    sizes = {"stylesheet": 0, "script": 0, "image": 0, "icon": 0}
    for kind, url in loaded:
        sizes[kind] += len(server.get(url, Accept_Encoding="br, gzip").body)
    return FirstView(
        html, sizes["stylesheet"], sizes["script"], sizes["image"] + sizes["icon"], 1 + len(loaded)
    )


@dataclass(frozen=True)
class Load:
    result: Result
    cpu: float
    """Milliseconds of processor time a request."""


def measured(server: Server, path: str, **headers: str) -> Load:
    before = server.cpu_seconds()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    result = load(server.port, path, headers=named, seconds=SECONDS)
    spent = server.cpu_seconds() - before
    wrong = {status: count for status, count in result.statuses.items() if status not in {200, 304}}
    if wrong:
        raise SystemExit(f"{path} answered {wrong}")
    return Load(result, spent / len(result.times) * 1000)


@contextmanager
def counting(folder: Path) -> Iterator[Any]:
    """An application in this process whose statements are counted: `count(path)`."""
    os.environ["PORTAL_DATA"] = str(folder)
    from sqlalchemy import event  # noqa: PLC0415 - loaded once servers have been timed

    from bench.served import Forgetful  # noqa: PLC0415
    from portal.app import create_app  # noqa: PLC0415

    app = create_app(RATELIMIT_ENABLED=False)
    app.extensions["portal_pages"] = Forgetful()
    database = app.extensions["portal_database"]
    sent: list[str] = []
    for engine in (database.reader, database.writer):
        event.listen(
            engine,
            "before_cursor_execute",
            lambda _c, _cursor, statement, *_rest: sent.append(statement),
        )
    client = app.test_client()

    def count(path: str) -> int:
        client.get(path)
        sent.clear()
        client.get(path)
        return len(sent)

    yield count
    database.dispose()


def demo(folder: Path) -> None:
    """Fill a demo network."""
    subprocess.run(
        [Path(sys.executable).with_name("portal"), "demo"],
        env={**os.environ, "PORTAL_DATA": str(folder)},
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    missed = []
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        demo(folder / "portal")
        with (
            serving("bare", folder / "bare") as bare,
            serving("portal", folder / "portal", "unkept") as fresh,
            serving("portal", folder / "portal") as keeping,
            counting(folder / "portal") as statements,
        ):
            size = len(bare.get("/").body)
            rss, pss = keeping.memory()
            print(f"bare page: {size} bytes, starts in {bare.started_in:.2f} s")
            print(
                f"portal: starts in {keeping.started_in:.2f} s (goal 1.2), memory of all processes "
                f"{rss:.0f} MB, shared pages counted once {pss:.0f} MB (goal 250)"
            )
            print(
                f"{'page':13} {'req/s':>6} {'bare':>6} {'ratio':>6} {'kept':>6} {'304':>6} "
                f"{'CPU ms':>7} {'bare':>5} {'p95 ms':>7} {'SQL':>4}  first view: html + css + js (requests)"
            )
            for page in PAGES:
                address = find(fresh, page)
                if address is None:
                    print(f"{page.name:13} the demo network shows none")
                    missed.append(f"{page.name}: not found")
                    continue
                missed += row(page, address, bare, fresh, keeping, statements(address))
            missed += home(bare, fresh)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


def home(bare: Server, fresh: Server) -> list[str]:
    """What waits for a signed-in person."""
    cookie = fresh.sign_in()
    base, made = measured(bare, "/"), measured(fresh, "/home", Cookie=cookie)
    ratio = made.result.per_second / base.result.per_second
    print(
        f"{'/home':13} {made.result.per_second:6.0f} {base.result.per_second:6.0f} {ratio:6.2f} "
        f"{'':13} {made.cpu:7.2f} {base.cpu:5.2f} {made.result.quantile(0.95) * 1000:7.1f}  signed in"
    )
    return [] if ratio >= HOME else [f"/home: {ratio:.2f} of bare, not {HOME}"]


def row(
    page: Page, address: str, bare: Server, fresh: Server, keeping: Server, statements: int
) -> list[str]:
    """Measure and print one page; name the goals it misses."""
    view = first_view(fresh, address)
    tag = keeping.get(address).headers.get("etag")
    base = measured(bare, "/")
    made = measured(fresh, address)
    kept = measured(keeping, address)
    same = measured(keeping, address, If_None_Match=tag) if tag else None
    rate = base.result.per_second
    ratio = made.result.per_second / rate
    kept_ratio = kept.result.per_second / rate
    same_ratio = same.result.per_second / rate if same else 0.0
    print(
        f"{page.name:13} {made.result.per_second:6.0f} {rate:6.0f} {ratio:6.2f} {kept_ratio:6.2f} "
        f"{same_ratio:6.2f} {made.cpu:7.2f} {base.cpu:5.2f} {made.result.quantile(0.95) * 1000:7.1f} "
        f"{statements:4}  {view.html} + {view.css} + {view.scripts} = {view.counted} ({view.requests})",
        flush=True,
    )
    missed = []
    if ratio < UNKEPT:
        missed.append(f"{page.name}: {ratio:.2f} of bare, not {UNKEPT}")
    if max(kept_ratio, same_ratio) < KEPT:
        missed.append(
            f"{page.name}: kept or 304 {max(kept_ratio, same_ratio):.2f} of bare, not {KEPT}"
        )
    if statements > STATEMENTS:
        missed.append(f"{page.name}: {statements} statements, not {STATEMENTS}")
    if view.counted > FIRST_VIEW:
        missed.append(f"{page.name}: first view {view.counted} bytes, not {FIRST_VIEW}")
    if view.requests > 4:
        missed.append(f"{page.name}: {view.requests} requests, not 4")
    return missed
