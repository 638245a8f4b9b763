"""Networks hold organisations and networks, and never turn in a circle."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core.errors import Invalid, Refused
from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.commands.networks import add_to_network, end_network_membership
from portal.network.commands.organisations import set_parent
from portal.network.models import NetworkMembership, Organisation, OrganisationKind
from tests.factories import make_organisation, make_person, make_representative
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def secretariat(database: Database) -> Actor:
    with database.transaction() as session:
        person = make_person(session, is_secretariat=True)
        found = actor_for(session, person.id, second_factor=True)
        assert found is not None
        return found


@pytest.fixture
def networks(database: Database) -> list[Organisation]:
    with database.transaction() as session:
        return [
            make_organisation(session, name, slug=name.lower(), kind=OrganisationKind.NETWORK)
            for name in ("Inner", "Middle", "Outer")
        ]


def test_a_circle_is_refused_with_a_sentence(
    database: Database, secretariat: Actor, networks: list[Organisation]
) -> None:
    inner, middle, outer = networks
    with database.transaction() as session:
        add_to_network(session, middle, inner, by=secretariat)
        add_to_network(session, outer, middle, by=secretariat)
    with database.transaction() as session, pytest.raises(Invalid, match="circle") as refused:
        add_to_network(
            session,
            session.get_one(Organisation, inner.id),
            session.get_one(Organisation, outer.id),
            by=secretariat,
        )
    assert str(refused.value.sentence).startswith("Outer cannot join Inner, because Inner already")
    with database.transaction() as session, pytest.raises(Invalid, match="itself"):
        add_to_network(session, inner, inner, by=secretariat)


def test_an_ended_membership_closes_no_circle(
    database: Database, secretariat: Actor, networks: list[Organisation]
) -> None:
    inner, middle, _ = networks
    with database.transaction() as session:
        held = add_to_network(session, middle, inner, by=secretariat)
    with database.transaction() as session:
        end_network_membership(session, held.id, by=secretariat)
    with database.transaction() as session:
        add_to_network(session, inner, middle, by=secretariat)
    with database.reading() as session:
        assert len(list(session.scalars(select(NetworkMembership)))) == 2


def test_only_networks_have_members(database: Database, secretariat: Actor) -> None:
    with database.transaction() as session:
        plain, other = make_organisation(session), make_organisation(session)
        with pytest.raises(Refused, match="Only a network"):
            add_to_network(session, plain, other, by=secretariat)


def test_branches_do_not_turn_in_a_circle(database: Database, secretariat: Actor) -> None:
    with database.transaction() as session:
        parent, branch, twig = (make_organisation(session) for _ in range(3))
        set_parent(session, branch, parent, by=secretariat)
        set_parent(session, twig, branch, by=secretariat)
        session.flush()
        with pytest.raises(Invalid, match="own branches"):
            set_parent(session, parent, twig, by=secretariat)


def test_a_network_takes_members_in_on_its_page(
    database: Database, networks: list[Organisation], sign_in: SignIn
) -> None:
    with database.transaction() as session:
        editor = make_representative(session, session.get_one(Organisation, networks[1].id))
        member = make_organisation(session, "A new member", slug="new-member")
    client = sign_in(editor)
    page = open_page(client, "/network/middle/edit/networks")
    page = page.submit("/edit/networks", member=member.id)
    assert "A new member" in page.text
    assert open_page(client, "/network/middle").links("/network/new-member")
    page = page.submit("/edit/networks", member=member.id)
    assert "belongs to the network already" in page.text
    page = page.submit("/end")
    assert not open_page(client, "/network/middle").links("/network/new-member")


def test_nobody_declares_herself_a_branch_of_another(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        home, big = make_organisation(session, slug="home"), make_organisation(session, "Big")
        editor = make_representative(session, home)
    page = open_page(sign_in(editor), "/network/home/edit/networks")
    refused = page.submit("/edit/parent", parent=big.id)
    assert refused.status == 403
    assert "ask the secretariat" in refused.text


def test_an_organisation_that_is_no_network_is_told_so(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        home = make_organisation(session, slug="home")
        editor = make_representative(session, home)
    page = open_page(sign_in(editor), "/network/home/edit/networks")
    assert "Only a network of organisations has member organisations." in page.text
