"""Walking the house: an address for each visit, and the answer that a role gets there."""

from collections.abc import Iterator

from flask import url_for
from werkzeug.test import TestResponse

from tests.house.addresses import VISITS, Visit
from tests.house.conftest import House

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


def address_of(house: House, endpoint: str, visit: Visit) -> str:
    values = {key: house.seed[name] for key, name in visit.values.items()}
    with house.app.test_request_context("/"):
        return url_for(endpoint, **values, **visit.fixed, **visit.query)


def visits() -> Iterator[tuple[str, Visit]]:
    for endpoint, several in VISITS.items():
        for visit in several:
            yield endpoint, visit


def name_of(endpoint: str, visit: Visit) -> str:
    parts = [*visit.values.values(), *visit.fixed.values(), *visit.query.values()]
    return f"{endpoint}({', '.join(parts)})"


def writes(sent: list[str]) -> list[str]:
    return [statement for statement in sent if statement.lstrip().upper().startswith(WRITES)]


def is_page(answer: TestResponse) -> bool:
    return answer.status_code == 200 and answer.mimetype == "text/html"
