"""When everybody signs at once, each organisation's name stands there once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core.errors import Refused
from portal.core.orm import Database
from portal.network.actors import Actor
from portal.statements.models import Signature
from portal.statements.queries.signing import signatories_of
from tests.harness.crowd import Opened, make_crowd, open_statement, sign_as

MANY = 1_000


def press(database: Database, opened: Opened, actors: Sequence[Actor]) -> int:
    """Sign for each; how many were told that it stands there already."""
    refused = 0
    for actor in actors:
        try:
            with database.transaction() as session:
                sign_as(session, opened, actor)
        except (Refused, IntegrityError):
            refused += 1
    return refused


def test_a_thousand_organisations_that_each_press_twice_have_signed_once(
    database: Database,
) -> None:
    with database.transaction() as session:
        opened = open_statement(session)
        crowd = make_crowd(session, MANY)
    with ThreadPoolExecutor(4) as threads:
        both = [crowd[0::2], crowd[1::2]]
        refused = sum(threads.map(lambda part: press(database, opened, part), both + both))
    assert refused == MANY
    with database.reading() as session:
        rows = session.scalar(
            select(func.count()).select_from(Signature).where(Signature.state == "confirmed")
        )
        assert rows == MANY
        assert signatories_of(session, opened.release_id).total == MANY
