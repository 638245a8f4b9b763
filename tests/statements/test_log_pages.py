"""The log's pages: read by everyone, witnessed by hand and by program, keys kept by representatives."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core.orm import Database
from portal.log.models import LogCosignature, LogWitness
from portal.log.notes import (
    checkpoint_body,
    cosignature,
    encoded,
    public_of,
    read_checkpoint,
    signed,
)
from portal.log.trees import extends, includes, leaf_hash
from portal.network.models import Organisation, Power
from portal.statements.models import OrganisationKey, Signature
from portal.statements.verify import verify
from tests.factories import make_membership, make_person, make_representative
from tests.harness.time import Traveller
from tests.pages import Page, open_page
from tests.statements.proving import Proved, prove

NAME = "witness.example.org"
SEED = b"a witness, who is only a test..!"
OWN = b"the board's own, only in a test."


def pem(seed: bytes) -> str:
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def proved(database: Database, moment: Traveller) -> Proved:
    return prove(database, moment)


@pytest.fixture
def browsing(proved: Proved, sign_in: Callable[..., FlaskClient]) -> Callable[..., FlaskClient]:
    def browsing(organisation: Organisation, **options: object) -> FlaskClient:
        return sign_in(proved.network.people[organisation.id], **options)

    return browsing


def filled(proved: Proved) -> None:
    for organisation in (proved.network.seoul, proved.network.hanoi, proved.network.tokyo):
        proved.sign(organisation)
    proved.seal()
    proved.sign(proved.network.khmer, withheld=True)
    proved.seal()


# --- for everyone -------------------------------------------------------------------------------------


def test_an_empty_log_says_so(proved: Proved, client: FlaskClient) -> None:
    page = open_page(client, "/log")
    assert page.status == 200
    assert "The log is empty" in page.text
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/leaves").get_json() == {"size": 0, "leaves": []}
    assert "There is nothing to sign yet" in open_page(client, "/log/witness").text


def test_the_log_tells_its_length_and_what_it_does_not_prove(
    proved: Proved, client: FlaskClient
) -> None:
    filled(proved)
    page = open_page(client, "/log")
    assert "not who pressed the button" in page.text
    assert "not signed by witnesses of both sides yet" in page.text
    note = client.get("/log/checkpoint")
    assert note.mimetype == "text/plain"
    found = read_checkpoint(note.get_data(as_text=True))
    assert found.size == 6
    assert found.root.hex() in page.html
    key = client.get("/log/key").get_data(as_text=True).strip()
    assert key in page.text.replace("&#43;", "+")
    checked = verify.Checkpoint(note.get_data(as_text=True), verify.Key(key, 1, "The log's key"))
    assert checked.size == 6


def test_proofs_for_programs_hold(proved: Proved, client: FlaskClient) -> None:
    filled(proved)
    found = client.get("/log/leaves?from=0&to=99").get_json()
    assert found["size"] == 6
    assert [each["position"] for each in found["leaves"]] == list(range(6))
    newest = read_checkpoint(client.get("/log/checkpoint").get_data(as_text=True))
    for each in found["leaves"]:
        digest = json.loads(each["leaf"])["sha256"]
        answer = client.get(f"/log/inclusion?sha256={digest}&size=6").get_json()
        (placed,) = [one for one in answer["leaves"] if one["position"] == each["position"]]
        assert includes(
            leaf_hash(placed["leaf"].encode()),
            placed["position"],
            6,
            [bytes.fromhex(step) for step in placed["proof"]],
            newest.root,
        )
    grown = client.get("/log/consistency?from=5&to=6").get_json()
    proof = [bytes.fromhex(step) for step in grown["proof"]]
    assert extends(5, 6, proof, bytes.fromhex(grown["root"]), newest.root)
    assert client.get("/log/leaves?from=2&to=4").get_json()["leaves"] == found["leaves"][2:4]


@pytest.mark.parametrize(
    "address",
    [
        "/log/consistency",
        "/log/consistency?from=2&to=99",
        "/log/consistency?from=3&to=2",
        "/log/consistency?from=-1&to=2",
        "/log/consistency?from=x&to=2",
        "/log/inclusion?sha256=00",
        "/log/inclusion?sha256=" + "Z" * 64,
        "/log/inclusion?sha256=" + "0" * 64 + "&size=99",
        "/log/leaves?from=1e9",
        "/log/leaves?from=99999999999999999999",
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(
    proved: Proved, client: FlaskClient, address: str
) -> None:
    filled(proved)
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.get_json()["error"]


def test_the_verifier_is_served_as_the_file_that_it_is(proved: Proved, client: FlaskClient) -> None:
    import hashlib  # noqa: PLC0415 - beside its one use

    answer = client.get("/verify.py")
    assert answer.mimetype == "text/x-python"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="verify.py"'
    with open(verify.__file__, "rb") as file:  # noqa: PTH123 - as it lies there
        assert answer.data == file.read()
    page = open_page(client, f"/statements/{proved.slug}/verify")
    assert hashlib.sha256(answer.data).hexdigest() in page.text
    assert "python verify.py bundle.json" in page.text
    assert page.links("/releases/1/bundle.json")
    assert page.links("/verify.py")
    shown = open_page(client, f"/statements/{proved.slug}")
    assert shown.links("/verify")


# --- witnesses ---------------------------------------------------------------------------------------


def test_a_representative_registers_a_witness_that_cosigns_by_hand(
    proved: Proved, client: FlaskClient, browsing: Callable[..., FlaskClient]
) -> None:
    filled(proved)
    page = open_page(browsing(proved.network.tokyo), "/log/witnesses")
    page = page.submit(name=NAME, public_key=pem(SEED))
    assert "Your organisation is a witness" in page.text
    assert NAME in page.text
    page = open_page(client, "/log/witness")
    (address,) = page.links("/log/witness/message")
    message = client.get(address).data
    assert message.startswith(b"cosignature/v1\ntime ")
    wrong = page.submit(pasted="AAAA")
    assert wrong.status == 422
    assert "64 bytes in base64" in wrong.text
    assert "AAAA" in wrong.html
    wrong = page.submit(pasted=encoded(signed(OWN, message)))
    assert wrong.status == 422
    assert f"not one that the key of {NAME} made" in wrong.text
    # The form that came back still speaks of the same file.
    done = wrong.submit(pasted=encoded(signed(SEED, message)))
    assert "Your line stands under the checkpoint" in done.text
    assert "Harbour" in done.text
    note = client.get("/log/checkpoint").get_data(as_text=True)
    assert note.count(f"— {NAME} ") == 1
    page.submit(pasted=encoded(signed(SEED, message)))
    with proved.database.reading() as session:
        assert len(session.scalars(select(LogCosignature)).all()) == 1


def test_a_retired_witness_signs_no_more_and_its_lines_stay(
    proved: Proved, client: FlaskClient, browsing: Callable[..., FlaskClient]
) -> None:
    filled(proved)
    proved.witness(proved.network.tokyo, NAME, SEED)
    page = open_page(client, "/log/witness")
    message = client.get(page.links("/log/witness/message")[0]).data
    page.submit(pasted=encoded(signed(SEED, message)))
    line = client.get("/log/checkpoint").get_data(as_text=True).splitlines()[-1]
    with proved.database.reading() as session:
        witness = session.scalars(select(LogWitness)).one()
    other = open_page(browsing(proved.network.hanoi), "/log/witnesses")
    refused = other.client.post(
        f"/log/witnesses/{witness.id}/retire", data={"csrf_token": other.token}
    )
    assert refused.status_code == 403
    mine = open_page(browsing(proved.network.tokyo), "/log/witnesses")
    assert "This key is retired" in mine.submit(action="/retire").text
    assert line in client.get("/log/checkpoint").get_data(as_text=True)
    answer = client.post("/log/cosign", data=line.encode())
    assert answer.status_code == 400
    assert "was retired" in answer.get_data(as_text=True)


def test_a_line_of_the_future_or_of_another_checkpoint_is_refused(
    proved: Proved, client: FlaskClient
) -> None:
    filled(proved)
    proved.witness(proved.network.tokyo, NAME, SEED)
    found = read_checkpoint(client.get("/log/checkpoint").get_data(as_text=True))
    for body, time, words in (
        (found.body, 16_000_000_000, "lies in the future"),
        (checkpoint_body(found.origin, 4, b"x" * 32), 1, "not among the newest"),
        (found.body + "extension\n", 1, "not among the newest"),
    ):
        line = str(cosignature(body, NAME, SEED, time))
        answer = client.post("/log/cosign", data=line.encode())
        assert answer.status_code == 400
        assert words in answer.get_data(as_text=True)
    with proved.database.reading() as session:
        assert session.scalar(select(LogCosignature)) is None


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("two words", "", "without spaces"),
        ("plus+sign", "", "without spaces"),
        ("", "", "This is needed."),
        ("portal.test/log", "", "registered already"),
        (NAME, "hello", "not an Ed25519 public key"),
        (NAME, "AAAA", "not an Ed25519 public key"),
        (NAME, "other.test+00000000+AAAA", "not an Ed25519 public key"),
    ],
)
def test_what_is_no_witness_is_refused_and_kept_in_the_form(
    proved: Proved, browsing: Callable[..., FlaskClient], name: str, key: str, words: str
) -> None:
    page = open_page(browsing(proved.network.tokyo), "/log/witnesses")
    page = page.submit(name=name, public_key=key or pem(SEED))
    assert page.status == 422
    assert words in page.text
    assert (key or "BEGIN PUBLIC KEY") in page.html


def test_keys_and_witnesses_need_the_power_to_sign_and_a_second_factor(
    proved: Proved, browsing: Callable[..., FlaskClient], sign_in: Callable[..., FlaskClient]
) -> None:
    with proved.database.transaction() as session:
        decides = make_representative(session, proved.network.tokyo, Power.DECIDE)
        member = make_person(session)
        make_membership(session, member, proved.network.tokyo)
    for address in ("/log/witnesses", "/log/keys"):
        for client in (
            browsing(proved.network.tokyo, second_factor=False),
            sign_in(decides),
            sign_in(member),
        ):
            assert client.get(address).status_code == 403


# --- an organisation's own key ------------------------------------------------------------------------


def key_page(proved: Proved, client: FlaskClient, signature: Signature) -> Page:
    return open_page(client, f"/statements/{proved.slug}/signatures/{signature.id}/key")


def test_an_organisation_adds_a_key_and_signs_with_it(
    proved: Proved, browsing: Callable[..., FlaskClient]
) -> None:
    mine = proved.sign(proved.network.seoul)
    client = browsing(proved.network.seoul)
    page = key_page(proved, client, mine)
    assert "No key of your organisation is known here" in page.text
    wrong = page.submit(key_signature=encoded(signed(OWN, mine.payload.encode())))
    assert wrong.status == 422
    assert "Add its public half first" in wrong.text
    added = open_page(client, "/log/keys").submit(label="이사회", public_key=pem(OWN))
    assert "The key is kept" in added.text
    assert "이사회" in added.text
    page = key_page(proved, client, mine)
    (address,) = page.links("/payload")
    payload = client.get(address).data
    assert payload == mine.payload.encode()
    wrong = page.submit(key_signature="not base64")
    assert wrong.status == 422
    assert "88 characters" in wrong.text
    assert "not base64" in wrong.html
    wrong = page.submit(key_signature=encoded(signed(SEED, payload)))
    assert "None of your organisation's keys made this signature" in wrong.text
    assert proved.report().own_keys == 0
    done = page.submit(key_signature=encoded(signed(OWN, payload)))
    assert "has signed with its own key" in done.text
    assert proved.report().own_keys == 1
    listed = open_page(client, "/log/keys")
    assert "This key is retired" in listed.submit(action="/retire").text
    # What was signed with it stays signed.
    assert proved.report().own_keys == 1
    again = key_page(proved, client, mine).submit(key_signature=encoded(signed(OWN, payload)))
    assert "Add its public half first" in again.text


def test_no_other_organisation_and_no_withheld_name_signs_with_a_key(
    proved: Proved, browsing: Callable[..., FlaskClient]
) -> None:
    mine = proved.sign(proved.network.seoul)
    hidden = proved.sign(proved.network.khmer, withheld=True)
    assert key_page(proved, browsing(proved.network.tokyo), mine).status == 403
    assert key_page(proved, browsing(proved.network.khmer), hidden).status == 403
    assert key_page(proved, browsing(proved.network.seoul, second_factor=False), mine).status == 403
    lost = browsing(proved.network.seoul).get(f"/statements/{proved.slug}/signatures/none/key")
    assert lost.status_code == 404


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "This is a private key"),
        ("hello", "not an Ed25519 public key"),
        (
            generate_private_key(65_537, 2_048)
            .public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            .decode(),
            "not an Ed25519 public key",
        ),
    ],
)
def test_what_is_no_public_key_is_refused(
    proved: Proved, browsing: Callable[..., FlaskClient], key: str, words: str
) -> None:
    page = open_page(browsing(proved.network.seoul), "/log/keys").submit(public_key=key)
    assert page.status == 422
    assert words in page.text
    with proved.database.reading() as session:
        assert session.scalar(select(OrganisationKey)) is None


def test_a_key_belongs_to_one_organisation(
    proved: Proved, browsing: Callable[..., FlaskClient]
) -> None:
    open_page(browsing(proved.network.seoul), "/log/keys").submit(public_key=pem(OWN))
    other = open_page(browsing(proved.network.tokyo), "/log/keys")
    again = other.submit(public_key=encoded(public_of(OWN)))
    assert again.status == 422
    assert "kept here already" in again.text
