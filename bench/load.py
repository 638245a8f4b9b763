"""A small, bounded HTTP client that keeps a few connections busy and takes the time of each answer."""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 30.0
"""Seconds after which a load ends whatever it was asked."""


@dataclass
class Result:
    """What a load found. Times in seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def quantile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class _Connection:
    """One kept-alive connection with at most one request on its way."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self.socket = self._open()
        self.closing = False
        self.received = b""
        self.wanted = 0
        self.status = 0
        self.began = 0.0

    def reopen(self) -> None:
        """Connect anew, as a browser does where the server closes."""
        self.socket.close()
        self.socket = self._open()
        self.closing = False

    def _open(self) -> socket.socket:
        opened = socket.create_connection(self.address)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def ask(self, request: bytes) -> None:
        self.received, self.wanted = b"", 0
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> bool:
        """Take what has come; True once the answer is whole."""
        data = self.socket.recv(262144)
        if not data:
            raise ConnectionError("The server closed a connection.")
        self.received += data
        if not self.wanted:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = self.received[:end].lower()
            self.status = int(head[9:12])
            # The embedded server ends a connection after a 304, as HTTP allows it to.
            self.closing = b"\r\nconnection: close" in head
            place = head.find(b"\r\ncontent-length:")
            if place >= 0:
                length = int(head[place + 17 :].partition(b"\r\n")[0])
            elif self.status == 304:
                length = 0
            else:
                raise ValueError("This client needs a Content-Length.")
            self.wanted = end + 4 + length
        return len(self.received) >= self.wanted


def load(
    port: int,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    connections: int = 8,
    seconds: float = 2.0,
    most: int = 100_000,
) -> Result:
    """Ask for one page over and over from this machine's loopback address."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: br, gzip"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    result = Result()
    with selectors.DefaultSelector() as selector:
        opened = [_Connection(("127.0.0.1", port)) for _ in range(connections)]
        try:
            began = time.perf_counter()
            end = began + min(seconds, LONGEST)
            for connection in opened:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
                connection.ask(request)
            while (now := time.perf_counter()) < end and len(result.times) < most:
                for key, _ in selector.select(timeout=end - now):
                    connection = key.data
                    if connection.read():
                        result.times.append(time.perf_counter() - connection.began)
                        result.statuses[connection.status] += 1
                        if connection.closing:
                            selector.unregister(connection.socket)
                            connection.reopen()
                            selector.register(connection.socket, selectors.EVENT_READ, connection)
                        connection.ask(request)
            result.seconds = time.perf_counter() - began
        finally:
            for connection in opened:
                connection.socket.close()
    return result
