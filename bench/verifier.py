"""How long the one-file verifier takes for a bundle of 70 signatures, in a Python of its own."""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from portal.log.leaves import log_leaf
from portal.log.notes import (
    WITNESS,
    cosignature,
    encoded,
    public_of,
    read_checkpoint,
    sign_checkpoint,
    signed,
    verifier_key,
)
from portal.log.trees import Tree, leaf_hash, root
from portal.statements.proof import block_leaf, canonical, commitment, identity, new_salt, payload
from portal.statements.verify import verify

GOAL_S = 1.0
SIGNATURES = 70
LANGUAGES = ("ko", "vi", "km", "ur", "en", "mn")
SEED = b"a key of the log, only measured."
DAY = date(2026, 11, 23)


def _blocks(language: str) -> list[dict[str, Any]]:
    made = []
    for number in range(40):
        body = f"{language} {number} " + "모든 여성은 안전하게 신고할 수 있어야 합니다. " * 8
        made.append(
            {
                "block": f"{number:026d}",
                "kind": "paragraph" if number else "title",
                "level": 0,
                "language": language,
                "body": body,
                "sha256": hashlib.sha256(body.encode()).hexdigest(),
            }
        )
    return made


def _root(blocks: list[dict[str, Any]]) -> str:
    return root(
        [
            block_leaf(each["block"], each["kind"], each["level"], each["language"], each["sha256"])
            for each in blocks
        ]
    )


def bundle() -> bytes:
    """70 named signatures, each with an organisation's own key, in a log of 20,000 leaves."""
    source = _blocks("ko")
    texts = {tag: _blocks(tag) for tag in LANGUAGES}
    leaves: list[tuple[str, str]] = [("release", _root(source))]
    leaves += [("language", _root(blocks)) for blocks in texts.values()]
    signatures: list[dict[str, Any]] = []
    for number in range(SIGNATURES):
        salt, key = new_salt(), bytes([number]) * 32
        who = identity(
            kind="member", organisation=f"{number:026d}", name=f"House {number}", language="en"
        )
        tag = LANGUAGES[number % len(LANGUAGES)]
        made = payload(
            statement="s" * 26,
            release=1,
            text_root=_root(source),
            language=tag,
            language_root=_root(texts[tag]),
            commitment=commitment(salt, who),
            side="sending",
            role="co_signer",
            mandate_date=None,
        )
        leaves.append(("signature", hashlib.sha256(made).hexdigest()))
        signatures.append(
            {
                "payload": json.loads(made),
                "state": "confirmed",
                "withdrawn_on": None,
                "shown": "named",
                "identity": json.loads(who),
                "salt": salt,
                "withdrawal": None,
                "own_key": {
                    "key": encoded(public_of(key)),
                    "signature": encoded(signed(key, made)),
                },
            }
        )
    written = [log_leaf(act, DAY, sha256) for act, sha256 in leaves]
    tree = Tree(leaf_hash(str(number).encode()) for number in range(20_000 - len(written)))
    first = len(tree)
    for leaf in written:
        tree.append(leaf_hash(leaf))
    size = len(tree)

    def log(number: int) -> dict[str, Any]:
        return {
            "leaf": json.loads(written[number]),
            "position": first + number,
            "proof": [each.hex() for each in tree.inclusion(first + number, size)],
        }

    note = sign_checkpoint("portal.example/log", size, tree.root(), SEED)
    body = read_checkpoint(note).body
    names = ("one.example", "two.example", "three.example", "four.example")
    seeds = {name: name.encode().ljust(32) for name in names}
    note += "".join(
        f"{cosignature(body, name, seed, 1_790_000_000)}\n" for name, seed in seeds.items()
    )
    made_of: dict[str, Any] = {
        "format": "solidarity-bundle/1",
        "portal": "https://portal.example",
        "statement": {"id": "s" * 26, "slug": "s"},
        "release": {
            "number": 1,
            "text_root": _root(source),
            "released_on": DAY.isoformat(),
            "log": log(0),
        },
        "source": {"blocks": source},
        "languages": [
            {"language": tag, "language_root": _root(blocks), "blocks": blocks, "log": log(1 + at)}
            for at, (tag, blocks) in enumerate(texts.items())
        ],
        "signatures": [
            {**each, "log": log(1 + len(texts) + at)} for at, each in enumerate(signatures)
        ],
        "errata": [],
        "checkpoint": note,
        "log_key": verifier_key("portal.example/log", public_of(SEED)),
        "witnesses": [
            {
                "key": verifier_key(name, public_of(seed), WITNESS),
                "organisation": name,
                "language": "en",
                "side": "sending",
            }
            for name, seed in seeds.items()
        ],
        "consistency": [
            {
                "from": old,
                "root": tree.root(old).hex(),
                "proof": [each.hex() for each in tree.consistency(old, size)],
            }
            for old in range(size - 6_400, size, 100)
        ],
    }
    sealed = canonical(made_of)
    made_of["seal"] = {
        "sha256": hashlib.sha256(sealed).hexdigest(),
        "signature": base64.b64encode(signed(SEED, sealed)).decode(),
    }
    return canonical(made_of)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.json"
        path.write_bytes(bundle())
        took = []
        for _ in range(5):
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-I", verify.__file__, str(path)], capture_output=True, check=False
            )
            took.append(time.perf_counter() - began)
            if done.returncode:
                print(done.stderr.decode())
                return 1
        size = path.stat().st_size
    verdict = "ok" if min(took) < GOAL_S else "too slow"
    print(
        f"verifier: {SIGNATURES} signatures with own keys, {size / 1000:.0f} kB, start of Python included: "
        f"{min(took) * 1000:.0f} to {max(took) * 1000:.0f} ms; goal {GOAL_S * 1000:.0f} ms: {verdict}"
    )
    return 0 if verdict == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())
