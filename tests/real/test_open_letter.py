"""A real open letter in eight languages goes the whole way, with its 158 signing organisations.

Each paragraph is written in another language, so none of the eight is the one that the others wait
for; every organisation signs from outside, in one of them, and answers its mail.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.orm import Database
from portal.log.commands import seal_batch
from portal.mail.models import OutboxMessage
from portal.network.actors import Actor
from portal.network.models import Side
from portal.statements import commands
from portal.statements.commands.signing import accept_signatures, confirm_sign_on, sign_on
from portal.statements.commands.signing.binding import Read
from portal.statements.commands.signing.outsiders import SignOn
from portal.statements.models import (
    Choice,
    Release,
    SignatoryKind,
    Signature,
    SignatureState,
    Statement,
)
from portal.statements.queries.deciding import latest_decision
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import signatories_of
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.models import Block, Version
from tests.factories import make_organisation, make_representative
from tests.harness.crowd import actor_of, ahead

pytestmark = pytest.mark.real

DATA = Path(__file__).parents[3] / "shared" / "data" / "2_statements"
LETTERS = sorted((DATA / "pmpc_open_letter").glob("*.md"))
LINK = re.compile(r"/sign/answer/(\S+)")


def paragraphs(path: Path) -> list[str]:
    """The letter itself: what stands in the quotation, one entry a paragraph or list item."""
    found: list[list[str] | None] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = re.sub(r"^> ?", "", line).strip() if line.startswith(">") else ""
        item = re.match(r"(?:[*+-]|\d\.)\s+(.*)", words)
        if not words:
            found.append(None)
        elif item:
            found.append([item[1]])
        elif found and found[-1] is not None:
            found[-1].append(words)
        else:
            found.append([words.removeprefix("## ")])
    return [" ".join(" ".join(lines).split()) for lines in found if lines]


def letters() -> dict[str, list[str]]:
    return {path.name.split(".")[1]: paragraphs(path) for path in LETTERS}


def test_the_letter_has_as_many_paragraphs_in_each_of_its_languages() -> None:
    assert {tag: len(found) for tag, found in letters().items()} == dict.fromkeys(
        ("de", "en", "es", "fr", "hy", "ja", "ru", "tr"), 12
    )


def drafted(session: Session, lead: Actor, other: str) -> Statement:
    """Paragraph by paragraph in another language, none of them the hub."""
    words = letters()
    tags = sorted(words)
    blocks = [
        NewBlock(words[tags[number % len(tags)]][number], tags[number % len(tags)])
        for number in range(12)
    ]
    return commands.draft_statement(
        session, title=blocks[0], blocks=blocks[1:], drafters=[other], by=lead
    )


def translated(session: Session, statement: Statement, one: Actor, another: Actor) -> None:
    """Every paragraph into the seven languages that it was not written in, each looked at again."""
    words = letters()
    for number, block_id in enumerate(statement.text.order):
        block = session.get_one(Block, block_id)
        source = session.get_one(Version, (block_id, block.source_language)).revision_id
        for tag in words:
            if tag == block.source_language:
                continue
            texts.save_translation(
                session,
                block_id,
                language=tag,
                body=words[tag][number],
                based_on_id=source,
                base_revision_id=None,
                by=one,
            )
            texts.submit_translation(session, block_id, language=tag, differences_seen=True, by=one)
            texts.review_translation(session, block_id, language=tag, by=another)


def adopted(session: Session, statement: Statement, both: Sequence[Actor]) -> Release:
    lead = both[0]
    commands.open_consultation(
        session, statement.id, deadline=clock.now() + timedelta(days=3), by=lead
    )
    with ahead(4):
        commands.close_amendments(session, statement.id, by=lead)
        commands.begin_merge_review(session, statement.id, by=lead)
        commands.open_decision(
            session, statement.id, ends_at=clock.now() + timedelta(days=8), by=lead
        )
        decision = latest_decision(session, statement.id)
        assert decision is not None
        for actor in both:
            commands.answer(session, decision.id, choice=Choice.CONSENT, by=actor)
        commands.close_decision(session, decision.id, by=lead)
    translated(session, statement, *both)
    made = commands.release(session, statement.id, by=lead)
    commands.open_signing(session, statement.id, deadline=None, by=lead)
    return made


def organisations() -> list[str]:
    found = json.loads((DATA / "S10_pmpc_organisations.json").read_text(encoding="utf-8"))
    return [entry["name"] for entry in found["organisations"]]


def test_the_open_letter_and_its_158_organisations(
    database: Database, client: FlaskClient, tmp_path: Path
) -> None:
    names = organisations()
    assert len(names) == 158
    with database.transaction() as session:
        receiving = make_organisation(session, side=Side.RECEIVING, countries=("DE",))
        sending = make_organisation(session, countries=("TR",))
        both = [
            actor_of(session, make_representative(session, each)) for each in (receiving, sending)
        ]
        statement = drafted(session, both[0], sending.id)
        release = adopted(session, statement, both)
        roots = {item.language: item.language_root for item in release.languages}
        assert sorted(roots) == sorted(letters())
        for tag, words in letters().items():
            read = read_release(session, release, [tag], exactly=tag)
            assert [read.title.body, *(block.body for block in read.blocks)] == words
        tags = sorted(roots)
        for number, name in enumerate(names):
            tag = tags[number % len(tags)]
            sign_on(
                session,
                statement.id,
                SignOn(
                    kind=SignatoryKind.EXTERNAL,
                    name=name,
                    language="und",
                    email=f"board{number}@signatory.example",
                    contact="Board",
                ),
                Read(release.id, release.text_root, tag, roots[tag]),
            )
        session.flush()
        mails = session.scalars(
            select(OutboxMessage).where(OutboxMessage.to.like("board%@signatory.example"))
        ).all()
        assert len(mails) == len(names)
        assert signatories_of(session, release.id).lines == 0
        for mail in mails:
            link = LINK.search(mail.body)
            assert link is not None, mail.body
            confirm_sign_on(session, link[1])
        waiting = session.scalars(
            select(Signature.id).where(Signature.state == SignatureState.IN_REVIEW)
        ).all()
        assert accept_signatures(session, statement.id, waiting, by=both[1]) == len(names)
        signed = signatories_of(session, release.id)
        assert signed.lines == len(names)
        assert {item.name for item in signed.named} == {" ".join(name.split()) for name in names}
        slug = statement.slug
        seal_batch(session, force=True)
    bundle = client.get(f"/statements/{slug}/releases/1/bundle.json")
    assert bundle.status_code == 200
    path = tmp_path / "bundle.json"
    path.write_bytes(bundle.data)
    verifier = tmp_path / "verify.py"
    verifier.write_bytes(client.get("/verify.py").data)
    done = subprocess.run(
        [sys.executable, "-I", str(verifier), str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "158" in done.stdout
    assert "signatory.example" not in bundle.text
