"""The embedded server: pre-forked waitress, a process for each core on one shared socket.

Each process reads requests off its one working thread, so slow senders hold up nobody. The
parent loads the application once, forks, replaces a process that dies, and stops them all
gracefully: what was asked is answered, then the process ends.
"""

import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from portal.core.compression import Compressed

GRACE = 15
"""Seconds that a process has to answer what it was asked before it stopped."""
TOO_SHORT = 2
"""A process that lived fewer seconds than this failed to start."""
ATTEMPTS = 3
"""How many processes in a row may fail to start before the server gives up."""


def serve(
    make_app: Callable[[], Any],
    *,
    host: str,
    port: int,
    processes: int,
    before_fork: Callable[[], None] = lambda: None,
    beside: Sequence[Callable[[], None]] = (),
) -> int:
    """Serve until told to stop (SIGTERM, Ctrl-C) and give the exit status.

    `before_fork` runs once the application is made: it closes whatever two processes cannot
    share, such as database connections. Port 0 takes a free one. What runs `beside` gets a process
    of its own each, which is replaced and stopped like the others.
    """
    with _listening(host, port) as listener:
        app = Compressed(make_app())
        before_fork()
        # Objects that live for good stay out of the collector's way, and so in shared memory.
        gc.collect()
        gc.freeze()
        parent = _Parent(
            [
                *[partial(_work, app, listener)] * processes,
                *[partial(_work_beside, work) for work in beside],
            ]
        )
        address = _address(listener)
        share = "one process" if processes == 1 else f"{processes} processes"
        _say(f"Serving on {address} with {share}. Press Ctrl-C to stop.")
        return parent.run()


class _Parent:
    """Keeps as many working processes alive as were asked for."""

    def __init__(self, works: Sequence[Callable[[], None]]) -> None:
        self.works = works
        self.born: dict[int, tuple[float, Callable[[], None]]] = {}
        self.stopping = False
        self.failures = 0

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for work in self.works:
            self._fork(work)
        while self.born:
            pid, status = os.wait()
            if pid not in self.born:
                continue
            began, work = self.born.pop(pid)
            if self.stopping:
                continue
            _say(f"A process ended (status {os.waitstatus_to_exitcode(status)}); starting another.")
            self.failures = self.failures + 1 if time.monotonic() - began < TOO_SHORT else 0
            if self.failures >= ATTEMPTS:
                _say("The processes end as soon as they start. Giving up.")
                self._stop()
                continue
            self._fork(work)
        return 1 if self.failures >= ATTEMPTS else 0

    def _fork(self, work: Callable[[], None]) -> None:
        # A signal that arrives between fork and the child's own handlers must not be lost.
        signals = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                work()
                status = 0
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        self.born[pid] = (time.monotonic(), work)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        if self.stopping:
            os.kill(pid, signal.SIGTERM)

    def _stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True
        for pid in list(self.born):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def _work(app: Any, listener: socket.socket) -> None:
    """One process: serve until SIGTERM, or until the parent is gone."""
    parent = os.getppid()
    stopping: list[float] = []
    # That a request waited its turn is no news with one thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server: Any = create_server(
        app,
        sockets=[listener],
        threads=1,
        ident=None,
        # Without a proxy in front nobody believes these headers; with one, the application does.
        clear_untrusted_proxy_headers=False,
        connection_limit=1000,
        asyncore_use_poll=True,
        channel_timeout=60,
        recv_bytes=65536,
        max_request_header_size=32768,
        max_request_body_size=160 * 1024 * 1024,
        log_socket_errors=False,
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.append(time.monotonic() + GRACE)
        server.accepting = False
        server.pull_trigger()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    while os.getppid() == parent and not (
        stopping and (_idle(server) or time.monotonic() > stopping[0])
    ):
        wasyncore.loop(timeout=1, use_poll=True, map=server._map, count=1)  # noqa: SLF001 - its run() cannot drain
    server.task_dispatcher.shutdown(timeout=1)


def _work_beside(work: Callable[[], None]) -> None:
    """One process for what runs beside; it sets its own handlers once it has something to finish."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    work()


def _idle(server: Any) -> bool:
    """Whether every request that arrived is answered and every answer sent."""
    return not any(
        channel.requests or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    )


def _listening(host: str, port: int) -> socket.socket:
    """The socket that all processes share. Ends the program with a sentence when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SystemExit(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Set HOST or PORT to others."
        ) from None
    listener.listen(1024)
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
