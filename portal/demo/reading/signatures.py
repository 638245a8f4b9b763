"""The demo's signatures: of organisations of the network, and of all who sign from outside."""

from dataclasses import dataclass
from typing import Literal

from portal.demo.reading.network import Side


@dataclass(frozen=True, kw_only=True)
class External:
    """Whoever signs without being a member; `contact` answers the mail and is never shown."""

    name: str
    language: str
    side: Side
    email: str
    country: str | None = None
    contact: str | None = None
    affiliation: str | None = None
    """For an individual, for identification only."""
    members: tuple[str, ...] = ()
    """Names that a network from outside signs with."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """By an organisation of the network, or by somebody from outside; never by both.

    `confirmed` is false where the mail was not answered, or a second officer has not confirmed
    yet; `reviewed` where nobody of the network has looked at it yet.
    """

    role: Literal["caller", "co_signer", "endorser", "collective", "individual"]
    language: str
    signed_days: int
    mandate_body: str | None = None
    mandate_days: int | None = None
    organisation: str | None = None
    external: External | None = None
    withheld: bool = False
    confirmed: bool = True
    reviewed: bool = True
    members: tuple[str, ...] = ()
    """Organisations that a network names with its signature."""
    claimed_count: int | None = None
    withdrawn_days: int | None = None
    withdrawn_reason: str | None = None
    withdrawn_language: str | None = None
    anew_days: int | None = None
    """When it was given again, under the release that followed."""
