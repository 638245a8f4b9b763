"""What tests of the proof share: a released statement that was signed, its bundle, the verifier."""

from dataclasses import dataclass

from flask.testing import FlaskClient

from portal.core.orm import Database
from portal.log.commands import register_witness, seal_batch
from portal.log.notes import encoded, public_of
from portal.log.witnessing import Fetch
from portal.network.models import Organisation, Person
from portal.statements import commands
from portal.statements.models import Signature, Statement
from portal.statements.queries.proof import bundle_of, public_release
from portal.statements.verify import verify
from tests.factories import make_organisation, make_person, make_representative
from tests.harness.time import Traveller
from tests.statements.test_life import Network, open_for_signature, sign


@dataclass
class Proved:
    """A statement open for signature, its network, and who signed."""

    database: Database
    network: Network
    statement: Statement
    secretary: Person
    fifth: Organisation

    @property
    def slug(self) -> str:
        return self.statement.slug

    def sign(self, organisation: Organisation, **values: object) -> Signature:
        with self.database.transaction() as session:
            statement = session.get_one(Statement, self.statement.id)
            return sign(session, self.network, statement, organisation, **values)

    def withdraw(self, signature: Signature, organisation: Organisation) -> None:
        with self.database.transaction() as session:
            commands.withdraw_signature(
                session,
                signature.id,
                reason="",
                by=self.network.actor(session, organisation),
            )

    def seal(self) -> None:
        with self.database.transaction() as session:
            seal_batch(session, force=True)

    def bundle(self, number: int = 1) -> bytes:
        with self.database.reading() as session:
            return bundle_of(session, public_release(session, self.slug, number))

    def report(self, number: int = 1, **given: object) -> verify.Report:
        return verify.check(self.bundle(number), **given)

    def witness(self, organisation: Organisation, name: str, seed: bytes) -> None:
        with self.database.transaction() as session:
            register_witness(
                session,
                name=name,
                public_key=encoded(public_of(seed)),
                by=self.network.actor(session, organisation),
            )


def prove(database: Database, moment: Traveller) -> Proved:
    """Released in Korean, signed by nobody yet; a fifth organisation besides the network's four."""
    with database.transaction() as session:
        network = Network(session)
        statement = open_for_signature(session, network, moment)
        fifth = make_organisation(session, "Canary of the fifth house", countries=("NP",))
        network.people[fifth.id] = make_representative(session, fifth)
        secretary = make_person(session, "The secretary", is_secretariat=True)
    return Proved(database, network, statement, secretary, fifth)


def from_pages(client: FlaskClient) -> Fetch:
    """The portal's own pages as a witness's machine reaches them."""

    def fetch(path: str, posted: bytes | None) -> tuple[int, bytes]:
        answer = (
            client.get(path)
            if posted is None
            else client.post(path, data=posted, content_type="text/plain")
        )
        return answer.status_code, answer.data

    return fetch
