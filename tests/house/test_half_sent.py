"""A form that takes away what it comes without does nothing when its end never arrived."""

import lxml.html
import pytest

from tests.house.addresses import VISITS
from tests.house.conftest import House
from tests.house.walking import address_of

SAID = "The form came without what is to be done. Nothing has changed."
CHANGING = [
    "accounts.settings",
    "accounts.invitations",
    "network.edit",
    "network.edit_about",
    "network.edit_countries",
    "network.edit_name",
    "network.edit_names",
    "network.edit_person",
    "network.edit_group",
    "library.catalogue",
    "events.new",
    "events.edit",
    "events.cancel",
    "events.show",
    "forums.new_edition",
    "forums.edit_edition",
    "forums.edition_status",
    "forums.new_session",
    "forums.edit_session",
    "forums.move_session",
    "statements.drafters",
    "statements.languages",
    "statements.signing_rule",
    "statements.decision",
    "statements.edit_submission",
    "statements.press_contact",
    "commitments.new",
    "commitments.report",
]


@pytest.mark.parametrize("endpoint", CHANGING)
def test_a_form_that_came_half_takes_nothing_away(house: House, endpoint: str) -> None:
    """Each of its fields may be the first that is lost; the mark comes after them all."""
    address, role, form = next(marked(house, endpoint), ("", "", None))
    assert form is not None, f"no form of {endpoint} ends with its mark"
    fields = list(form.form_values())
    mark = fields.index(("whole", "1"))
    named = [name for name, _ in fields[mark + 1 :]]
    assert not named, f"{named} come after the mark"
    target = form.get("action") or address
    for sent in (fields[:1], fields[: mark // 2 + 1], fields[:mark]):
        answer = house.clients[role].post(target, data=_several(sent))
        assert answer.status_code == 400, [name for name, _ in sent]
        assert SAID in answer.get_data(as_text=True)


def marked(house: House, endpoint: str):
    """Each form with a mark on the pages of an endpoint, and who is shown it."""
    for visit in VISITS[endpoint]:
        address = address_of(house, endpoint, visit)
        for role in sorted(visit.opens - {"anonymous"}, reverse=True):
            answer = house.clients[role].get(address)
            if answer.status_code != 200:
                continue
            document = lxml.html.document_fromstring(answer.get_data(as_text=True))
            for field in document.xpath("//form//input[@name='whole']"):
                yield address, role, next(field.iterancestors("form"))


def _several(sent: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in sent:
        fields.setdefault(name, []).append(value)
    return fields
