"""Organisations watch over the log, and put their lines under its checkpoints."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import say
from portal.log.facts import CheckpointCosigned, WitnessRegistered, WitnessRetired
from portal.log.models import LogCheckpoint, LogCosignature, LogWitness
from portal.log.notes import (
    WITNESS,
    Line,
    cosigned_at,
    cosigned_message,
    decoded,
    encoded,
    is_name,
    is_signed,
    key_hash,
    public_of,
    read_checkpoint,
    read_line,
)
from portal.log.policy import may_retire, may_witness
from portal.log.public_keys import public_key_of
from portal.log.queries import checkpoints_to_cosign, log_seed, origin
from portal.network.actors import Actor

_AHEAD = timedelta(minutes=10)
"""How far a witness's clock may run ahead of ours."""


def register_witness(session: Session, *, name: str, public_key: str, by: Actor) -> LogWitness:
    """Let the organisation that she acts for put lines under checkpoints, with this key."""
    require(may_witness(by))
    assert by.organisation_id is not None  # noqa: S101 - may_witness asks for it
    assert by.person_id is not None  # noqa: S101
    name = name.strip()
    raw = public_key_of(public_key, name=name)
    if not is_name(name):
        sentence = say("Write a name without spaces and without plus signs.")
        raise Invalid(sentence, {"name": sentence})
    if raw is None:
        sentence = say(
            "This is not an Ed25519 public key. Paste the line that the command printed, or the PEM file with the public key."
        )
        raise Invalid(sentence, {"public_key": sentence})
    taken = session.scalar(
        select(LogWitness).where(
            (LogWitness.name == name) | (LogWitness.public_key == encoded(raw))
        )
    )
    its_own = name == origin(session)
    if taken is not None or its_own or raw == public_of(log_seed(session)):
        field = "name" if its_own or (taken and taken.name == name) else "public_key"
        sentence = say("This name or key is registered already. Each witness needs her own.")
        raise Invalid(sentence, {field: sentence})
    witness = LogWitness(
        organisation_id=by.organisation_id,
        name=name,
        public_key=encoded(raw),
        added_by_id=by.person_id,
    )
    session.add(witness)
    session.flush()
    announce(
        session,
        WitnessRegistered(
            subject=witness.id, name=name, by=by.person_id, organisation=by.organisation_id
        ),
    )
    return witness


def retire_witness(session: Session, witness_id: str, *, by: Actor) -> LogWitness:
    """Take no more lines of this key; those that it gave stay valid."""
    witness = hold(session, LogWitness, witness_id)
    require(may_retire(by, witness))
    if witness.retired_at is None:
        witness.retired_at = clock.now()
        announce(
            session,
            WitnessRetired(
                subject=witness.id,
                name=witness.name,
                by=by.person_id,
                organisation=by.organisation_id,
            ),
        )
    return witness


def cosign(session: Session, text: str) -> LogCosignature:
    """Keep a witness's line under one of the newest checkpoints; whoever brings it.

    Raises:
        Invalid: with what is wrong: no line, an unknown key, another checkpoint, a bad signature.
    """
    line = next((found for row in text.splitlines() if (found := read_line(row))), None)
    if line is None:
        raise Invalid(
            say(
                "There is no signature line in what was sent. It begins with a long dash and the name of the witness."
            )
        )
    witness = session.scalar(select(LogWitness).where(LogWitness.name == line.name))
    raw = decoded(witness.public_key, 32) if witness else None
    if witness is None or raw is None or line.hash != key_hash(line.name, WITNESS, raw):
        raise Invalid(
            say(
                "No witness is registered here under the name %(name)s with this key. A representative of the organisation registers it first.",
                name=line.name,
            )
        )
    if witness.retired_at is not None:
        raise Invalid(
            say("The key of the witness %(name)s was retired. Register a new one.", name=line.name)
        )
    for checkpoint in checkpoints_to_cosign(session):
        time = cosigned_at(line, read_checkpoint(checkpoint.note).body, line.name, raw)
        if time is not None:
            return _keep(session, checkpoint, witness, line, time)
    raise Invalid(
        say(
            "The signature is wrong, or is under a checkpoint that is not among the newest ones. Fetch the newest checkpoint and sign that."
        )
    )


def cosign_with(
    session: Session, *, witness_id: str, size: int, time: int, signature: str
) -> LogCosignature:
    """The same from a bare signature (base64) over the message that the page showed."""
    witness = session.get(LogWitness, witness_id)
    checkpoint = session.get(LogCheckpoint, size)
    if witness is None or checkpoint is None:
        raise Invalid(
            say(
                "The checkpoint that you signed is not known here. Load the page anew and sign again."
            )
        )
    raw, given = decoded(witness.public_key, 32), decoded("".join(signature.split()), 64)
    if given is None:
        raise Invalid(
            say("A signature is 64 bytes in base64. Paste the whole of what was printed.")
        )
    assert raw is not None  # noqa: S101 - checked when it was registered
    if not 0 <= time < 2**34 or not is_signed(
        raw, given, cosigned_message(read_checkpoint(checkpoint.note).body, time)
    ):
        raise Invalid(
            say(
                "The signature is not one that the key of %(name)s made over this file. Nothing was kept.",
                name=witness.name,
            )
        )
    line = Line(witness.name, key_hash(witness.name, WITNESS, raw), time.to_bytes(8, "big") + given)
    return cosign(session, str(line))


def _keep(
    session: Session, checkpoint: LogCheckpoint, witness: LogWitness, line: Line, time: int
) -> LogCosignature:
    if time > 2**34 or datetime.fromtimestamp(time, UTC) > clock.now() + _AHEAD:
        raise Invalid(
            say("The time in this line lies in the future. Set the clock of your machine right.")
        )
    kept = session.get(LogCosignature, (checkpoint.size, witness.id))
    if kept is not None:
        return kept
    kept = LogCosignature(
        size=checkpoint.size,
        witness_id=witness.id,
        signed_at=datetime.fromtimestamp(time, UTC),
        line=str(line),
    )
    session.add(kept)
    session.flush()
    announce(
        session,
        CheckpointCosigned(
            subject=witness.id,
            size=checkpoint.size,
            witness=witness.name,
            organisation=witness.organisation_id,
        ),
    )
    return kept
