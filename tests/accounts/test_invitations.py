"""Invitations by mail: who may send them, what their link opens, and for how long."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts import commands
from portal.accounts.models import Invitation
from portal.core import clock
from portal.core.errors import Invalid, NotFound, Refused
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.actors import actor_for
from portal.network.models import Membership, Organisation, Person, Power, Role
from tests.factories import (
    PASSWORD,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.pages import Page, open_page

SignIn = Callable[..., FlaskClient]
NEW = "seven boats at dawn"


@pytest.fixture
def organisation(database: Database) -> Organisation:
    with database.transaction() as session:
        make_portal(session, en="Two Banks")
        return make_organisation(
            session, "두 강", language="ko", countries=("KR",), languages=["ko"], slug="two-rivers"
        )


@pytest.fixture
def representative(database: Database, organisation: Organisation) -> Person:
    with database.transaction() as session:
        return make_representative(session, organisation, name="민서연")


def mailed(database: Database, to: str) -> OutboxMessage:
    with database.reading() as session:
        return session.scalars(
            select(OutboxMessage).where(OutboxMessage.to == to).order_by(OutboxMessage.id.desc())
        ).first() or pytest.fail(f"no mail to {to}")


def link_in(mail: OutboxMessage) -> str:
    return next(urlsplit(line).path for line in mail.body.splitlines() if line.startswith("http"))


def invite(client: FlaskClient, **values: object) -> Page:
    page = open_page(client, "/network/two-rivers/invitations")
    return page.submit("/invitations", **{"email": "thida@example.org", "role": "member", **values})


def test_an_invited_person_makes_her_account(
    client: FlaskClient,
    database: Database,
    organisation: Organisation,
    representative: Person,
    sign_in: SignIn,
) -> None:
    page = invite(sign_in(representative), locale="km", role="editor", name="Thida")
    assert "thida@example.org" in page.text
    mail = mailed(database, "thida@example.org")
    assert mail.locale == "km"
    assert "민서연" in mail.body
    assert "두 강" in mail.body
    link = link_in(mail)
    assert link.startswith("/km/invitation/")
    page = open_page(client, link.removeprefix("/km"))
    assert "두 강" in page.text
    assert page.form().fields["time_zone"] == "Asia/Seoul"
    page = page.submit(name="ធីដា", password=NEW, again=NEW, first_language="km")
    assert page.address == "/settings"
    assert "ធីដា" in page.text
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == "thida@example.org")).one()
        membership = session.scalars(
            select(Membership).where(Membership.person_id == person.id)
        ).one()
    assert (membership.organisation_id, membership.role) == (organisation.id, Role.EDITOR)
    assert person.languages == ["km"]
    assert not person.is_secretariat
    assert client.get(link.removeprefix("/km")).status_code == 404, "a link works once"
    page.submit("/sign-out")
    page = open_page(client, "/sign-in").submit("/sign-in", email="thida@example.org", password=NEW)
    assert client.get("/settings").status_code == 200


def test_a_known_person_accepts_with_her_account(
    client: FlaskClient,
    database: Database,
    organisation: Organisation,
    representative: Person,
    sign_in: SignIn,
) -> None:
    with database.transaction() as session:
        known = make_person(session, "Thida", email="thida@example.org")
    invite(sign_in(representative))
    link = link_in(mailed(database, "thida@example.org")).removeprefix("/en")
    page = open_page(client, link)
    assert "password" not in {name for name, _ in page.form("/search").form_values()}
    page = open_page(client, page.links("/sign-in?")[0])
    page = page.submit("/sign-in", email="thida@example.org", password=PASSWORD)
    assert page.address == link
    page.submit(link)
    with database.reading() as session:
        actor = actor_for(session, known.id)
    assert actor is not None
    assert actor.organisation_id == organisation.id


def test_nobody_else_can_use_her_invitation(
    database: Database, organisation: Organisation, representative: Person, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        make_person(session, email="thida@example.org")
        another = make_person(session)
    invite(sign_in(representative))
    link = link_in(mailed(database, "thida@example.org")).removeprefix("/en")
    client = sign_in(another)
    assert open_page(client, link).submit(link).status == 403
    with database.reading() as session:
        actor = actor_for(session, another.id)
    assert actor is not None
    assert actor.memberships == ()


def test_a_link_opens_nothing_after_two_weeks_or_when_withdrawn(
    client: FlaskClient,
    database: Database,
    organisation: Organisation,
    representative: Person,
    sign_in: SignIn,
) -> None:
    hers = sign_in(representative)
    page = invite(hers)
    link = link_in(mailed(database, "thida@example.org")).removeprefix("/en")
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        page_then = open_page(client, link)
        assert page_then.status == 404
        assert "older than two weeks" in page_then.text
    assert client.get(link).status_code == 200
    page.submit("/withdraw")
    assert client.get(link).status_code == 404


def test_a_second_invitation_takes_the_place_of_the_first(
    client: FlaskClient,
    database: Database,
    organisation: Organisation,
    representative: Person,
    sign_in: SignIn,
) -> None:
    hers = sign_in(representative)
    invite(hers)
    first = link_in(mailed(database, "thida@example.org")).removeprefix("/en")
    invite(hers, email="Thida@Example.org")
    second = link_in(mailed(database, "thida@example.org")).removeprefix("/en")
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


@pytest.mark.parametrize(
    ("role", "powers", "second_factor", "gives_member", "gives_representative"),
    [
        (Role.MEMBER, (), True, False, False),
        (Role.EDITOR, (), True, True, False),
        (Role.REPRESENTATIVE, (Power.SIGN,), True, True, False),
        (Role.REPRESENTATIVE, (Power.DELEGATE,), True, True, True),
        (Role.REPRESENTATIVE, (Power.DELEGATE,), False, True, False),
    ],
)
def test_who_may_invite_to_what(
    database: Database,
    organisation: Organisation,
    role: Role,
    powers: tuple[Power, ...],
    second_factor: bool,
    gives_member: bool,
    gives_representative: bool,
) -> None:
    with database.transaction() as session:
        person = make_person(session)
        make_membership(session, person, organisation, role, powers)

    def may(to: Role) -> bool:
        try:
            with database.transaction() as session:
                actor = actor_for(session, person.id, second_factor=second_factor)
                assert actor is not None
                commands.invite(
                    session,
                    email="thida@example.org",
                    organisation=session.get_one(Organisation, organisation.id),
                    role=to,
                    powers=[Power.SIGN] if to is Role.REPRESENTATIVE else [],
                    by=actor,
                )
        except Refused:
            return False
        return True

    assert may(Role.MEMBER) is gives_member
    assert may(Role.REPRESENTATIVE) is gives_representative


def test_an_invitation_of_someone_who_may_not_invite_any_more_is_void(
    client: FlaskClient,
    database: Database,
    organisation: Organisation,
    representative: Person,
    sign_in: SignIn,
) -> None:
    invite(sign_in(representative))
    link = link_in(mailed(database, "thida@example.org")).removeprefix("/en")
    with database.transaction() as session:
        session.scalars(select(Membership)).one().until = clock.today() - timedelta(days=1)
    page = open_page(client, link)
    page = page.submit(name="Thida", password=NEW, again=NEW, first_language="km")
    assert page.status == 403
    with database.reading() as session:
        assert not session.scalars(select(Person).where(Person.email == "thida@example.org")).all()


def test_powers_are_for_representatives(
    database: Database, organisation: Organisation, representative: Person, sign_in: SignIn
) -> None:
    page = invite(sign_in(representative), powers=["sign"])
    assert "Only representatives have powers" in page.text
    with database.reading() as session:
        assert session.scalars(select(Invitation)).all() == []


def test_a_representative_named_by_invitation_has_the_stated_powers(
    client: FlaskClient,
    database: Database,
    organisation: Organisation,
    representative: Person,
    sign_in: SignIn,
) -> None:
    invite(sign_in(representative), role="representative", powers=["sign", "decide"])
    link = link_in(mailed(database, "thida@example.org")).removeprefix("/en")
    page = open_page(client, link).submit(
        name="Thida", password=NEW, again=NEW, first_language="km"
    )
    assert page.address.startswith("/settings/security/authenticator")
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == "thida@example.org")).one()
        actor = actor_for(session, person.id)
    assert actor is not None
    assert actor.has_power(Power.SIGN)
    assert not actor.has_power(Power.DELEGATE)


def test_the_secretariat_invites_into_the_secretariat(
    client: FlaskClient, database: Database, organisation: Organisation, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        keeper = make_person(session, is_secretariat=True)
    page = open_page(sign_in(keeper), "/admin/invitations")
    page.submit("/admin/invitations", email="second@example.org", name="Second", locale="en")
    link = link_in(mailed(database, "second@example.org")).removeprefix("/en")
    open_page(client, link).submit(name="Second", password=NEW, again=NEW, first_language="en")
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == "second@example.org")).one()
    assert person.is_secretariat


def test_only_the_secretariat_with_a_second_factor_sees_that_page(
    client: FlaskClient,
    database: Database,
    organisation: Organisation,
    representative: Person,
    sign_in: SignIn,
) -> None:
    with database.transaction() as session:
        keeper = make_person(session, is_secretariat=True)
    assert client.get("/admin/invitations").status_code == 303
    assert sign_in(representative).get("/admin/invitations").status_code == 403
    assert sign_in(keeper, second_factor=False).get("/admin/invitations").status_code == 403
    assert sign_in(keeper).get("/admin/invitations").status_code == 200


@pytest.mark.parametrize("email", ["", "no", "a@b", "x@exam ple.org", "a@example.org\nBcc: b@c.de"])
def test_what_is_no_mail_address_is_refused(
    database: Database, organisation: Organisation, email: str
) -> None:
    with database.transaction() as session, pytest.raises(Invalid):
        commands.invite(session, email=email, organisation=organisation)


def test_a_made_up_link_opens_nothing(client: FlaskClient, database: Database) -> None:
    assert client.get("/invitation/made-up").status_code == 404
    with database.transaction() as session, pytest.raises(NotFound):
        commands.reset_password(session, "made-up", "x")
