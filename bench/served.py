"""A program of the benchmarks: serves the bare page or the portal, with the portal's own server.

python -m bench.served bare FOLDER PORT PROCESSES
python -m bench.served portal FOLDER PORT PROCESSES [unkept]
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.server import serve


class Forgetful(dict[Any, Any]):
    """A store of kept pages that keeps none, so that each answer is made anew."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


def _bare(folder: Path) -> Callable[[], Any]:
    from bench.bare import create_app  # noqa: PLC0415 - each process loads what it serves

    return lambda: create_app(folder)


def _portal(folder: Path, *, kept: bool) -> tuple[Callable[[], Any], Callable[[], None]]:
    os.environ["PORTAL_DATA"] = str(folder)
    made = []

    def make() -> Any:
        from portal.app import create_app  # noqa: PLC0415 - each process loads what it serves

        app = create_app(RATELIMIT_ENABLED=False)
        if not kept:
            app.extensions["portal_pages"] = Forgetful()
        made.append(app)
        return app

    def part() -> None:
        made[0].extensions["portal_database"].dispose()

    return make, part


def run(kind: str, folder: str, port: str, processes: str, *flags: str) -> int:
    if kind == "bare":
        make, before_fork = _bare(Path(folder)), lambda: None
    else:
        make, before_fork = _portal(Path(folder), kept="unkept" not in flags)
    return serve(
        make, host="127.0.0.1", port=int(port), processes=int(processes), before_fork=before_fork
    )


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
