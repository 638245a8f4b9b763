"""Every page that the walk reaches is in order: in each direction, for whoever opens it."""

import pytest

from portal.core import locales
from tests.house.addresses import Visit
from tests.house.conftest import House
from tests.house.linting import faults
from tests.house.seed import ADDRESSES, DRAFT_TITLE, ROLES, WITHHELD
from tests.house.walking import address_of, is_page, name_of, visits

VISITED = list(visits())
NAMES = [name_of(*pair) for pair in VISITED]


def walkers(visit: Visit) -> list[str]:
    """Everyone who has a page of her own here, and the one who is refused."""
    return [role for role in ROLES if role in visit.opens]


@pytest.mark.parametrize(("endpoint", "visit"), VISITED, ids=NAMES)
def test_a_page_is_in_order(house: House, endpoint: str, visit: Visit) -> None:
    address = address_of(house, endpoint, visit)
    site = house.app.extensions["portal_settings"].site_name
    found = []
    seen: set[str] = set()
    for role in walkers(visit):
        for tag in ("en", "ur", "km"):
            if tag != "en" and role != "anonymous" and role != walkers(visit)[0]:
                continue
            answer = house.clients[role].get(f"/{tag}{address}")
            if not is_page(answer):
                continue
            page = answer.get_data(as_text=True)
            for fault in faults(page, locale=tag, direction=locales.LOCALES[tag].dir, site=site):
                if fault not in seen:
                    seen.add(fault)
                    found.append(f"{role}, {tag}: {fault}")
    assert not found, f"{address}\n" + "\n".join(found)


OWN = frozenset({"secretary", "secretary_without", "editor", "sending"})
"""Those who keep the addresses of the seeded organisation's people."""
ROSTERS = frozenset({"statements.decision", "statements.drafters", "statements.new"})
"""Pages of statements that name every member, whether it has signed or not."""


@pytest.mark.parametrize("role", ROLES)
def test_what_is_withheld_is_on_no_page(house: House, role: str) -> None:
    """Who signed without her name, and mail addresses, wherever this role may go."""
    shown = []
    for endpoint, visit in VISITED:
        words = house.clients[role].get(address_of(house, endpoint, visit)).get_data()
        if (
            endpoint.startswith("statements.")
            and endpoint not in ROSTERS
            and WITHHELD.encode() in words
        ):
            shown.append(f"{name_of(endpoint, visit)}: {WITHHELD}")
        if role in OWN or endpoint == "accounts.reset":  # The link of a reset is secret itself.
            continue
        shown += [
            f"{name_of(endpoint, visit)}: {each}" for each in ADDRESSES if each.encode() in words
        ]
    assert not shown


@pytest.mark.parametrize("role", ["anonymous", "outsider", "member", "coordinator"])
def test_a_draft_is_named_on_no_page_of_those_who_may_not_read_it(house: House, role: str) -> None:
    named = []
    for endpoint, visit in VISITED:
        answer = house.clients[role].get(address_of(house, endpoint, visit))
        if answer.status_code == 200 and house.seed["draft"].encode() in answer.data:
            named.append(name_of(endpoint, visit))
        if answer.status_code == 200 and DRAFT_TITLE.encode() in answer.data:
            named.append(name_of(endpoint, visit))
    assert not named
