"""Pages of statements."""

from portal.statements.views import (  # noqa: F401 - their views join the blueprint
    amending,
    amending_files,
    counter,
    deciding,
    drafting,
    endings,
    errata,
    feeds,
    judging,
    lists,
    moving,
    packing,
    panel,
    proof,
    proposing,
    publishing,
    reading,
    releases,
    reviewing,
    revising,
    room,
    rule,
    signatories,
    signing,
    signing_on,
    stages,
    submitting,
    taking_out,
)
from portal.statements.views.blueprint import bp

__all__ = ["bp"]
