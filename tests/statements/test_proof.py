"""The bundle of a release says what is true, names nobody who withheld it, and verifies for ever."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.orm import Database
from portal.log.models import LogPending
from portal.log.notes import encoded
from portal.log.queries import log_key
from portal.log.trees import leaf_hash, root
from portal.log.witnessing import witness
from portal.statements import commands
from portal.statements.models import Erratum, ReleaseBlock, Statement
from portal.statements.proof import canonical
from portal.statements.verify import verify
from tests.harness.time import Traveller
from tests.statements.proving import Proved, from_pages, prove


@pytest.fixture
def proved(database: Database, moment: Traveller) -> Proved:
    return prove(database, moment)


def test_a_bundle_holds_text_and_signatures_and_verifies(proved: Proved) -> None:
    network = proved.network
    proved.sign(network.seoul)
    proved.sign(network.hanoi)
    proved.sign(network.khmer, withheld=True)
    gone = proved.sign(network.tokyo)
    proved.withdraw(gone, network.tokyo)
    proved.seal()
    proved.sign(proved.fifth)
    report = proved.report()
    assert (report.named, report.withheld, report.withdrawn, report.erased) == (3, 1, 1, 0)
    assert report.pending == 1
    assert report.sides == {"receiving": 1, "sending": 2, "None": 1}
    assert report.languages == ["ko"]
    assert report.title == "안전하게 신고할 권리"
    assert report.paragraphs == 2
    assert report.checkpoint is not None
    # The release, its language, four signatures and a withdrawal.
    assert report.checkpoint.size == 7
    words = verify.summary(report)
    assert "VERIFIED" in words
    assert "Signatures that stand: 4" in words
    assert "Not witnessed by both sides" in words
    assert "not yet in the log: 1" in words


def test_a_bundle_names_nobody_who_withheld_it_and_nobody_who_pressed_the_button(
    proved: Proved,
) -> None:
    network = proved.network
    proved.sign(network.seoul, mandate_body="총회")
    hidden = proved.sign(network.khmer, withheld=True)
    proved.seal()
    bundle = proved.bundle().decode()
    for secret in (
        "ផ្ទះសង្ឃឹម",
        network.khmer.id,
        network.khmer.slug,
        hidden.id,
        hidden.sealed,
        hidden.mark or "",
        *(person.name for person in network.people.values()),
        *(person.email for person in network.people.values()),
        *(person.id for person in network.people.values()),
    ):
        assert secret not in bundle
    assert "바다건너 여성의집" in bundle


def test_the_same_state_gives_the_same_bytes(proved: Proved) -> None:
    proved.sign(proved.network.seoul)
    proved.seal()
    assert proved.bundle() == proved.bundle() == canonical(json.loads(proved.bundle()))


def test_the_texts_in_the_bundle_are_those_of_the_release(proved: Proved) -> None:
    bundle = json.loads(proved.bundle())
    with proved.database.reading() as session:
        statement = session.get_one(Statement, proved.statement.id)
        (release,) = statement.releases
        assert bundle["release"]["text_root"] == release.text_root
        assert bundle["statement"] == {"id": statement.id, "slug": statement.slug}
        (language,) = release.languages
        blocks = bundle["languages"][0]["blocks"]
        assert bundle["languages"][0]["language_root"] == language.language_root
    leaves = [canonical({k: v for k, v in block.items() if k != "body"}) for block in blocks]
    assert root(leaves) == bundle["languages"][0]["language_root"]
    assert len(leaf_hash(leaves[0])) == 32


def test_an_empty_log_is_said_to_be_empty(proved: Proved) -> None:
    proved.sign(proved.network.seoul)
    report = proved.report()
    assert report.checkpoint is None
    assert (report.named, report.pending) == (1, 1)
    assert "nothing is in it" in verify.summary(report)


def test_an_old_bundle_verifies_after_everything_that_came_later(proved: Proved) -> None:
    network = proved.network
    mine = proved.sign(network.seoul)
    proved.sign(network.hanoi)
    proved.seal()
    old = proved.bundle()
    proved.withdraw(mine, network.seoul)
    proved.sign(network.tokyo)
    proved.seal()
    assert verify.check(old).named == 2
    report = proved.report(previous=old)
    assert (report.named, report.withdrawn) == (2, 1)
    assert "begins as in the checkpoint of 4 entries" in verify.summary(report)
    with pytest.raises(verify.Wrong, match="rewound"):
        verify.check(old, previous=proved.bundle())


def test_the_key_that_a_reader_holds_is_compared(proved: Proved) -> None:
    proved.sign(proved.network.seoul)
    proved.seal()
    with proved.database.reading() as session:
        key = log_key(session)
    assert proved.report(log_key=key).pinned
    with pytest.raises(verify.Wrong, match="not the one that you gave"):
        proved.report(log_key=key[:-4] + "AAA=")


def test_a_correction_that_holds_stands_in_the_bundle(proved: Proved, moment: Traveller) -> None:
    network = proved.network
    proved.sign(network.seoul)
    with proved.database.transaction() as session:
        statement = session.get_one(Statement, proved.statement.id)
        (release,) = statement.releases
        block = session.scalars(
            select(ReleaseBlock.block_id).where(
                ReleaseBlock.release_id == release.id,
                ReleaseBlock.language == "ko",
                ReleaseBlock.position == 1,
            )
        ).one()
        made = commands.propose_erratum(
            session,
            statement.id,
            block_id=block,
            language="ko",
            body="모든 여성은 안전하게 신고할 수 있어야 합니다!",
            reason="점 하나",
            reason_language="ko",
            by=network.actor(session, network.seoul),
        )
        commands.confirm_erratum(session, made.id, by=network.actor(session, network.hanoi))
    assert proved.report().errata == 0
    moment.shift(timedelta(hours=73))
    assert proved.report().errata == 1
    proved.seal()
    bundle = json.loads(proved.bundle())
    (erratum,) = bundle["errata"]
    assert erratum["sides"] == ["receiving", "sending"]
    assert erratum["log"]["leaf"]["act"] == "erratum"
    with proved.database.reading() as session:
        held = session.scalars(select(Erratum)).one()
        assert held.confirmed_at is not None
        assert (
            erratum["in_force_on"] == (held.confirmed_at + timedelta(hours=72)).date().isoformat()
        )
    assert proved.report().errata == 1


def test_witnesses_of_both_sides_stand_in_the_bundle(
    proved: Proved, client: FlaskClient, tmp_path: Path
) -> None:
    network = proved.network
    proved.sign(network.seoul)
    proved.seal()
    for name, organisation in (("one.test", network.tokyo), ("two.test", network.hanoi)):
        seed = name.encode().ljust(32)
        proved.witness(organisation, name, seed)
        key = tmp_path / f"{name}.key"
        key.write_text(encoded(seed))
        witness(from_pages(client), key=key, state=tmp_path / f"{name}.json", name=name)
    report = proved.report()
    assert report.witness_sides == {"sending", "receiving"}
    words = verify.summary(report)
    assert "Witnesses of both sides have seen this log." in words
    assert f"witnessed by Harbour (receiving side), on {clock.today()}" in words


def test_a_release_that_was_never_public_has_no_bundle(proved: Proved, client: FlaskClient) -> None:
    with pytest.raises(NotFound):
        proved.bundle(2)
    assert client.get(f"/statements/{proved.slug}/releases/2/bundle.json").status_code == 404
    assert client.get("/statements/nothing/releases/1/bundle.json").status_code == 404


def test_the_page_gives_the_bundle_to_everyone_and_lets_it_be_kept(
    proved: Proved, client: FlaskClient
) -> None:
    address = f"/statements/{proved.slug}/releases/1/bundle.json"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert verify.check(answer.data).standing == 0
    tag = answer.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    proved.sign(proved.network.seoul)
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert verify.check(again.data).named == 1


def test_every_act_of_a_release_waits_for_the_log_once(proved: Proved) -> None:
    proved.sign(proved.network.seoul)
    with proved.database.reading() as session:
        acts = sorted(session.scalars(select(LogPending.act)))
    assert acts == ["language", "release", "signature"]
