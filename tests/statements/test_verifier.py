"""The one-file verifier: it needs nothing, believes nothing, and says in words what is wrong."""

import ast
import base64
import hashlib
import json
import random
import shutil
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.keys import keys_of
from portal.core.orm import Database
from portal.log.commands import cosign
from portal.log.leaves import log_leaf
from portal.log.notes import (
    cosignature,
    encoded,
    public_of,
    read_checkpoint,
    sign_checkpoint,
    signed,
    verifier_key,
)
from portal.log.queries import log_key, newest_checkpoint
from portal.statements.commands.proving import add_key, sign_with_key
from portal.statements.proof import canonical, commitment
from portal.statements.verify import verify
from portal.wiring import REACTIONS
from tests.statements.proving import Proved, prove

FILE = Path(verify.__file__)
MUTATIONS = 10_000
Change = Callable[[dict[str, Any]], None]


class Kept:
    """A bundle with everything in it, and the key that sealed it."""

    def __init__(self, proved: Proved) -> None:
        network = proved.network
        own = b"o" * 32
        first = proved.sign(network.seoul)
        proved.sign(network.khmer, withheld=True)
        gone = proved.sign(network.tokyo)
        proved.withdraw(gone, network.tokyo)
        proved.seal()
        self.old = proved.bundle()
        for name, organisation in (("one.test", network.tokyo), ("two.test", network.hanoi)):
            proved.witness(organisation, name, name.encode().ljust(32))
        with proved.database.transaction() as session:
            actor = network.actor(session, network.seoul)
            add_key(session, public_key=encoded(public_of(own)), label="", by=actor)
            made = encoded(signed(own, first.payload.encode()))
            sign_with_key(session, first.id, key_signature=made, by=actor)
        proved.sign(proved.fifth)
        proved.seal()
        with proved.database.transaction() as session:
            checkpoint = newest_checkpoint(session)
            assert checkpoint is not None
            body = read_checkpoint(checkpoint.note).body
            for name in ("one.test", "two.test"):
                cosign(
                    session, str(cosignature(body, name, name.encode().ljust(32), 1_790_000_000))
                )
            self.seed = keys_of(session).key("log")
            self.key = log_key(session)
        proved.sign(network.hanoi)
        self.raw = proved.bundle()

    def changed(self, change: Change) -> bytes:
        """What a forger with the log's own key could bring: changed, and sealed anew."""
        bundle = json.loads(self.raw)
        change(bundle)
        del bundle["seal"]
        sealed = canonical(bundle)
        bundle["seal"] = {
            "sha256": hashlib.sha256(sealed).hexdigest(),
            "signature": encoded(signed(self.seed, sealed)),
        }
        return canonical(bundle)


@pytest.fixture(scope="module")
def kept(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    path = tmp_path_factory.mktemp("bundle") / "portal.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}", REACTIONS, address="http://portal.test")
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=True) as moment:
        made = Kept(prove(database, moment))
    yield made
    database.dispose()


def test_everything_in_it_is_checked_and_told(kept: Kept) -> None:
    report = verify.check(kept.raw, kept.key, kept.old)
    assert (report.named, report.withheld, report.withdrawn) == (3, 1, 1)
    assert (report.own_keys, report.pending) == (1, 1)
    words = verify.summary(report)
    for part in (
        "Signatures that stand: 4",
        "signed with the organisation's own key as well: 1",
        "Witnesses of both sides have seen this log.",
        "The log begins as in the checkpoint of 6 entries that you kept.",
        "It is the one that you gave.",
        "Who pressed the button",
    ):
        assert part in words, words


def test_ten_thousand_changes_of_one_byte_are_all_refused(kept: Kept) -> None:
    chance = random.Random(20261102)
    passed = []
    for _ in range(MUTATIONS):
        at = chance.randrange(len(kept.raw))
        # Half of them are letters and digits, which leave the file readable.
        pool = (
            range(256) if chance.random() < 0.5 else string.ascii_letters.encode() + b"0123456789"
        )
        byte = chance.choice([each for each in pool if each != kept.raw[at]])
        try:
            verify.check(kept.raw[:at] + bytes([byte]) + kept.raw[at + 1 :])
        except verify.Wrong:
            continue
        passed.append((at, byte))
    assert not passed


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_bytes_put_in_or_taken_out_are_refused(kept: Kept, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(kept.raw)))
    until = data.draw(st.integers(at, min(at + 200, len(kept.raw))))
    put = data.draw(st.binary(max_size=20))
    changed = kept.raw[:at] + put + kept.raw[until:]
    if changed != kept.raw:
        with pytest.raises(verify.Wrong):
            verify.check(changed)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_is_no_bundle_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(verify.Wrong):
        verify.check(data)


# --- what a forger with the log's key could try -----------------------------------------------------


def rename(bundle: dict[str, Any]) -> None:
    named(bundle)[0]["identity"]["name"] = "Another house"


def named(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in bundle["signatures"] if each["shown"] == "named"]


def standing(bundle: dict[str, Any]) -> dict[str, Any]:
    """A signature that stands and is in the log."""
    return next(each for each in named(bundle) if each["state"] == "confirmed" and each["log"])


def reword(bundle: dict[str, Any]) -> None:
    block = bundle["languages"][0]["blocks"][1]
    block["body"] += "!"
    block["sha256"] = hashlib.sha256(block["body"].encode()).hexdigest()


def reword_source(bundle: dict[str, Any]) -> None:
    block = bundle["source"]["blocks"][1]
    block["body"] += "!"
    block["sha256"] = hashlib.sha256(block["body"].encode()).hexdigest()


def double(bundle: dict[str, Any]) -> None:
    bundle["signatures"].append(standing(bundle))


def invent(bundle: dict[str, Any]) -> None:
    """A signature of nobody, at the place of another."""
    item = json.loads(json.dumps(standing(bundle)))
    item["identity"]["name"], item["identity"]["organisation"] = "Nobody", None
    who = canonical(item["identity"]).decode()
    item["payload"]["commitment"] = commitment(item["salt"], who)
    item["own_key"] = None
    digest = hashlib.sha256(canonical(item["payload"])).hexdigest()
    item["log"]["leaf"]["sha256"] = digest
    bundle["signatures"].append(item)


def bring_back(bundle: dict[str, Any]) -> None:
    """A withdrawn signature shown as if it stood."""
    item = next(each for each in bundle["signatures"] if each["state"] == "withdrawn")
    item["state"] = "confirmed"


def other_release(bundle: dict[str, Any]) -> None:
    bundle["release"]["number"] = 2


def other_day(bundle: dict[str, Any]) -> None:
    standing(bundle)["log"]["leaf"]["day"] = "2020-01-01"


def key_on_withheld(bundle: dict[str, Any]) -> None:
    item = next(each for each in bundle["signatures"] if each["shown"] == "withheld")
    item["own_key"] = next(each["own_key"] for each in named(bundle) if each["own_key"])


def foreign_key(bundle: dict[str, Any]) -> None:
    item = next(each for each in named(bundle) if each["own_key"])
    item["own_key"]["key"] = encoded(public_of(b"x" * 32))


def add_s_times_l(bundle: dict[str, Any]) -> None:
    """The same signature with L added to S: another writing of it, which RFC 8032 forbids."""
    own = next(each for each in named(bundle) if each["own_key"])["own_key"]
    raw = base64.b64decode(own["signature"])
    big = int.from_bytes(raw[32:], "little") + verify.L
    own["signature"] = encoded(raw[:32] + big.to_bytes(32, "little"))


def rename_witness(bundle: dict[str, Any]) -> None:
    bundle["checkpoint"] = bundle["checkpoint"].replace("— one.test", "— uno.test")


def unknown_witness(bundle: dict[str, Any]) -> None:
    del bundle["witnesses"][0]


def forged_cosignature(bundle: dict[str, Any]) -> None:
    body = bundle["checkpoint"].partition("\n\n")[0] + "\n"
    line = str(cosignature(body, "one.test", b"x" * 32, 1_790_000_000))
    lines = bundle["checkpoint"].split("\n")
    forged = line.split(" ")
    true = next(each for each in lines if each.startswith("— one.test"))
    raw = base64.b64decode(true.split(" ")[2])[:4] + base64.b64decode(forged[2])[4:]
    bundle["checkpoint"] = bundle["checkpoint"].replace(true, f"— one.test {encoded(raw)}")


def hide_paragraph(bundle: dict[str, Any]) -> None:
    del bundle["languages"][0]["blocks"][2]


def shorten_proof(bundle: dict[str, Any]) -> None:
    standing(bundle)["log"]["proof"].pop()


def extra_field(bundle: dict[str, Any]) -> None:
    bundle["remark"] = "trust me"


def true_for_one(bundle: dict[str, Any]) -> None:
    bundle["release"]["number"] = True


def list_for_name(bundle: dict[str, Any]) -> None:
    standing(bundle)["payload"]["side"] = []


def growth_from_elsewhere(bundle: dict[str, Any]) -> None:
    bundle["consistency"][0]["root"] = "0" * 64


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (rename, "not the one that was committed to"),
        (reword, "is not the one that was released"),
        (reword_source, "its root is another"),
        (double, "stands there twice"),
        (invent, "does not hold"),
        (bring_back, "twice and differently"),
        (other_release, "under another text"),
        (other_day, "does not hold"),
        (key_on_withheld, "which would name it"),
        (foreign_key, "own key did not make"),
        (add_s_times_l, "own key did not make"),
        (rename_witness, "Nobody knows the key"),
        (unknown_witness, "Nobody knows the key"),
        (forged_cosignature, "signature of the witness one.test is wrong"),
        (hide_paragraph, "is not the one that was released"),
        (shorten_proof, "does not hold"),
        (extra_field, "not written as it should be"),
        (true_for_one, "should be a whole number"),
        (list_for_name, "not written as a bundle should be"),
        (growth_from_elsewhere, "only grew does not hold"),
    ],
)
def test_what_a_forger_with_the_key_changes_is_found(
    kept: Kept, change: Change, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = kept.changed(change)
    assert raw != kept.raw
    path = tmp_path / "bundle.json"
    path.write_bytes(raw)
    assert verify.main([str(path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("NOT VERIFIED. ")
    assert words in told


def test_a_log_that_forked_is_found_by_who_kept_an_old_bundle(kept: Kept) -> None:
    """Another log of the same key, as long as the new one, into which the old does not fit."""
    old = json.loads(kept.old)
    other = log_leaf("signature", datetime(2026, 11, 2, tzinfo=UTC).date(), "0" * 64)
    root = verify.tree_hash([verify.leaf_hash(other)] * 6)
    forked = sign_checkpoint("portal.test/log", 6, root, kept.seed)
    with pytest.raises(verify.Wrong, match="forked"):
        verify.check(kept.raw, previous=forked.encode())
    verify.check(kept.raw, previous=old["checkpoint"].encode())
    bigger = sign_checkpoint("portal.test/log", 99, root, kept.seed)
    with pytest.raises(verify.Wrong, match="rewound"):
        verify.check(kept.raw, previous=bigger.encode())
    unknown = sign_checkpoint("portal.test/log", 3, root, kept.seed)
    with pytest.raises(verify.Wrong, match="log/consistency"):
        verify.check(kept.raw, previous=unknown.encode())
    with pytest.raises(verify.Wrong, match=r"cannot be read|not a signed checkpoint"):
        verify.check(kept.raw, previous=b"nonsense")
    with pytest.raises(verify.Wrong, match="signature under the checkpoint"):
        verify.check(
            kept.raw, previous=sign_checkpoint("portal.test/log", 6, root, b"x" * 32).encode()
        )


def test_two_names_in_one_object_and_other_ways_of_writing_are_refused(kept: Kept) -> None:
    text = kept.raw.decode()
    for other, words in (
        (text.replace('"format":', '"format":"x","format":', 1), "stands twice"),
        (text.replace(":", ": ", 1), "one way"),
        (text + "\n", "one way"),
        (text.replace("portal.test", "port\\u0061l.test", 1), "one way"),
        (text.replace('"number":1', '"number":1.0'), "not whole"),
        (text.replace('"number":1', '"number":99999999999999999'), "too large"),
        (text.replace('"number":1', '"number":NaN'), "not whole"),
        ("[]", "not a bundle"),
        ("[" * 100_000, "damaged"),
    ):
        with pytest.raises(verify.Wrong, match=words):
            verify.check(other.encode())


@pytest.mark.parametrize("number", range(40))
def test_its_own_ed25519_agrees_with_the_library(number: int) -> None:
    chance = random.Random(number)
    seed, message = chance.randbytes(32), chance.randbytes(number)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, made = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify.is_signed(public, made, message)
    assert not verify.is_signed(public, made, message + b"!")
    at = chance.randrange(64)
    assert not verify.is_signed(
        public, made[:at] + bytes([made[at] ^ 1 << chance.randrange(8)]) + made[at + 1 :], message
    )
    assert not verify.is_signed(b"\xff" * 32, made, message)
    assert not verify.is_signed(public, made[:63], message)


def test_the_examples_of_rfc_8032_hold() -> None:
    """Section 7.1, tests 1 to 3."""
    for public, message, made in (
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ):
        raw = bytes.fromhex(public), bytes.fromhex(made), bytes.fromhex(message)
        assert verify.is_signed(*raw)


# --- as a journalist runs it -------------------------------------------------------------------------

_OFFLINE = """
import runpy, sys
def watch(event, _):
    if event.startswith(("socket", "subprocess", "os.system")):
        raise RuntimeError(event)
sys.addaudithook(watch)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """In a fresh Python that sees no packages, no surroundings and no network."""
    copied = shutil.copyfile(FILE, folder / "verify.py")
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", _OFFLINE, str(copied), *arguments],
        cwd=folder,
        env={},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_it_runs_alone_without_a_network(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "bundle.json").write_bytes(kept.raw)
    (tmp_path / "old.json").write_bytes(kept.old)
    done = run(tmp_path, "bundle.json", "--log-key", kept.key, "--previous", "old.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("VERIFIED.")
    (tmp_path / "bundle.json").write_bytes(kept.raw.replace(b"Canary", b"Canery"))
    done = run(tmp_path, "bundle.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "changed after it was sealed" in done.stderr
    done = run(tmp_path, "missing.json")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_imports_the_standard_library_alone_and_reads_as_python_3_8() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names)


def test_a_key_of_a_witness_is_no_key_of_a_log(kept: Kept) -> None:
    witness = verifier_key("portal.test/log", public_of(kept.seed), b"\x04")
    with pytest.raises(verify.Wrong, match="key"):
        verify.Key(witness, 1, "The log's key")
