"""A page and its form over plain HTTP: read, filled and sent without a browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*\btype="hidden"[^>]*>')
NAME, VALUE = re.compile(r'\bname="([\w-]+)"'), re.compile(r'\bvalue="([^"]*)"')


def hidden_fields(page: str, near: str) -> dict[str, str]:
    """The hidden fields of the page's last form, which begins at most 2,000 signs before `near`."""
    sent = {}
    for found in HIDDEN.findall(page[max(0, page.index(near) - 2_000) :]):
        name, value = NAME.search(found), VALUE.search(found)
        if name and value:
            sent[name[1]] = value[1]
    return sent


@dataclass
class Hand:
    """Somebody with one cookie, who asks the server on this machine by hand."""

    port: int
    cookie: str = ""

    def read(self, path: str) -> str:
        """The page at this address; its cookie is kept."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie} if self.cookie else {})
            answer = connection.getresponse()
            page = answer.read().decode()
            assert answer.status == 200, (answer.status, page[:500])
            self.keep(answer)
            return page
        finally:
            connection.close()

    def keep(self, answer: HTTPResponse) -> None:
        for given in answer.headers.get_all("Set-Cookie", []):
            self.cookie = given.partition(";")[0]

    def request(self, path: str, values: Mapping[str, str]) -> bytes:
        """A form as a browser would send it, to the last byte."""
        body = urlencode(values).encode()
        head = (
            f"POST {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
            f"Cookie: {self.cookie}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Connection: close",
        )
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body
