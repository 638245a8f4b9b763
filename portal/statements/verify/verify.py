"""Check a statement's bundle: the text, who signed it, and that the log holds it. No network needed.

    python verify.py bundle.json [--log-key KEY] [--previous OLD] [--consistency PROOF]

Ends with 0 and a summary in words, or with 1 and what is wrong. It needs Python 3.8 or newer and
nothing else: everything that it relies on is in this file and in Python's standard library, so
that you can read the whole of it. The standards: RFC 8785 (one way of writing JSON), RFC 6962
(logs as hash trees), RFC 8032 (Ed25519), C2SP signed-note, tlog-checkpoint, tlog-cosignature.
"""

from __future__ import annotations

# ruff: noqa: UP006, UP017, UP035 - it runs on Python 3.8 too
import argparse
import base64
import hashlib
import json
import re
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Dict, Sequence, Tuple

Json = Any
LARGEST = 2**53 - 1


class Wrong(Exception):
    """Something does not hold; its text says what."""


def require(holds: object, sentence: str) -> None:
    if not holds:
        raise Wrong(sentence)


# --- JSON in the one way of writing it (RFC 8785) ----------------------------------------------------


def canonical(value: Json) -> bytes:
    """Bytes of strings, whole numbers, true, false, null, lists and objects.

    Keys here are plain ASCII letters, whose order is the same in every encoding.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    require(len(made) == len(pairs), "A name stands twice in one object of the file.")
    require(all(key.isascii() for key in made), "A name in the file is not plain ASCII.")
    return made


def _no_fraction(_text: str) -> Json:
    raise Wrong("The file holds a number that is not whole.")


def _whole(text: str) -> int:
    require(len(text) < 20 and abs(int(text)) <= LARGEST, "The file holds a number too large.")
    return int(text)


def read_canonical(raw: bytes) -> dict[str, Json]:
    """The object in the file, if not one byte could be written differently."""
    try:
        found = json.loads(
            raw.decode(),
            object_pairs_hook=_object,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
            parse_int=_whole,
        )
        again = canonical(found)
    except (ValueError, RecursionError):
        raise Wrong("The file is damaged: it cannot be read as JSON.") from None
    require(isinstance(found, dict), "The file is not a bundle.")
    require(again == raw, "The file is not written in the one way that RFC 8785 allows.")
    return dict(found)


def shaped(value: Json, keys: str, what: str) -> dict[str, Json]:
    """The value, if it is an object with exactly these keys."""
    right = isinstance(value, dict) and set(value) == set(keys.split())
    require(right, f"{what} is not written as it should be.")
    return dict(value)


def text_of(value: Json, what: str) -> str:
    require(isinstance(value, str), f"{what} should be text.")
    return str(value)


def number_of(value: Json, what: str) -> int:
    require(type(value) is int and value >= 0, f"{what} should be a whole number.")
    return int(value)


def list_of(value: Json, what: str) -> list[Json]:
    require(isinstance(value, list), f"{what} should be a list.")
    return list(value)


def hex_of(value: Json, what: str) -> bytes:
    right = isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value)
    require(right, f"{what} should be 64 hexadecimal digits.")
    return bytes.fromhex(value)


def base64_of(value: Json, what: str, length: int) -> bytes:
    try:
        raw = base64.b64decode(value, validate=True)
    except (ValueError, TypeError):
        raw = b""
    right = len(raw) == length and base64.b64encode(raw).decode() == value
    require(right, f"{what} should be {length} bytes in base64.")
    return raw


def day_of(value: Json, what: str) -> str:
    try:
        right = date.fromisoformat(value).isoformat() == value
    except (ValueError, TypeError):
        right = False
    require(right, f"{what} should be a day.")
    return str(value)


# --- Ed25519 signatures (RFC 8032) --------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = Any
"""x, y, z and t in extended coordinates: the point (x/z, y/z), with t = xy/z."""


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _double(a: Point) -> Point:
    x, y, z = a[0] * a[0] % P, a[1] * a[1] % P, 2 * a[2] * a[2] % P
    h, g = x + y, x - y
    e, f = h - (a[0] + a[1]) * (a[0] + a[1]) % P, z + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _point(raw: bytes) -> Point:
    """The point that 32 bytes stand for; None where they stand for none."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def _bytes(a: Point) -> bytes:
    inverse = pow(a[2], P - 2, P)
    x, y = a[0] * inverse % P, a[1] * inverse % P
    return int(y | (x & 1) << 255).to_bytes(32, "little")


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the key's owner signed the message: R = sB - hA, with s below L."""
    a, s = _point(public), int.from_bytes(signature[32:], "little")
    if a is None or len(signature) != 64 or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = (P - a[0], a[1], 1, P - a[3])
    both, total = _add(BASE, minus), (0, 1, 1, 0)
    for bit in range(252, -1, -1):
        total = _double(total)
        which = (s >> bit & 1) + 2 * (h >> bit & 1)
        if which:
            total = _add(total, (BASE, minus, both)[which - 1])
    return bool(_bytes(total) == signature[:32])


# --- hash trees (RFC 6962) ----------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


def includes(leaf: bytes, position: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf stands at this position of the tree (RFC 9162, 2.1.3.2)."""
    at, last, found = position, size - 1, leaf
    if not 0 <= position < size:
        return False
    for each in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def extends(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the old tree is the beginning of the new one (RFC 9162, 2.1.4.2)."""
    if old in {0, new}:
        empty = hashlib.sha256().digest()
        return not proof and (old_root == new_root if old == new else old_root == empty)
    steps = ([old_root] if old & (old - 1) == 0 else []) + list(proof)
    if old > new or not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = steps[0]
    for each in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(each, was), node_hash(each, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, each)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


# --- checkpoints (C2SP) -------------------------------------------------------------------------------


class Key:
    """A key as C2SP writes it: `name+hash+base64`. `kind` 1 signs notes, 4 cosigns them."""

    def __init__(self, text: Json, kind: int, what: str) -> None:
        parts = text_of(text, what).split("+", 2)
        require(len(parts) == 3 and re.fullmatch(r"\S+", parts[0]), f"{what} is not a key.")
        raw = base64_of(parts[2], what, 33)
        self.name, self.public = parts[0], raw[1:]
        self.hash = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        require(raw[0] == kind and self.hash.hex() == parts[1], f"{what} is damaged.")


class Checkpoint:
    """A log's size and root, signed by the log, with its witnesses' lines (name, hash, bytes)."""

    def __init__(self, note: Json, log: Key) -> None:
        body, _, below = text_of(note, "The checkpoint").partition("\n\n")
        parts = body.split("\n")
        right = len(parts) == 3 and re.fullmatch(r"[1-9][0-9]{0,15}", parts[1])
        require(right and below.endswith("\n"), "The checkpoint is not a signed checkpoint.")
        require(parts[0] == log.name, "The checkpoint is of another log than the key.")
        self.body, self.size = body + "\n", int(parts[1])
        self.root = base64_of(parts[2], "The checkpoint's root", 32)
        self.lines: list[tuple[str, bytes, bytes]] = []
        for line in below[:-1].split("\n"):
            found = re.fullmatch(r"— (\S+) (\S+)", line)
            require(found, "A signature line of the checkpoint is damaged.")
            name, written = found.groups() if found else ("", "")
            length = 68 if name == log.name else 76
            raw = base64_of(written, "A signature line of the checkpoint", length)
            self.lines.append((name, raw[:4], raw[4:]))
        require(len(set(self.lines)) == len(self.lines), "A line of the checkpoint stands twice.")
        own = [raw for name, tag, raw in self.lines if name == log.name and tag == log.hash]
        signed = own and all(is_signed(log.public, raw, self.body.encode()) for raw in own)
        require(signed, "The log's signature under the checkpoint is wrong.")


# --- the bundle ---------------------------------------------------------------------------------------


class Report:
    """What was found, to be told in words."""

    def __init__(self) -> None:
        self.title = self.address = self.log_key = ""
        self.release = 0
        self.languages: list[str] = []
        self.paragraphs = self.named = self.withheld = self.withdrawn = self.erased = 0
        self.pending = self.own_keys = self.errata = 0
        self.sides: dict[str, int] = {}
        self.checkpoint: Checkpoint | None = None
        self.witnesses: list[str] = []
        self.witness_sides: set[str] = set()
        self.previous = ""
        self.pinned = False

    @property
    def standing(self) -> int:
        return self.named + self.withheld


TOP = (
    "format portal statement release source languages signatures errata checkpoint log_key "
    "witnesses consistency seal"
)
LOGGED = "leaf position proof"
PAYLOAD = (
    "format statement release text_root language language_root commitment side role mandate_date"
)
IDENTITY = "kind organisation name language affiliation people countries members"


class Log:
    """The log that the bundle speaks of: which leaves are proved, and how many wait."""

    def __init__(self, checkpoint: Checkpoint | None) -> None:
        self.checkpoint = checkpoint
        self.taken: set[int] = set()

    def holds(self, logged: Json, act: str, sha256: bytes, what: str) -> bool:
        """Whether it is in the log already; wrong if the proof does not hold."""
        if logged is None:
            return False
        item = shaped(logged, LOGGED, f"The log entry of {what}")
        leaf = shaped(item["leaf"], "format act day sha256", f"The leaf of {what}")
        day_of(leaf["day"], f"The day of {what}")
        right = leaf["format"] == "solidarity-log/1" and leaf["act"] == act
        right = right and hex_of(leaf["sha256"], f"The leaf of {what}") == sha256
        require(right, f"The log entry given for {what} speaks of something else.")
        position = number_of(item["position"], f"The position of {what}")
        proof = [hex_of(each, "A step of a proof") for each in list_of(item["proof"], "A proof")]
        known = self.checkpoint
        holds = known and includes(
            leaf_hash(canonical(leaf)), position, known.size, proof, known.root
        )
        require(holds, f"The proof that {what} is in the log does not hold.")
        # Two acts of the same kind, day and hash are one leaf (a text released anew unchanged);
        # a signature never is.
        alone = act in {"release", "language"} or position not in self.taken
        require(alone, f"The log entry of {what} is given for something else too.")
        self.taken.add(position)
        return True


def read_blocks(value: Json, what: str) -> tuple[list[dict[str, Json]], bytes]:
    """The paragraphs with their root; wrong where a hash is not that of its words."""
    blocks, leaves = [], []
    for each in list_of(value, what):
        block = shaped(each, "block kind level language body sha256", f"A paragraph of {what}")
        words = text_of(block.pop("body"), f"A paragraph of {what}")
        right = hashlib.sha256(words.encode()).hexdigest() == block["sha256"]
        require(right, f"A paragraph of {what} was changed: its hash is not that of its words.")
        leaves.append(leaf_hash(canonical(block)))
        blocks.append({**block, "body": words})
    require(blocks, f"{what} has no paragraphs.")
    return blocks, tree_hash(leaves)


def check(raw: bytes, log_key: str = "", previous: bytes = b"", consistency: bytes = b"") -> Report:
    """Check everything in a bundle.

    Raises:
        Wrong: with a sentence, at the first thing that does not hold.
    """
    found = shaped(read_canonical(raw), TOP, "The file")
    require(found["format"] == "solidarity-bundle/1", "The file is not a bundle of this kind.")
    report = Report()
    report.address = text_of(found["portal"], "The portal's address")

    # The whole, under the seal of the log's key.
    log = Key(found["log_key"], 1, "The log's key")
    report.log_key, report.pinned = found["log_key"], bool(log_key)
    if log_key:
        require(log_key.strip() == found["log_key"], "The log's key is not the one that you gave.")
    seal = shaped(found.pop("seal"), "sha256 signature", "The seal")
    sealed = canonical(found)
    right = hashlib.sha256(sealed).digest() == hex_of(seal["sha256"], "The seal's hash")
    require(right, "The file was changed after it was sealed.")
    signature = base64_of(seal["signature"], "The seal", 64)
    require(is_signed(log.public, signature, sealed), "The seal was not made with the log's key.")

    # The log and its witnesses.
    if found["checkpoint"] is not None:
        report.checkpoint = Checkpoint(found["checkpoint"], log)
    check_witnesses(found["witnesses"], report, log)
    check_growth(found["consistency"], report.checkpoint)
    if previous:
        check_previous(previous, consistency, found["consistency"], log, report)

    # The text, the signatures under it, the corrections since.
    place = Log(report.checkpoint)
    statement = shaped(found["statement"], "id slug", "The statement")
    text_root, languages, words = check_text(found, place, report)
    bound = {
        "statement": text_of(statement["id"], "The statement's id"),
        "release": report.release,
        "text_root": text_root,
    }
    seen: set[Json] = set()
    for each in list_of(found["signatures"], "The signatures"):
        check_signature(each, bound, languages, place, report, seen)
    for each in list_of(found["errata"], "The corrections"):
        check_erratum(each, text_root, words, place, report)
    return report


Words = Dict[Tuple[str, str], str]
"""The hash of each paragraph, by language and block."""


def check_text(
    found: dict[str, Json], place: Log, report: Report
) -> tuple[str, dict[str, str], Words]:
    """The released text: its root, the root of each language, and the paragraphs' hashes."""
    release = shaped(found["release"], "number text_root released_on log", "The release")
    report.release = number_of(release["number"], "The release's number")
    day_of(release["released_on"], "The day of the release")
    source = shaped(found["source"], "blocks", "The source")
    blocks, root = read_blocks(source["blocks"], "the text")
    right = root == hex_of(release["text_root"], "The text root")
    require(right, "The text is not the one that was released: its root is another.")
    place.holds(release["log"], "release", root, "the release")
    report.title, report.paragraphs = blocks[0]["body"], len(blocks) - 1
    languages: dict[str, str] = {}
    words: Words = {}
    for each in list_of(found["languages"], "The languages"):
        item = shaped(each, "language language_root blocks log", "A language")
        tag = text_of(item["language"], "A language")
        read, root = read_blocks(item["blocks"], f"the text in {tag}")
        right = root == hex_of(item["language_root"], f"The root of {tag}")
        require(right, f"The text in {tag} is not the one that was released.")
        order = [(block["block"], block["kind"], block["level"]) for block in read]
        same = order == [(block["block"], block["kind"], block["level"]) for block in blocks]
        require(same, f"The text in {tag} has other paragraphs than the source.")
        require(tag not in languages, f"The text in {tag} stands there twice.")
        languages[tag] = item["language_root"]
        words.update({(tag, block["block"]): block["sha256"] for block in read})
        place.holds(item["log"], "language", root, f"the text in {tag}")
    report.languages = list(languages)
    return release["text_root"], languages, words


SIGNATURE = "payload state withdrawn_on shown identity salt log withdrawal own_key"


def check_payload(
    value: Json, bound: dict[str, Json], languages: dict[str, str]
) -> tuple[dict[str, Json], bytes]:
    """What was signed, and the commitment in it: this release, in a language as it was read."""
    payload = shaped(value, PAYLOAD, "What a signature signs")
    require(payload["format"] == "solidarity-signature/1", "A signature is of an unknown kind.")
    right = all(payload[key] == bound[key] for key in bound)
    require(right, "A signature stands under another text than this release.")
    tag = text_of(payload["language"], "A signature's language")
    right = languages.get(tag) == payload["language_root"]
    require(right, f"A signature speaks of a text in {tag} that is not the one in this file.")
    committed = hex_of(payload["commitment"], "A commitment")
    side = payload["side"]
    require(side in {"sending", "receiving", "both", None}, "A signature has an unknown side.")
    text_of(payload["role"], "A signature's role")
    if payload["mandate_date"] is not None:
        day_of(payload["mandate_date"], "The day of a mandate")
    return payload, committed


def check_signature(
    value: Json,
    bound: dict[str, Json],
    languages: dict[str, str],
    place: Log,
    report: Report,
    seen: set[Json],
) -> None:
    """One signature: what was signed, by whom it was (where the name is shown), and the log."""
    item = shaped(value, SIGNATURE, "A signature")
    payload, committed = check_payload(item["payload"], bound, languages)
    require(committed not in seen, "The same signature stands there twice.")
    seen.add(committed)
    signed, side = canonical(payload), payload["side"]

    who, shown, state = "a signature whose name is withheld", item["shown"], item["state"]
    require(shown in {"named", "withheld", "erased"}, "A signature is shown in an unknown way.")
    require(state in {"confirmed", "withdrawn"}, "A signature is in an unknown state.")
    named = shown == "named"
    require(
        named == (item["identity"] is not None) and named == (item["salt"] is not None),
        "A signature names its signatory where it should not, or does not where it should.",
    )
    if named:
        identity = shaped(item["identity"], IDENTITY, "A signatory")
        who = f"the signature of {text_of(identity['name'], 'A name')}"
        salted = hex_of(item["salt"], "A salt") + canonical(identity)
        right = hashlib.sha256(salted).digest() == committed
        require(right, f"The name in {who} is not the one that was committed to.")
        body = identity["organisation"]
        require(body is None or body not in seen, f"There are two: {who}.")
        seen.add(body)
    if state == "withdrawn":
        day_of(item["withdrawn_on"], f"The day on which {who} was withdrawn")
    else:
        right = item["withdrawn_on"] is None and item["withdrawal"] is None and shown != "erased"
        require(right, f"It is said twice and differently whether {who} stands.")

    digest = hashlib.sha256(signed).digest()
    logged = place.holds(item["log"], "signature", digest, who)
    told = {"format": "solidarity-withdrawal/1", "payload_sha256": digest.hex()}
    taken_back = hashlib.sha256(canonical(told)).digest()
    gone = place.holds(item["withdrawal"], "withdrawal", taken_back, f"the withdrawal of {who}")
    require(logged or not gone, f"The log holds a withdrawal, but not {who} itself.")
    if item["own_key"] is not None:
        require(named, "A withheld or erased signature shows a key, which would name it.")
        own = shaped(item["own_key"], "key signature", f"The key of {who}")
        key = base64_of(own["key"], f"The key of {who}", 32)
        mine = base64_of(own["signature"], f"The organisation's own part of {who}", 64)
        require(is_signed(key, mine, signed), f"The organisation's own key did not make {who}.")

    if state == "withdrawn":
        report.erased += shown == "erased"
        report.withdrawn += shown != "erased"
        return
    report.named += named
    report.withheld += not named
    report.pending += not logged
    report.own_keys += item["own_key"] is not None
    report.sides[str(side)] = report.sides.get(str(side), 0) + 1


ERRATUM = "block language body sha256 reason reason_language sides confirmed_on in_force_on log"


def check_erratum(value: Json, text_root: str, words: Words, place: Log, report: Report) -> None:
    """One editorial correction, which both sides confirmed and no signer objected to."""
    item = shaped(value, ERRATUM, "A correction")
    body = text_of(item["body"], "A correction").encode()
    right = hashlib.sha256(body).digest() == hex_of(item["sha256"], "The hash of a correction")
    require(right, "A correction was changed: its hash is not that of its words.")
    where = (text_of(item["language"], "A correction"), text_of(item["block"], "A correction"))
    require(where in words, "A correction is of a paragraph that is not in the text.")
    for key in ("reason", "reason_language"):
        text_of(item[key], "A correction")
    sides = set(list_of(item["sides"], "The sides that confirmed a correction"))
    both = "both" in sides or sides >= {"sending", "receiving"}
    require(both, "A correction was not confirmed by both sides.")
    begun = day_of(item["confirmed_on"], "The day on which a correction was confirmed")
    right = begun <= day_of(item["in_force_on"], "The day from which a correction holds")
    require(right, "A correction holds from a day before it was confirmed.")
    told = {
        "text_root": text_root,
        "block": item["block"],
        "language": item["language"],
        "before": words[where],
        "after": item["sha256"],
    }
    place.holds(item["log"], "erratum", hashlib.sha256(canonical(told)).digest(), "a correction")
    report.errata += 1


def check_witnesses(value: Json, report: Report, log: Key) -> None:
    """Every line under the checkpoint is the log's or that of a witness whose key is given."""
    witnesses: dict[tuple[str, bytes], tuple[Key, Json]] = {}
    for each in list_of(value, "The witnesses"):
        item = shaped(each, "key organisation language side", "A witness")
        key = Key(item["key"], 4, "A witness's key")
        text_of(item["organisation"], "A witness's name")
        text_of(item["language"], "The language of a witness's name")
        require(item["side"] in {"sending", "receiving", "both"}, "A witness has no known side.")
        require((key.name, key.hash) not in witnesses, "A witness stands there twice.")
        witnesses[key.name, key.hash] = (key, item)
    if report.checkpoint is None:
        return
    for name, tag, raw in report.checkpoint.lines:
        if name == log.name:
            require(tag == log.hash, "A line of the checkpoint is of another key of the log.")
            continue
        require((name, tag) in witnesses, f"Nobody knows the key of the witness {name}.")
        key, item = witnesses[name, tag]
        time = int.from_bytes(raw[:8], "big")
        message = f"cosignature/v1\ntime {time}\n{report.checkpoint.body}"
        right = is_signed(key.public, raw[8:], message.encode())
        require(right, f"The signature of the witness {name} is wrong.")
        require(time < 2**34, f"The time of the witness {name} makes no sense.")
        day = (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=time)).date()
        report.witnesses.append(f"{item['organisation']} ({SIDES[item['side']]}), on {day}")
        report.witness_sides.add(item["side"])


def check_growth(value: Json, new: Checkpoint | None) -> None:
    """The log only grew since each of the earlier checkpoints that the bundle names."""
    for each in list_of(value, "The earlier checkpoints"):
        item = shaped(each, "from root proof", "An earlier checkpoint")
        old = number_of(item["from"], "The size of an earlier checkpoint")
        proof = [hex_of(step, "A step of a proof") for step in list_of(item["proof"], "A proof")]
        root = hex_of(item["root"], "The root of an earlier checkpoint")
        holds = new and 0 < old < new.size and extends(old, new.size, proof, root, new.root)
        require(holds, "The proof that the log only grew does not hold.")


def check_previous(previous: bytes, given: bytes, known: Json, log: Key, report: Report) -> None:
    """The log still begins as it did in a checkpoint (or a bundle) that you kept."""
    try:
        text = previous.decode()
        note = json.loads(text)["checkpoint"] if text.lstrip().startswith("{") else text
        proofs = [*known, *([json.loads(given)] if given else [])]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Wrong("The older checkpoint, or the proof beside it, cannot be read.") from None
    require(note is not None, "The older bundle was made before the log began; it shows nothing.")
    old, new = Checkpoint(note, log), report.checkpoint
    if new is None or old.size > new.size:
        raise Wrong("The log is shorter than in the checkpoint that you kept: it was rewound.")
    if old.size == new.size:
        require(old.root == new.root, "The log is another than the one that you kept: it forked.")
    else:
        proof = next((each for each in proofs if each.get("from") == old.size), None)
        if proof is None:
            raise Wrong(
                "The bundle holds no proof that reaches back to the checkpoint that you kept. "
                f"Fetch {report.address}/log/consistency?from={old.size}&to={new.size} "
                "into a file and name it with --consistency."
            )
        steps = [hex_of(step, "A step of a proof") for step in list_of(proof.get("proof"), "It")]
        holds = extends(old.size, new.size, steps, old.root, new.root)
        require(holds, "The log is not the one that you kept, only longer: it forked.")
    report.previous = f"The log begins as in the checkpoint of {old.size} entries that you kept."


# --- in words -----------------------------------------------------------------------------------------

SIDES = {
    "sending": "sending side",
    "receiving": "receiving side",
    "both": "both sides",
    "None": "side not told",
}


def summary(report: Report) -> str:
    """What was found, in words."""
    sides = [f"{count} {SIDES[side]}" for side, count in sorted(report.sides.items())]
    lines = [
        "VERIFIED. Everything in this file fits together.",
        "",
        f"Statement: {' '.join(report.title.split())}",
        f"Release {report.release}, {report.paragraphs} paragraphs",
        f"  can be read in: {', '.join(report.languages)}",
        f"Signatures that stand: {report.standing}",
        f"  named: {report.named}, name withheld from the public: {report.withheld}",
        f"  by side: {', '.join(sides) or 'none'}",
        f"  signed with the organisation's own key as well: {report.own_keys}",
        f"  not yet in the log: {report.pending}",
        f"Withdrawn: {report.withdrawn}. Erased at the signatory's wish: {report.erased}.",
        f"Corrections that both sides confirmed: {report.errata}",
    ]
    if report.checkpoint is None:
        lines.append("The log has no checkpoint yet: nothing is in it.")
    else:
        known = report.checkpoint
        lines.append(f"Log: checkpoint of {known.size} entries, root {known.root.hex()}")
        lines += [f"  witnessed by {each}" for each in report.witnesses]
        both = "both" in report.witness_sides or report.witness_sides >= {"sending", "receiving"}
        lines.append(
            "  Witnesses of both sides have seen this log."
            if both
            else "  Not witnessed by both sides: the portal could show others another log."
        )
    if report.previous:
        lines.append(report.previous)
    lines += ["", f"The log's key: {report.log_key}"]
    if report.pinned:
        lines.append("It is the one that you gave.")
    else:
        lines.append(
            "You gave no --log-key. Compare this one with a copy from elsewhere (a witness, a "
            "printed statement): a forged portal would bring a key of its own."
        )
    lines += [
        "",
        "What this does not prove:",
        "- Who pressed the button. Where an organisation holds no key of its own, the log proves",
        "  what the portal recorded. Ask those whose names are in the file.",
        "- Who stands behind withheld names: the portal alone vouches that they are organisations.",
        "- That nothing is newer. Ask for the bundle of today.",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files that the command line names."""
    parser = argparse.ArgumentParser(description="Check a statement's bundle, without a network.")
    parser.add_argument("bundle", type=Path, help="the bundle, as downloaded")
    parser.add_argument("--log-key", default="", help="the log's key, from elsewhere")
    parser.add_argument("--previous", type=Path, help="an older checkpoint or bundle that you kept")
    parser.add_argument("--consistency", type=Path, help="a proof from /log/consistency")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # Names are in many scripts; a console that cannot write one must not end the check.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        paths = (given.bundle, given.previous, given.consistency)
        raw, previous, consistency = (path.read_bytes() if path else b"" for path in paths)
        try:
            report = check(raw, given.log_key, previous, consistency)
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
            raise Wrong("The file is not written as a bundle should be.") from None
    except OSError as problem:
        sys.stderr.write(f"NOT VERIFIED. A file cannot be read: {problem}\n")
        return 1
    except Wrong as problem:
        sys.stderr.write(f"NOT VERIFIED. {problem}\n")
        return 1
    sys.stdout.write(summary(report) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
