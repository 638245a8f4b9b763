"""What was tried against signing, the log and the published pages, so that it stays refused."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.app import create_app
from portal.core import clock
from portal.core.errors import Invalid, NotFound, Refused
from portal.core.limits import limiter
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.log.commands import register_witness
from portal.log.notes import Line, encoded, is_name, public_of, read_line
from portal.network.actors import actor_for
from portal.network.models import Power, Role
from portal.statements import commands
from portal.statements.commands.errata import objection_token
from portal.statements.commands.signing import outsiders
from portal.statements.facts import SignatureDeclined
from portal.statements.models import ReleaseBlock, Signature, SignatureState, Statement
from portal.statements.queries.signing import signatories_of
from portal.statements.sealing import link_token
from tests.factories import make_membership, make_representative
from tests.harness.time import Traveller
from tests.pages import open_page
from tests.statements.test_life import Network, network, open_for_signature, sign
from tests.statements.test_pages import People, people
from tests.statements.test_signing_outside import ask

__all__ = ["network", "people"]
NUL = "a\0b"


@pytest.fixture
def opened(database: Database, network: Network, moment: Traveller) -> str:
    with database.transaction() as session:
        return open_for_signature(session, network, moment).id


# --- what no database keeps --------------------------------------------------------------------------


def test_a_nul_anywhere_in_a_request_is_no_error_of_ours(
    people: People, moment: Traveller, client: FlaskClient
) -> None:
    people.open(moment)
    own = f"/statements/{people.slug}"
    assert client.get(f"/statements/{NUL}").status_code == 404
    for part in ("/signatories?page=", "/sign?as=external&lang=", "?q=", "/amendments?state="):
        assert client.get(f"{own}{part}a%00b").status_code < 500, part
    page = people.page("seoul", "/sign").submit(agreed="y", mandate_body=f"Bo{NUL}ard")
    assert "signature stands under this text" in page.text
    page = people.page("hanoi", "/sign")
    page = page.submit(agreed="y", language_read=NUL)
    assert page.status == 422
    assert "Nothing was signed" in page.text
    page = people.page("seoul", "/signatories").submit("/withdraw", reason=f"We er{NUL}red")
    assert page.status == 200
    assert "We erabred" in page.text
    page = open_page(client, "/sign-in").submit("/sign-in", email=NUL, password=NUL)
    assert page.status < 500


def test_positions_sizes_and_numbers_beyond_every_column_are_answered_in_words(
    people: People, moment: Traveller, client: FlaskClient
) -> None:
    people.open(moment)
    beyond = (2**31, 2**40, 2**63, 10**30)
    for number in beyond:
        for address in (
            f"/log/leaves?from={number}",
            f"/log/leaves?from={number}&to={number + 1}",
            f"/log/consistency?from=0&to={number}",
            f"/log/inclusion?sha256={'0' * 64}&size={number}",
            f"/log/witness/message?size={number}&time={number}",
            f"/statements/{people.slug}/releases/{number}/bundle.json",
            f"/statements/{people.slug}/releases/{number}/en.pdf",
            f"/statements/{people.slug}/signatories?page={number}",
        ):
            assert client.get(address).status_code < 500, address
    assert client.get("/log/leaves?from=-1").status_code == 400


# --- the log --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe" * 2_000,
        "— a\0b AAAAAAAA".encode(),
        "— \u202egnp AAAAAAAA".encode(),
        ("— " + "w" * 3_900 + " AAAAAAAA").encode(),
        "— witness.example AAAA====".encode(),
        "— witness.example AAAAAAAAB".encode(),
        b"x" * 1_000_000,
    ],
)
def test_a_malformed_line_of_a_witness_gets_a_sentence(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/log/cosign", data=body, content_type="text/plain")
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


def test_a_key_cannot_be_called_what_nobody_sees(database: Database, network: Network) -> None:
    for name in ("a\0b", "\u202eelpmaxe.gol", "zero\u200bwidth", "bell\x07", "w" * 201, ""):
        assert not is_name(name)
        assert read_line(str(Line(name, b"four", b"signature"))) is None
        with database.transaction() as session, pytest.raises(Invalid):
            register_witness(
                session,
                name=name,
                public_key=encoded(public_of(b"s" * 32)),
                by=network.actor(session, network.hanoi),
            )


# --- who has signed ---------------------------------------------------------------------------------------


def test_in_a_rush_nobody_learns_which_address_has_signed(
    database: Database, opened: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        ask(session, opened)
    monkeypatch.setattr(outsiders, "MOST_A_MINUTE", 1)
    for email in ("office@behnen.example", "somebody@else.example"):
        with database.transaction() as session, pytest.raises(Invalid, match="Very many people"):
            ask(session, opened, email=email)


def test_what_a_second_officer_says_of_a_withheld_signature_goes_nowhere(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        second = make_representative(session, network.khmer)
        commands.set_signing_rule(
            session, second_officer=True, by=network.actor(session, network.khmer)
        )
        statement = session.get_one(Statement, opened)
        made = sign(session, network, statement, network.khmer, withheld=True)
        assert made.state is SignatureState.AWAITING_OFFICER
        officer = actor_for(session, second.id, second_factor=True)
        assert officer is not None
        heard: list[str] = []
        session.info["reactions"] = {
            SignatureDeclined: [lambda _session, told: heard.append(told.reason)]
        }
        commands.decline_as_officer(
            session, made.id, reason="The canary house does not sign.", by=officer
        )
        assert heard == [""]
        assert made.review_reason == ""


def test_withdrawals_of_withheld_names_stand_in_no_order_of_signing(
    database: Database, network: Network, opened: str, moment: Traveller
) -> None:
    with database.transaction() as session:
        houses = [network.hanoi, network.khmer]
        statement = session.get_one(Statement, opened)
        statement.called_by_id, statement.drafters = network.tokyo.id, []
        session.flush()
        rows = [sign(session, network, statement, each, withheld=True) for each in houses]
        for row, house in zip(reversed(rows), reversed(houses), strict=True):
            moment.shift(timedelta(days=1))
            commands.withdraw_signature(
                session, row.id, reason="", by=network.actor(session, house)
            )
        days = signatories_of(session, rows[0].release_id).withheld_withdrawn
        assert list(days) == sorted(days)
        assert len(set(days)) == 2


def test_a_mail_link_does_nothing_for_another_purpose_or_statement(
    database: Database, opened: str
) -> None:
    with database.transaction() as session:
        ask(session, opened)
        (signature,) = session.scalars(select(Signature))
        token = link_token(session, signature.id)
        with pytest.raises(NotFound):
            commands.object_from_outside(session, token, words="No", language="en")
        wrong = objection_token(session, "erratum", signature.id)
        for act in (
            commands.confirm_sign_on,
            commands.withdraw_sign_on,
            commands.withhold_sign_on,
        ):
            for bad in (wrong, token[:-1], f"{token}x", "", ".", "é"):
                with pytest.raises(NotFound):
                    act(session, bad)
        commands.withdraw_sign_on(session, token)
        for act in (commands.confirm_sign_on, commands.withhold_sign_on):
            with pytest.raises(NotFound):
                act(session, token)


def test_reasons_are_cut_and_hold_no_control_characters(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        statement = session.get_one(Statement, opened)
        row = sign(session, network, statement, network.hanoi)
        commands.withdraw_signature(
            session,
            row.id,
            reason="\x1b[31m\ud800" + "w" * 10_000,
            by=network.actor(session, network.hanoi),
        )
        assert len(row.withdrawn_reason) <= 2_000
        assert row.withdrawn_reason.isprintable()


def test_one_person_of_two_sides_does_not_answer_her_own_proposal(
    database: Database, network: Network, opened: str
) -> None:
    """She represents a drafting organisation of each side; changing the hat changes nothing."""

    with database.transaction() as session:
        both = network.people[network.seoul.id]
        make_membership(session, both, network.hanoi, Role.REPRESENTATIVE, tuple(Power))
        hats = [
            actor_for(session, both.id, chosen=organisation.id, second_factor=True)
            for organisation in (network.seoul, network.hanoi)
        ]
        assert hats[0] is not None
        assert hats[1] is not None
        assert hats[0].organisation_id != hats[1].organisation_id
        proposal = commands.propose_revision(
            session,
            opened,
            reason="The law has changed.",
            language="en",
            deadline=clock.now() + timedelta(days=3),
            zone="UTC",
            by=hats[0],
        )
        with pytest.raises(Refused):
            commands.confirm_revision(session, proposal.id, by=hats[1])
        release = session.get_one(Statement, opened).released
        assert release is not None
        block = session.scalars(
            select(ReleaseBlock).where(
                ReleaseBlock.release_id == release.id, ReleaseBlock.position == 1
            )
        ).first()
        assert block is not None
        erratum = commands.propose_erratum(
            session,
            opened,
            block_id=block.block_id,
            language=release.languages[0].language,
            body="Corrected.",
            reason="A letter was missing.",
            reason_language="en",
            by=hats[1],
        )
        with pytest.raises(Refused):
            commands.confirm_erratum(session, erratum.id, by=hats[0])


# --- doors ------------------------------------------------------------------------------------------------


def test_a_queued_form_needs_its_token_like_any_other(people: People, moment: Traveller) -> None:
    people.open(moment)
    browser = people.by("seoul")
    fields = dict(open_page(browser, f"/statements/{people.slug}/sign").form().form_values())
    fields |= {"agreed": "y", "csrf_token": "another"}
    answer = browser.post(f"/statements/{people.slug}/sign", data=fields, headers={"X-Queued": "1"})
    assert answer.status_code >= 400
    assert people.signatures() == 0


def test_sign_ons_and_witness_lines_are_counted_for_each_address(
    people: People, moment: Traveller, settings: Settings
) -> None:
    people.open(moment)
    limiter.enabled = True
    app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=True, WTF_CSRF_ENABLED=False)
    try:
        client = app.test_client()
        lines = [client.post("/log/cosign", data=b"x").status_code for _ in range(121)]
        assert lines[:120] == [400] * 120
        assert lines[120] == 429
        own = f"/statements/{people.slug}/sign"
        asked = [client.post(f"{own}?as=individual").status_code for _ in range(121)]
        assert set(asked[:120]) == {422}
        assert asked[120] == 429
    finally:
        limiter.reset()
        limiter.enabled = False
        app.extensions["portal_database"].dispose()


def test_what_everyone_gets_alike_sets_no_cookie_and_only_the_counter_is_framed(
    people: People, moment: Traveller
) -> None:
    people.open(moment)
    own = f"/statements/{people.slug}"
    for part in (
        "/counter",
        "/counter.svg",
        "/counter.json",
        "/feed.xml",
        "/releases/1/bundle.json",
    ):
        answer = people.by("seoul").get(own + part)
        assert answer.status_code == 200, part
        assert "Set-Cookie" not in answer.headers, part
        framed = "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert framed is (part == "/counter"), part


def test_a_room_a_presence_and_its_names_are_closed_to_strangers(people: People) -> None:
    people.draft()
    with people.database.reading() as session:
        (statement,) = session.scalars(select(Statement))
        block = statement.text.order[1]
    present = people.by("hanoi")
    token = open_page(present, "/settings").token
    at = f"/texts/blocks/{block}/presence"
    assert present.post(at, data={"csrf_token": token}).status_code == 200
    for name in ("tokyo", "stranger"):
        browser = people.by(name)
        for part in ("/room", "/room/part", "/room/wall", "/room/wall/part"):
            assert browser.get(f"/statements/{people.slug}{part}").status_code == 403, part
        token = open_page(browser, "/settings").token
        answer = browser.post(at, data={"csrf_token": token})
        assert answer.status_code == 403
        assert "She of hanoi" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + b"\0" * 5_000,
        b"name\n" + b"a\0b\n" * 50,
        "name,country\nCaf\u00e9 group,FR\n".encode("utf-16"),
        "name\n=HYPERLINK(1)\n\u202eevil\n<script>\n".encode(),
        b"\xff\xfe\xfa" * 900,
        ("name\n" + "w" * 100_000 + "\n").encode(),
        b"x" * (2 * 2**20 + 1),
    ],
)
def test_a_file_that_is_no_list_or_a_strange_one_is_answered_in_words(
    people: People, moment: Traveller, data: bytes
) -> None:
    people.open(moment)
    own = f"/statements/{people.slug}/lists"
    browser = people.by("seoul")
    fields = {
        "csrf_token": open_page(browser, own).token,
        "file": FileStorage(io.BytesIO(data), 'a"\r\nSet-Cookie: a=b\0.csv'),
    }
    # Whole in memory: above half a megabyte the client would leave a file open behind it.
    boundary, body = encode_multipart(fields)
    answer = browser.post(
        own, data=body, content_type=f'multipart/form-data; boundary="{boundary}"'
    )
    assert answer.status_code in {303, 400, 422}
    if answer.status_code == 303:
        page = open_page(browser, answer.headers["Location"])
        assert page.status == 200
        assert "<script>" not in page.html.partition("<main")[2]
        done = page.submit(act="hand_in", basis="On paper.")
        assert done.status in {200, 422}
    assert people.signatures() < 60
