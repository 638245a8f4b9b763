"""The log grows and is witnessed."""

from dataclasses import dataclass
from typing import ClassVar

from portal.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class LogFact(Fact):
    """`subject` is the witness's or the key's id, or the size of a checkpoint."""

    subject_type: ClassVar[str] = "log"


@dataclass(frozen=True, kw_only=True)
class LogSealed(LogFact):
    size: int
    root: str


@dataclass(frozen=True, kw_only=True)
class CheckpointCosigned(LogFact):
    size: int
    witness: str


@dataclass(frozen=True, kw_only=True)
class WitnessRegistered(LogFact):
    name: str


@dataclass(frozen=True, kw_only=True)
class WitnessRetired(LogFact):
    name: str
