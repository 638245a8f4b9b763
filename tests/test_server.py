"""The embedded server starts, survives a lost process, answers past slow senders, stops cleanly."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

PROGRAM = """
    import os, time
    from portal.server import serve

    def app(environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/slow":
            time.sleep(1)
        if path == "/die":
            os._exit(3)
        body = (str(os.getpid()) + " " + environ.get("HTTP_X_FORWARDED_FOR", "")).encode()
        environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    raise SystemExit(serve(lambda: app, host="127.0.0.1", port=0, processes=2))
"""


class Server:
    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program)],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.first = self.process.stdout.readline()
        self.port = int(self.first.split("127.0.0.1:")[1].split()[0])

    def get(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        assert self.process.stdout
        self.process.stdout.close()
        return status


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(PROGRAM)
    yield server
    if server.process.poll() is None:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
    if server.process.stdout:
        server.process.stdout.close()


def test_it_says_where_it_serves_and_answers_there(server: Server) -> None:
    assert server.first.startswith("Serving on http://127.0.0.1:")
    assert server.get("/").split()[0].isdecimal()


def test_both_processes_answer(server: Server) -> None:
    answers = set()
    deadline = time.monotonic() + 10
    while len(answers) < 2 and time.monotonic() < deadline:
        answers.add(server.get("/").strip())
    assert len(answers) == 2


def test_a_process_that_dies_is_replaced(server: Server) -> None:
    time.sleep(2.1)  # longer than a failed start
    for _ in range(2):
        with pytest.raises((ConnectionError, OSError)):
            server.get("/die")
    assert server.get("/").strip().isdecimal()
    assert server.stop() == 0


def test_what_was_asked_before_the_stop_is_answered(server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/slow")
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    assert connection.getresponse().read().strip().isdigit()
    connection.close()
    assert server.process.wait(10) == 0
    with pytest.raises(ConnectionError):
        server.get("/")


def test_slow_senders_hold_up_nobody(server: Server) -> None:
    slow = []
    for _ in range(300):
        sender = socket.create_connection(("127.0.0.1", server.port))
        sender.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\nword")
        slow.append(sender)
    times = []
    for _ in range(40):
        began = time.monotonic()
        server.get("/")
        times.append(time.monotonic() - began)
    for sender in slow:
        sender.close()
    assert sorted(times)[37] < 1


def test_the_processes_end_when_their_parent_is_killed(server: Server) -> None:
    child = int(server.get("/"))
    server.process.kill()
    server.process.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        with open(f"/proc/{child}/stat", encoding="ascii") as stat:  # noqa: PTH123
            if stat.read().rsplit(")", 1)[1].split()[0] == "Z":
                return
        time.sleep(0.1)
    pytest.fail("A process outlived its parent.")


def test_a_program_that_cannot_start_gives_up() -> None:
    ends = "os.register_at_fork(after_in_child=lambda: os._exit(4))"
    server = Server(PROGRAM.replace("import os, time", f"import os, time; {ends}"))
    assert server.process.stdout
    rest = server.process.stdout.read()
    server.process.stdout.close()
    assert server.process.wait(10) == 1
    assert "Giving up" in rest


def test_a_port_that_is_taken_is_said_in_a_sentence(server: Server) -> None:
    program = textwrap.dedent(PROGRAM).replace("port=0", f"port={server.port}")
    second = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False
    )
    assert second.returncode == 1
    assert second.stderr == (
        f"Cannot listen on 127.0.0.1, port {server.port}: Address already in use. "
        "Set HOST or PORT to others.\n"
    )
