"""A portal of the release before comes up with what was signed in it, and can go down again."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Connection, DateTime, Integer, MetaData, func, select, text
from sqlalchemy.sql.sqltypes import Boolean

from portal import schema
from portal.core import clock
from portal.core.ids import new_id
from portal.core.orm import Database
from portal.network.models import Side
from portal.statements.commands import seal_withheld
from portal.statements.models import (
    Erratum,
    ErratumObjection,
    Milestone,
    Release,
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureMember,
    SignatureOrigin,
    SignatureState,
    Statement,
)
from portal.statements.sealing import organisation_mark, signer_of

FIRST = "450f7c44761c"
ROOT = "0" * 64


@pytest.fixture
def older(empty_database_url: str) -> Iterator[Database]:
    """A database of the first schema."""
    database = Database(empty_database_url)
    with schema.changing(database) as (config, _):
        command.upgrade(config, FIRST)
    yield database
    database.dispose()


class Rows:
    """Rows of the schema as it lies there; what is not given and must be there is empty."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = MetaData()
        self._tables.reflect(connection)

    def add(self, table: str, **given: Any) -> str:
        values = {
            column.name: self._empty(column.type)
            for column in self._tables.tables[table].columns
            if not column.nullable
        }
        values |= {"id": new_id()} if "id" in values else {}
        self._connection.execute(self._tables.tables[table].insert(), values | given)
        return str((values | given).get("id", ""))

    def _empty(self, kind: Any) -> Any:
        if isinstance(kind, DateTime):
            return clock.now()
        if isinstance(kind, Boolean):
            return False
        if isinstance(kind, JSON):
            return []
        return 0 if isinstance(kind, Integer) else ""


def plant(database: Database) -> dict[str, str]:
    """A published statement with an open, a withheld and a withdrawn signature, and a draft."""
    with database.writer.begin() as connection:
        rows = Rows(connection)
        person = rows.add("people", email="lan@example.org", name="Lan")
        made = {"person": person}
        for name in ("open", "withheld", "withdrawn"):
            made[name] = rows.add(
                "organisations", slug=name, side="sending", standing="admitted", kind="association"
            )
        for slug, stage in (("published", "published"), ("draft", "consultation")):
            held = rows.add("texts", kind="statement", source_id=new_id())
            block = rows.add("blocks", text_id=held, kind="title")
            revision = rows.add(
                "revisions", text_id=held, block_id=block, author_id=person, language="vi"
            )
            statement = rows.add(
                "statements",
                slug=slug,
                text_id=held,
                stage=stage,
                called_by_id=made["open"],
                created_by_id=person,
            )
            made |= {slug: statement, f"{slug} block": block, f"{slug} revision": revision}
        for number in (1, 2):
            made["release"] = rows.add(
                "releases",
                statement_id=made["published"],
                number=number,
                text_root=ROOT,
                released_by_id=person,
            )
        for name in ("open", "withheld", "withdrawn"):
            made[f"{name} signature"] = rows.add(
                "signatures",
                release_id=made["release"],
                organisation_id=made[name],
                name=f"Of {name}",
                name_language="vi",
                side="sending",
                role="co_signer",
                state="withdrawn" if name == "withdrawn" else "confirmed",
                withdrawn_at=clock.now() if name == "withdrawn" else None,
                withheld=name == "withheld",
                language="vi",
                salt="a" * 64,
                payload_sha256=name.ljust(64, "0"),
                signed_by_id=person,
            )
    return made


def test_what_was_signed_before_comes_up_whole(older: Database) -> None:
    made = plant(older)
    schema.create_or_upgrade(older)
    with older.reading() as session:
        assert session.get_one(Statement, made["published"]).public_release == 2
        assert session.get_one(Statement, made["draft"]).public_release is None
        for name in ("open", "withheld", "withdrawn"):
            signature = session.get_one(Signature, made[f"{name} signature"])
            assert signature.kind is SignatoryKind.MEMBER
            assert signature.origin is SignatureOrigin.OWN
            assert signature.identity == signature.organisation_id == made[name]
            assert signature.confirmed_at == signature.at
            assert signature.mark is None


def test_withheld_names_of_before_are_sealed_once(older: Database) -> None:
    made = plant(older)
    schema.create_or_upgrade(older)
    with older.transaction() as session:
        assert seal_withheld(session) == 3
    with older.transaction() as session:
        assert seal_withheld(session) == 0
    with older.reading() as session:
        shown = session.get_one(Signature, made["open signature"])
        assert shown.name == "Of open"
        assert shown.mark == organisation_mark(session, made["open"])
        hidden = session.get_one(Signature, made["withheld signature"])
        assert (hidden.name, hidden.organisation_id, hidden.salt) == ("", None, None)
        signer = signer_of(session, hidden)
        assert (signer.name, signer.organisation_id) == ("Of withheld", made["withheld"])
        assert signer.side is Side.SENDING


def fill(database: Database, made: dict[str, str]) -> None:
    """What only the newer schema can hold, each with what points to it."""
    with database.transaction() as session:
        release = session.get_one(Release, made["release"])
        outside = Signature(
            release_id=release.id,
            kind=SignatoryKind.EXTERNAL,
            mark="b" * 64,
            name="From outside",
            name_language="km",
            language="vi",
            language_root=ROOT,
            commitment=ROOT,
            payload="{}",
            payload_sha256="outside".ljust(64, "0"),
            state=SignatureState.IN_REVIEW,
        )
        session.add(outside)
        session.flush()
        listed = SignatureList(
            release_id=release.id,
            filename="list.csv",
            encoding="utf-8",
            by_id=made["person"],
            organisation_id=made["open"],
        )
        listed.lines = [SignatureListLine(number=1, raw="x", signature_id=outside.id)]
        erratum = Erratum(
            release_id=release.id,
            block_id=made["published block"],
            revision_id=made["published revision"],
            language="vi",
            body="x",
            html="x",
            sha256=ROOT,
            reason="x",
            organisation_id=made["open"],
            side=Side.SENDING,
            by_id=made["person"],
        )
        erratum.objections = [ErratumObjection(signature_id=outside.id, words="x", language="vi")]
        session.add_all(
            [
                listed,
                erratum,
                Milestone(release_id=release.id, count=10),
                SignatureMember(signature_id=outside.id, position=1, name="A member"),
            ]
        )


def test_it_goes_down_with_content_and_keeps_what_the_older_schema_can_hold(
    older: Database,
) -> None:
    made = plant(older)
    schema.create_or_upgrade(older)
    with older.transaction() as session:
        seal_withheld(session)
    fill(older, made)
    with older.reading() as session:
        assert session.scalar(select(func.count()).select_from(Signature)) == 4
    schema.downgrade(older, FIRST)
    with older.reader.connect() as connection:
        kept = connection.execute(text("SELECT name, salt FROM signatures ORDER BY name")).all()
        statements = connection.execute(text("SELECT slug FROM statements ORDER BY slug")).all()
    assert [tuple(row) for row in kept] == [("Of open", "a" * 64), ("Of withdrawn", "a" * 64)]
    assert [slug for (slug,) in statements] == ["draft", "published"]
    schema.create_or_upgrade(older)
    with older.reading() as session:
        assert session.get_one(Signature, made["open signature"]).identity == made["open"]
        assert session.get_one(Statement, made["published"]).public_release == 2
