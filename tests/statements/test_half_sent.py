"""A form whose end never arrived does nothing, and says so."""

from collections.abc import Callable

from portal.core.orm import Database
from portal.statements.models import Signature, SignatureState, SigningRule, Stage, Statement
from tests.factories import make_representative
from tests.harness.time import Traveller
from tests.pages import Page, open_page
from tests.statements.amending import Table
from tests.statements.test_amendments_pages import CHANGED, propose, visit
from tests.statements.test_pages import People, people

__all__ = ["people", "visit"]
SAID = "The form came without what is to be done. Nothing has changed."


def half(page: Page, address: str, **sent: str) -> Page:
    """The page's form as it comes when the connection breaks off within it."""
    answer = page.client.post(address, data={"csrf_token": page.token, **sent})
    return Page(page.client, answer, address)


def test_what_drafters_settle_stays_when_a_form_comes_half(
    people: People, database: Database
) -> None:
    people.draft()
    page = people.page("seoul", "/languages").submit(languages=["km"])
    for part in ("/drafters", "/languages"):
        answer = half(page, f"/statements/{people.slug}{part}")
        assert answer.status == 400
        assert SAID in answer.text
    with database.reading() as session:
        statement = session.query(Statement).one()
        assert statement.required_languages == ["km"]
        assert {each.organisation_id for each in statement.drafters} == {
            people.organisations[name].id for name in ("seoul", "hanoi")
        }


def test_nothing_about_signing_changes_when_a_form_comes_half(
    people: People, database: Database, moment: Traveller
) -> None:
    with database.transaction() as session:
        second = make_representative(session, people.organisations["khmer"])
    people.open(moment)
    address = f"/statements/{people.slug}"
    rule = open_page(people.by("khmer"), "/statements/signing-rule").submit(second_officer="y")
    answer = half(rule, "/statements/signing-rule")
    assert SAID in answer.text
    people.sign("khmer")
    with database.reading() as session:
        signature = session.query(Signature).one()
        assert session.get_one(SigningRule, people.organisations["khmer"].id).second_officer
        assert signature.state is SignatureState.AWAITING_OFFICER
        confirm = f"{address}/signatures/{signature.id}/confirm"
    people.persons["second"] = second
    officer = people.page("second", "/sign")
    answer = half(officer, confirm, reason="Not yet decided.")
    assert answer.status == 400
    assert SAID in answer.text
    assert "Not yet decided." in answer.html
    assert "You have signed it yourself" in people.page("khmer", "/sign").text

    page = people.page("seoul", "/signatories").submit("/freeze")
    answer = half(page, f"{address}/freeze")
    assert SAID in answer.text
    assert f'href="{address}">Open the page again<' in answer.html
    assert "Signing is paused" in people.page("hanoi", "/sign").text
    page = people.page("seoul", "/signatories").submit("/freeze")

    kept = half(page, f"{address}/revise", **{"propose-reason": "The law has changed."})
    assert kept.status == 422
    assert SAID in kept.text
    assert "The law has changed." in kept.html

    listed = people.page("seoul", "/lists").submit(pasted="An association\nAnother")
    line = listed.document.xpath("//input[@name='line']/@value")[0]
    answer = half(
        listed,
        listed.address,
        **{"line": line, f"kind-{line}": "external", f"name-{line}": "Typed"},
    )
    assert SAID in answer.text
    assert "Typed" in answer.html
    assert "An association" in open_page(listed.client, listed.address).text


def test_no_support_is_given_by_a_form_that_came_half(
    table: Table, visit: Callable[..., Page]
) -> None:
    propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    answer = half(visit("tokyo", "/amendments/1"), f"/statements/{table.slug}/amendments/1/support")
    assert SAID in answer.text
    assert "2 organisations stand behind it" not in visit("tokyo", "/amendments/1").text


def test_signing_is_not_opened_without_its_end_by_a_form_that_came_half(
    people: People, moment: Traveller
) -> None:
    people.draft()
    people.decide(moment)
    people.consent()
    for act in ("count", "release"):
        people.step(act)
    page = people.page("seoul", "/next")
    answer = half(
        page, page.address, **{"act": "open", "open-deadline": "", "open-zone": "Asia/Seoul"}
    )
    assert answer.status == 422
    assert SAID in answer.text
    assert people.stage() is Stage.TRANSLATIONS_CHECKED
