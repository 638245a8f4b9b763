"""Signing on from outside: by mail, looked at by a person, and counted only then."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.log.models import LogPending
from portal.mail.models import OutboxMessage
from portal.network.actors import actor_for
from portal.network.models import Side
from portal.statements import commands
from portal.statements.commands.signing import asking, outsiders
from portal.statements.models import (
    SignatoryKind,
    Signature,
    SignatureRole,
    SignatureState,
    Statement,
)
from portal.statements.queries.signing import (
    Flag,
    all_waiting,
    queue_of,
    signatories_of,
    signers_to_tell,
)
from portal.statements.queries.signing.reviewing import same_house
from portal.statements.sealing import link_token, signer_of
from tests.factories import make_person
from tests.harness.time import Traveller
from tests.statements.test_life import Network, network, open_for_signature

__all__ = ["network"]
URDU = "پردیسی بہنوں کی انجمن"
KHMER = "ក្រុមស្ត្រីរោងចក្រ"


@pytest.fixture
def opened(database: Database, network: Network, moment: Traveller) -> str:
    with database.transaction() as session:
        return open_for_signature(session, network, moment).id


def read_of(session: Session, statement_id: str) -> commands.Read:
    release = session.get_one(Statement, statement_id).releases[-1]
    read = release.languages[0]
    return commands.Read(release.id, release.text_root, read.language, read.language_root)


def ask(session: Session, statement_id: str, **values: object) -> None:
    given = {
        "kind": SignatoryKind.EXTERNAL,
        "name": URDU,
        "language": "ur",
        "email": "office@behnen.example",
        "countries": ("PK",),
        "side": Side.SENDING,
        "contact": "سعدیہ",
        "website": "https://www.behnen.example/",
        "locale": "ur",
        **values,
    }
    commands.sign_on(
        session, statement_id, commands.SignOn(**given), read_of(session, statement_id)
    )


def only(session: Session) -> Signature:
    return session.scalars(select(Signature).where(Signature.kind != SignatoryKind.MEMBER)).one()


def link_in(message: OutboxMessage) -> str:
    found = re.search(r"/sign/answer/(\S+)", message.body)
    assert found
    return found[1]


def signatory_mails(session: Session) -> list[OutboxMessage]:
    return list(
        session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.key.startswith("sign-on"))
            .order_by(OutboxMessage.id)
        )
    )


def test_an_outsider_counts_only_after_the_mail_and_a_person(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        ask(session, opened)
        signature = only(session)
        assert signature.state is SignatureState.UNCONFIRMED
        assert "office@behnen.example" not in signature.sealed
        assert signatories_of(session, signature.release_id).lines == 0
        (mail,) = signatory_mails(session)
        assert (mail.to, mail.locale) == ("office@behnen.example", "ur")
        assert URDU not in mail.body + mail.subject
        token = link_in(mail)
        commands.confirm_sign_on(session, token)
        commands.confirm_sign_on(session, token)
        assert signature.state is SignatureState.IN_REVIEW
        assert signatories_of(session, signature.release_id).lines == 0
        assert not session.scalars(select(LogPending).where(LogPending.act == "signature")).all()
        reviewer = network.actor(session, network.hanoi)
        assert commands.accept_signatures(session, opened, [signature.id], by=reviewer) == 1
        assert commands.accept_signatures(session, opened, [signature.id], by=reviewer) == 0
        signed = signatories_of(session, signature.release_id)
        assert (signed.lines, signed.bodies) == (1, 1)
        (line,) = signed.named
        assert (line.name, line.slug, line.side, line.countries) == (
            URDU,
            None,
            Side.SENDING,
            ("PK",),
        )
        (leaf,) = session.scalars(select(LogPending).where(LogPending.act == "signature"))
        assert signature.payload_sha256 in leaf.leaf
        assert [each.email for each in signers_to_tell(session, signature.release_id)] == [
            "office@behnen.example"
        ]
        assert len(signatory_mails(session)) == 2


def test_a_second_sign_on_makes_no_second_row_and_one_mail_an_hour(
    database: Database, network: Network, opened: str, moment: Traveller
) -> None:
    with database.transaction() as session:
        ask(session, opened)
        ask(session, opened, email=" Office@Behnen.example", name="Another name")
        assert only(session).name == URDU
        assert len(signatory_mails(session)) == 1
    moment.shift(timedelta(minutes=61))
    with database.transaction() as session:
        ask(session, opened)
        assert len(signatory_mails(session)) == 2


def test_fifty_at_once_make_one_row(database: Database, opened: str) -> None:
    def press(_number: int) -> None:
        with database.transaction() as session:
            ask(session, opened)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(press, range(50)))
    with database.reading() as session:
        assert (
            session.scalar(
                select(func.count())
                .select_from(Signature)
                .where(Signature.kind == SignatoryKind.EXTERNAL)
            )
            == 1
        )
        assert len(signatory_mails(session)) == 1


def test_a_link_is_good_for_a_week_and_only_as_it_was_sent(
    database: Database, opened: str, moment: Traveller
) -> None:
    with database.transaction() as session:
        ask(session, opened)
        token = link_token(session, only(session).id)
        for wrong in ("", token[:-1], token + "x", "a.b.c"):
            with pytest.raises(NotFound):
                commands.confirm_sign_on(session, wrong)
    moment.shift(timedelta(days=8))
    with database.transaction() as session:
        with pytest.raises(Invalid, match="more than a week old"):
            commands.confirm_sign_on(session, token)
        commands.withdraw_sign_on(session, token)
        assert not session.scalars(select(Signature)).all()


def test_who_signed_can_withdraw_by_the_link_and_it_is_shown(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        ask(session, opened)
        signature = only(session)
        token = link_token(session, signature.id)
        commands.confirm_sign_on(session, token)
        commands.accept_signatures(
            session, opened, [signature.id], by=network.actor(session, network.seoul)
        )
        commands.withdraw_sign_on(session, token, reason="ہم متفق نہیں")
        signed = signatories_of(session, signature.release_id)
        assert signed.lines == 0
        assert [item.withdrawn_reason for item in signed.withdrawn] == ["ہم متفق نہیں"]
        with pytest.raises(Invalid, match="does not stand"):
            commands.withdraw_sign_on(session, token)


@pytest.mark.parametrize("accepted", [False, True])
def test_who_signed_can_have_the_name_kept_from_the_public(
    database: Database, network: Network, opened: str, accepted: bool
) -> None:
    with database.transaction() as session:
        ask(session, opened, members=("اول", "دوم"))
        signature = only(session)
        assert [item.name for item in signature.members] == ["اول", "دوم"]
        token = link_token(session, signature.id)
        commands.confirm_sign_on(session, token)
        reviewer = network.actor(session, network.seoul)
        if accepted:
            commands.accept_signatures(session, opened, [signature.id], by=reviewer)
        commands.withhold_sign_on(session, token)
        if not accepted:
            commands.accept_signatures(session, opened, [signature.id], by=reviewer)
        key = signature.id
    with database.transaction() as session:
        signature = session.get_one(Signature, key)
        assert (signature.name, signature.members, signature.side) == ("", [], None)
        signed = signatories_of(session, signature.release_id)
        assert (signed.lines, signed.withheld, len(signed.named)) == (1, 1, 0)
        signer = signer_of(session, signature)
        assert (signer.name, tuple(signer.members)) == (URDU, ("اول", "دوم"))
        assert [each.email for each in signers_to_tell(session, signature.release_id)] == [
            "office@behnen.example"
        ]
        told = " ".join(str(each.details) for each in session.scalars(select(AuditEntry)))
        assert "behnen" not in told
        assert URDU not in told


def test_only_reviewers_with_a_second_factor_look_at_the_queue(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        ask(session, opened)
        signature = only(session)
        commands.confirm_sign_on(session, link_token(session, signature.id))
        secretary = make_person(session, is_secretariat=True)
        with_one = actor_for(session, secretary.id, second_factor=True)
        without = actor_for(session, secretary.id)
        assert with_one is not None
        assert without is not None
        for by in (
            network.actor(session, network.tokyo),
            network.actor(session, network.seoul, second_factor=False),
            without,
        ):
            for act in (
                lambda by: commands.accept_signatures(session, opened, [signature.id], by=by),
                lambda by: commands.decline_signatures(
                    session, opened, [signature.id], reason="x", by=by
                ),
            ):
                with pytest.raises(Refused):
                    act(by)
        with pytest.raises(Invalid, match="Say why"):
            commands.decline_signatures(session, opened, [signature.id], reason=" ", by=with_one)
        commands.decline_signatures(
            session, opened, [signature.id], reason="Wir kennen Sie nicht.", by=with_one
        )
        assert signature.state is SignatureState.DECLINED
        assert "Wir kennen Sie nicht." in signatory_mails(session)[-1].body


def test_a_flood_is_cleared_and_what_came_later_stays(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        for number in range(70):
            ask(session, opened, email=f"flood{number}@spam.example", name=f"Flood {number}")
        statement = session.get_one(Statement, opened)
        queue = queue_of(session, statement, SignatureState.UNCONFIRMED, 1)
        assert (queue.page.total, len(queue.page.items)) == (70, 50)
        newest = queue.newest
    with database.transaction() as session:
        ask(session, opened)
        statement = session.get_one(Statement, opened)
        mails = len(signatory_mails(session))
        chosen = all_waiting(session, statement, SignatureState.UNCONFIRMED, newest)
        assert (
            commands.decline_signatures(
                session, opened, chosen, reason="Flood", by=network.actor(session, network.seoul)
            )
            == 70
        )
        assert len(signatory_mails(session)) == mails
        assert queue_of(session, statement, SignatureState.UNCONFIRMED, 1).page.total == 1


def test_a_rush_is_asked_to_come_back(
    database: Database, opened: str, monkeypatch: pytest.MonkeyPatch, moment: Traveller
) -> None:
    monkeypatch.setattr(outsiders, "MOST_A_MINUTE", 3)
    with database.transaction() as session:
        for number in range(3):
            ask(session, opened, email=f"{number}@example.org")
        # Whoever signed before is answered as a newcomer is.
        for email in ("late@example.org", "0@example.org"):
            with pytest.raises(Invalid, match="send it again in a few minutes"):
                ask(session, opened, email=email)
    moment.shift(timedelta(minutes=2))
    with database.transaction() as session:
        ask(session, opened, email="late@example.org")


def test_what_is_odd_is_flagged(database: Database, network: Network, opened: str) -> None:
    cases: list[tuple[dict[str, object], set[Flag]]] = [
        ({"email": "a@gmail.com", "website": ""}, {Flag.FREE_MAIL}),
        ({"email": "a@other.example"}, {Flag.OTHER_DOMAIN}),
        ({"email": "a@mail.behnen.example"}, set()),
        ({"email": "b@behnen.example", "name": "Harbour (NGO)"}, {Flag.KNOWN_MEMBER}),
        (
            {"email": "c@gmail.com", "kind": SignatoryKind.INDIVIDUAL, "name": "한지민"},
            set(),
        ),
        ({"email": "d@behnen.example", "withheld": True}, {Flag.WITHHELD}),
    ]
    with database.transaction() as session:
        for values, _ in cases:
            ask(session, opened, **values)
        found = queue_of(session, session.get_one(Statement, opened), SignatureState.UNCONFIRMED, 1)
        assert [set(item.flags) for item in found.page.items] == [flags for _, flags in cases]


@pytest.mark.parametrize(
    ("domain", "website", "same"),
    [
        ("a.org", "https://www.a.org/x", True),
        ("mail.a.org", "a.org", True),
        ("a.org", "http://ko.a.org", True),
        ("ba.org", "a.org", False),
        ("a.org", "http://[", False),
        ("a.org", "", False),
    ],
)
def test_a_mail_domain_belongs_to_a_website(domain: str, website: str, same: bool) -> None:
    assert same_house(domain, website) is same


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"countries": ("XX",)}, "country_1"),
        ({"kind": SignatoryKind.COLLECTIVE, "people": 1}, "people"),
        ({"kind": SignatoryKind.COLLECTIVE}, "people"),
        ({"members": [str(number) for number in range(400)]}, "members"),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_field(
    database: Database, opened: str, values: dict[str, object], field: str
) -> None:
    with database.transaction() as session, pytest.raises(Invalid) as refused:
        ask(session, opened, **values)
    assert field in refused.value.fields


def test_nobody_outside_signs_as_a_member_or_a_caller(database: Database, opened: str) -> None:
    with database.transaction() as session:
        for values in ({"kind": SignatoryKind.MEMBER}, {"role": SignatureRole.CALLER}):
            with pytest.raises(Invalid, match="changed in the meantime"):
                ask(session, opened, **values)


def test_nothing_is_taken_while_signing_is_paused(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        ask(session, opened)
        token = link_token(session, only(session).id)
        lead = network.actor(session, network.seoul)
        commands.freeze_signing(session, opened, frozen=True, by=lead)
        with pytest.raises(Refused, match="paused"):
            ask(session, opened, email="other@example.org")
        with pytest.raises(Refused, match="paused"):
            commands.confirm_sign_on(session, token)
        commands.freeze_signing(session, opened, frozen=False, by=lead)
        commands.confirm_sign_on(session, token)
        commands.freeze_signing(session, opened, frozen=True, by=lead)
        with pytest.raises(Invalid, match="paused"):
            commands.accept_signatures(session, opened, [only(session).id], by=lead)


def test_what_nobody_answered_is_forgotten(
    database: Database, opened: str, moment: Traveller
) -> None:
    with database.transaction() as session:
        ask(session, opened, members=("One",))
        ask(session, opened, email="answered@example.org")
        kept = session.scalars(select(Signature.id).order_by(Signature.id.desc())).first()
        assert kept
        commands.confirm_sign_on(session, link_token(session, kept))
    moment.shift(timedelta(days=15))
    with database.transaction() as session:
        commands.forget_unanswered(session)
        assert session.scalars(select(Signature.id)).all() == [kept]


@settings(max_examples=300, deadline=None)
@given(name=st.text(max_size=400), contact=st.text(max_size=40), members=st.lists(st.text()))
def test_whatever_is_typed_is_kept_on_one_line_that_every_database_takes(
    name: str, contact: str, members: list[str]
) -> None:
    asked = commands.SignOn(
        kind=SignatoryKind.EXTERNAL,
        name=f"A {name}",
        language="km",
        email="A@Example.org",
        contact=contact,
        members=members,
    )
    clean = asking.cleaned(asked)
    for text in (clean.name, clean.contact, *clean.members):
        assert text == " ".join(text.split())
        assert not any(ord(character) < 32 for character in text)
        text.encode()
    assert asking.cleaned(clean) == clean
