"""Servers that the benchmarks start and measure from outside: processor time, memory, start."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = 2
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server under measurement."""

    pid: int
    port: int
    started_in: float
    """Seconds from the command to the first answer."""

    def get(self, path: str, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            given = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, given, answer.read())
        finally:
            connection.close()

    def sign_in(self) -> str:
        """Press the first role that a demo's sign-in page offers; give the Cookie header."""
        cookies: dict[str, str] = {}

        def ask(method: str, path: str, body: str | None = None) -> str:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                headers = {"Cookie": _joined(cookies)} if cookies else {}
                if body is not None:
                    headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                for given in answer.headers.get_all("Set-Cookie", []):
                    name, _, rest = given.partition("=")
                    cookies[name] = rest.partition(";")[0]
                return answer.read().decode()
            finally:
                connection.close()

        page = ask("GET", "/sign-in")
        role = re.search(r'action="(/sign-in/as/[^"]+)"', page)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if not role or not token:
            raise SystemExit("The sign-in page offers no role of the demo.")
        ask("POST", role[1], urlencode({"csrf_token": token[1], "next": "/home"}))
        return _joined(cookies)

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        total = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory(self) -> tuple[float, float]:
        """Megabytes of all its processes: as each sees it (RSS), and shared pages once (PSS)."""
        rss = pss = 0
        for pid in self.processes():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                rss += int(rest.split()[0]) if name == "Rss" else 0
                pss += int(rest.split()[0]) if name == "Pss" else 0
        return rss / 1024, pss / 1024


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@contextmanager
def serving(kind: str, folder: Path, *flags: str) -> Iterator[Server]:
    """Start `bench.served`, wait for its first answer, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / f"{kind}-{'-'.join(flags) or 'kept'}.log"
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "bench.served",
                kind,
                str(folder),
                str(port),
                str(PROCESSES),
                *flags,
            ],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        path = "/" if kind == "bare" else "/healthz"
        while True:
            try:
                Server(process.pid, port, 0).get(path)
                break
            except ConnectionError:
                if process.poll() is not None or time.perf_counter() - began > 60:
                    raise SystemExit(
                        f"The {kind} server did not start:\n{log.read_text()}"
                    ) from None
                time.sleep(0.01)
        yield Server(process.pid, port, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
