"""The real portal in processes of its own: its command line, and its server on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

COMMAND = Path(sys.executable).with_name("portal")
PATIENCE = 60
"""Seconds after which a server that does not answer has failed."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Portal:
    """A portal on a data folder of its own, driven as its operators drive it."""

    def __init__(self, data: Path, environment: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "server.log"
        self._server: subprocess.Popen[bytes] | None = None
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PORTAL_") and name not in {"HOST", "PORT"}
        }
        self.environment = {
            **kept,
            "PORTAL_DATA": str(data),
            "PORT": str(self.port),
            "PORTAL_PROCESSES": "1",
            **(environment or {}),
        }

    def run(self, *arguments: str, typed: str = "") -> str:
        """Run a `portal` command to its end and give what it printed; a failure is an error."""
        done = subprocess.run(
            [COMMAND, *arguments],
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, f"portal {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> "Portal":
        """Start `portal serve` and wait until it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [COMMAND, "serve"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urlopen(f"{self.url}/healthz", timeout=5):  # noqa: S310 - our own address
                    return self
            except (URLError, ConnectionError, TimeoutError) as error:
                ended = self._server.poll() is not None
                if ended or time.monotonic() > deadline:
                    self.stop()
                    raise AssertionError(
                        f"The server did not start:\n{self.log.read_text()}"
                    ) from error
                time.sleep(0.05)

    def stop(self) -> int | None:
        """Stop it as an operator would; give its exit status, None when it was not running."""
        server, self._server = self._server, None
        if server is None:
            return None
        server.send_signal(signal.SIGTERM)
        try:
            return server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            raise

    def kill(self) -> None:
        """End it without warning, as a power cut would."""
        server, self._server = self._server, None
        if server is not None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
