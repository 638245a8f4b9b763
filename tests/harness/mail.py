"""A mail server for tests: it speaks SMTP on this machine and keeps what it is given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """What it was given, and how it answers: `answers` maps an address to a line such as `550 No`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.hang_up_after_data = False
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.messages]


@contextmanager
def running(server: MailServer | None = None, port: int = 0) -> Iterator[MailServer]:
    kept = server or MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 tests ready")
            recipient = ""
            while line := self.rfile.readline().decode().strip():
                word = line[:4].upper()
                if word in {"EHLO", "HELO"}:
                    self.say("250-tests")
                    self.say("250 8BITMIME")
                elif word == "RCPT":
                    recipient = line.partition("<")[2].partition(">")[0]
                    self.say(kept.answers.get(recipient, "250 Good"))
                elif word == "DATA":
                    self.say("354 Go on")
                    body = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        body += part
                    if kept.hang_up_after_data:
                        return
                    kept.recipients.append(recipient)
                    kept.messages.append(message_from_bytes(body, policy=policy.default))
                    self.say("250 Taken")
                elif word == "QUIT":
                    self.say("221 Bye")
                    return
                else:
                    self.say("250 Good")

    class Listening(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Listening(("127.0.0.1", port), Conversation) as listening:
        kept.port = int(listening.server_address[1])
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield kept
        finally:
            listening.shutdown()
            thread.join()
