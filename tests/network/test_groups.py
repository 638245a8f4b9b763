"""Working groups show both sides, and their coordinators say who is in them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from portal.core.orm import Database
from portal.network.actors import actor_for
from portal.network.models import Organisation, Person, Side, Visibility, WorkingGroup
from tests.factories import (
    make_group,
    make_group_membership,
    make_membership,
    make_organisation,
    make_person,
)
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def force(database: Database) -> tuple[WorkingGroup, Person, Organisation]:
    """A group with one coordinator."""
    with database.transaction() as session:
        home = make_organisation(session, "Two Banks", slug="home")
        head = make_person(session, "The Coordinator", visibility=Visibility.PUBLIC)
        make_membership(session, head, home)
        group = make_group(session, "Gender Task Force", slug="gtf", mandate={"ko": "함께 봅니다."})
        make_group_membership(session, group, head, home, coordinates=True)
    return group, head, home


@pytest.mark.usefixtures("force")
def test_a_group_is_public_with_its_mandate_in_its_language(client: FlaskClient) -> None:
    assert open_page(client, "/groups").links("/groups/gtf")
    page = open_page(client, "/en/groups/gtf")
    assert page.document.xpath("//div[@lang='ko']/p")[0].text_content() == "함께 봅니다."
    assert "The Coordinator" in page.text
    assert not page.links("/edit")


def test_who_is_not_shown_is_only_counted(
    client: FlaskClient, database: Database, force: tuple[WorkingGroup, Person, Organisation]
) -> None:
    with database.transaction() as session:
        hidden = make_person(session, "A Hidden Woman", visibility=Visibility.NOBODY)
        home = make_organisation(session, side=Side.RECEIVING)
        make_membership(session, hidden, home)
        make_group_membership(session, force[0], hidden, home)
    page = open_page(client, "/en/groups/gtf")
    assert "A Hidden Woman" not in page.html
    assert "1 more person is in the group" in page.text


def test_a_coordinator_takes_people_in_and_out(
    database: Database,
    sign_in: SignIn,
    client: FlaskClient,
    force: tuple[WorkingGroup, Person, Organisation],
) -> None:
    with database.transaction() as session:
        other = make_organisation(session, "강다리", language="ko", side=Side.RECEIVING)
        person = make_person(
            session, "민서연", reading="Min Seo-yeon", visibility=Visibility.PUBLIC
        )
        make_membership(session, person, other)
        hidden = make_person(session, "민하나", visibility=Visibility.NOBODY)
        make_membership(session, hidden, other)
    head = sign_in(force[1])
    page = open_page(head, "/groups/gtf/people?who=민")
    assert "민하나" not in page.text
    page = page.submit("/members", place=f"{person.id}:{other.id}", coordinates="y")
    assert "She is in the group now." in page.text
    assert "민서연" in open_page(client, "/groups/gtf").text
    with database.reading() as session:
        actor = actor_for(session, person.id)
        assert actor is not None
        assert force[0].id in actor.coordinates
    mine = open_page(sign_in(person), "/groups/gtf")
    left = mine.submit("/end")
    assert left.status == 200
    assert "민서연" not in open_page(client, "/groups/gtf").text
    with database.reading() as session:
        actor = actor_for(session, person.id)
        assert actor is not None
        assert force[0].id not in actor.groups


def test_a_person_comes_from_an_organisation_that_is_hers(
    database: Database, sign_in: SignIn, force: tuple[WorkingGroup, Person, Organisation]
) -> None:
    with database.transaction() as session:
        person = make_person(session, "Min", visibility=Visibility.PUBLIC)
        make_membership(session, person, make_organisation(session))
    page = open_page(sign_in(force[1]), "/groups/gtf/people?who=Min")
    refused = page.submit("/members", place=f"{person.id}:{force[2].id}")
    assert refused.status == 400
    assert "Choose the one that she comes from." in refused.text


@pytest.mark.usefixtures("force")
def test_others_are_told_who_may_change_a_group(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        other = make_person(session)
    refused = open_page(sign_in(other), "/groups/gtf/edit")
    assert refused.status == 403
    assert "Only this group's coordinators" in refused.text
    assert open_page(sign_in(other), "/groups/new").status == 403


def test_the_secretariat_sets_up_a_group(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        secretary = make_person(session, is_secretariat=True)
    page = open_page(sign_in(secretary), "/groups/new").submit(
        "/groups/new", language="en", name="Fair Recruitment", mandate="Receipts."
    )
    assert page.address == "/groups/fair-recruitment/people"
    page = open_page(page.client, "/groups/fair-recruitment/edit")
    page = page.submit(
        "/groups/fair-recruitment/edit", language="id", name="Kelompok Kerja", mandate=""
    )
    assert "Kelompok Kerja" in open_page(page.client, "/groups/fair-recruitment").text


def test_one_and_thirty_groups_cost_the_same_statements(
    client: FlaskClient,
    database: Database,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    def grow(count: int) -> tuple[int, int]:
        with database.transaction() as session:
            home = make_organisation(session)
            for _ in range(count):
                group = make_group(session)
                person = make_person(session, password=False)
                make_group_membership(session, group, person, home)
        with statements() as sent:
            assert open_page(client, "/groups").status == 200
        with statements() as one:
            assert open_page(client, f"/groups/{group.slug}").status == 200
        return len(sent), len(one)

    first = grow(1)
    assert grow(29) == first
    assert max(first) <= 5
