"""Pages as the test reads them: their forms are filled and sent as a browser would."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Page:
    """One answer, its document, and the browser that it came to."""

    client: FlaskClient
    response: TestResponse
    address: str
    document: Any = field(init=False)

    def __post_init__(self) -> None:
        html = self.response.get_data(as_text=True)
        self.document = lxml.html.document_fromstring(html) if html.strip() else None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        return " ".join(self.document.text_content().split())

    def links(self, part: str = "") -> list[str]:
        return [a.get("href") for a in self.document.iter("a") if part in (a.get("href") or "")]

    def form(self, action: str = "") -> Any:
        """The first form in the page's main part, or the one whose address ends with `action`."""
        found = [
            form
            for form in self.document.xpath("//form" if action else "//main//form")
            if not action or urlsplit(form.get("action") or self.address).path.endswith(action)
        ]
        assert found, f"no form for {action!r} on {self.address}: {self.text[:400]}"
        return found[0]

    @property
    def token(self) -> str:
        """The guard token of its forms, for requests that no form makes."""
        return str(self.document.xpath("//input[@name='csrf_token']/@value")[0])

    def submit(self, action: str = "", follow: bool = True, **values: Any) -> "Page":
        """Fill the form and send it; fields must exist on it. Lists fill several boxes."""
        form = self.form(action)
        fields: dict[str, Any] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        names = {element.get("name") for element in form.xpath(".//*[@name]")}
        for name, value in values.items():
            assert name in names, (
                f"no field {name!r} in the form; it has {sorted(filter(None, names))}"
            )
            fields[name] = value if isinstance(value, list) else [value]
        method = (form.get("method") or "get").upper()
        target = urljoin(self.address, form.get("action") or self.address)
        response = self.client.open(
            target,
            method=method,
            **({"data": fields} if method == "POST" else {"query_string": fields}),
            headers={"Origin": "http://localhost"},
        )
        return _follow(self.client, response, target, follow)


def open_page(client: FlaskClient, address: str, follow: bool = True, **options: Any) -> Page:
    return _follow(client, client.get(address, **options), address, follow)


def _follow(client: FlaskClient, response: TestResponse, address: str, follow: bool) -> Page:
    steps = 0
    while follow and response.status_code in {301, 302, 303, 307, 308}:
        address = urljoin(address, response.headers["Location"])
        response = client.get(address)
        steps += 1
        assert steps < 8, "redirects in a circle"
    return Page(client, response, address)
