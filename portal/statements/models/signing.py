"""Signatures: by members, external partners, individuals and collectives; lists; milestones."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, Language, append_only, moment_column
from portal.network.models import Organisation, Side
from portal.statements.models.life import Release


class SignatoryKind(enum.Enum):
    MEMBER = "member"
    """An organisation that has joined the network."""
    EXTERNAL = "external"
    """An organisation from outside."""
    INDIVIDUAL = "individual"
    """A person; an affiliation is for identification only."""
    COLLECTIVE = "collective"
    """Several people without their names: "80 women activists of 7 countries"."""


class SignatureState(enum.Enum):
    UNCONFIRMED = "unconfirmed"
    """From outside: the mail to the signatory's own address was not answered yet."""
    AWAITING_OFFICER = "awaiting_officer"
    """A second officer of the organisation has not confirmed yet."""
    IN_REVIEW = "in_review"
    """Confirmed by its signatory; a person of the network has not looked at it yet."""
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


SIGNATURE_CHANGES: dict[SignatureState, frozenset[SignatureState]] = {
    SignatureState.UNCONFIRMED: frozenset(
        {SignatureState.IN_REVIEW, SignatureState.DECLINED, SignatureState.WITHDRAWN}
    ),
    SignatureState.AWAITING_OFFICER: frozenset(
        {SignatureState.CONFIRMED, SignatureState.DECLINED, SignatureState.WITHDRAWN}
    ),
    SignatureState.IN_REVIEW: frozenset(
        {SignatureState.CONFIRMED, SignatureState.DECLINED, SignatureState.WITHDRAWN}
    ),
    SignatureState.CONFIRMED: frozenset({SignatureState.WITHDRAWN}),
    SignatureState.DECLINED: frozenset({SignatureState.IN_REVIEW}),
    SignatureState.WITHDRAWN: frozenset(),
}


class SignatureRole(enum.Enum):
    CALLER = "caller"
    DRAFTER = "drafter"
    CO_SIGNER = "co_signer"
    ENDORSER = "endorser"


class SignatureOrigin(enum.Enum):
    OWN = "own"
    """Given by the signatory here."""
    LISTED = "listed"
    """Taken over from a list that someone else had collected."""


class Signature(Base):
    """A name under exactly one release, in the language that was read.

    What must not be read from the database or a backup of it (withheld names, mail addresses)
    stands in `sealed`, encrypted under a key that is in neither; see `statements/sealing.py`.
    """

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("release_id", "organisation_id", name="uq_signatures_once"),
        UniqueConstraint("release_id", "mark", name="uq_signatures_mark"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawal_is_dated"
        ),
    )

    id: Mapped[Id]
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    kind: Mapped[SignatoryKind] = mapped_column(default=SignatoryKind.MEMBER)
    origin: Mapped[SignatureOrigin] = mapped_column(default=SignatureOrigin.OWN)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The member that signed; empty for others, and for a member whose name is withheld."""
    mark: Mapped[str | None] = mapped_column(String(64))
    """HMAC-SHA-256, under a key outside the database, of whoever signed: the guard of "once"."""
    sealed: Mapped[str] = mapped_column(default="")
    """Encrypted JSON: a mail address, or all that names a withheld signer."""
    name: Mapped[str]
    """As it was called on the day; empty while it is withheld or after it was erased."""
    name_language: Mapped[Language]
    affiliation: Mapped[str] = mapped_column(default="")
    """For an individual, for identification only."""
    people: Mapped[int | None]
    """How many a collective says it is: a claim, as at the day of signing."""
    side: Mapped[Side | None]
    countries: Mapped[list[str]] = mapped_column(default=list)
    role: Mapped[SignatureRole] = mapped_column(default=SignatureRole.CO_SIGNER)
    state: Mapped[SignatureState] = mapped_column(default=SignatureState.CONFIRMED, index=True)
    withheld: Mapped[bool] = mapped_column(default=False)
    """The public sees that someone signed, not who."""
    names_members: Mapped[bool] = mapped_column(default=False)
    """A network that signs with its members named (`members`)."""
    language: Mapped[Language]
    """The language read."""
    language_root: Mapped[str] = mapped_column(String(64))
    mandate_body: Mapped[str] = mapped_column(default="")
    mandate_date: Mapped[date | None]
    salt: Mapped[str | None] = mapped_column(String(64))
    """Deleting it is erasure: nobody can tell any more whom the commitment meant."""
    commitment: Mapped[str] = mapped_column(String(64))
    """SHA-256(salt ‖ identity), hex."""
    identity: Mapped[str | None]
    """What was committed to, as canonical JSON; sealed while the name is withheld."""
    payload: Mapped[str]
    """What was signed: canonical JSON (RFC 8785)."""
    payload_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    signed_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    """The representative; empty for outsiders and for withheld names."""
    locale: Mapped[str] = mapped_column(String(20), default="")
    """In which interface language to write to a signatory from outside."""
    at: Mapped[datetime] = moment_column()
    """When it was given."""
    confirmed_at: Mapped[datetime | None]
    """When its signatory, or a second officer, confirmed it."""
    second_officer_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    review_reason: Mapped[str] = mapped_column(default="")
    """Why it was declined, in the words that its signatory got."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None]
    key_id: Mapped[str | None] = mapped_column(ForeignKey("organisation_keys.id"))
    key_signature: Mapped[str] = mapped_column(default="")
    """The payload signed with the organisation's own Ed25519 key, base64."""

    release: Mapped[Release] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    members: Mapped[list["SignatureMember"]] = relationship(
        order_by="SignatureMember.position", cascade="all, delete-orphan"
    )

    @property
    def counts(self) -> bool:
        """Only a confirmed signature that still stands counts anywhere."""
        return self.state is SignatureState.CONFIRMED


class SignatureMember(Base):
    """A member that a network names with its signature: a body, but no line of its own."""

    __tablename__ = "signature_members"
    __table_args__ = (UniqueConstraint("signature_id", "position"),)

    id: Mapped[Id]
    signature_id: Mapped[str] = mapped_column(ForeignKey("signatures.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str]
    name_language: Mapped[Language] = mapped_column(default="und")
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    countries: Mapped[list[str]] = mapped_column(default=list)


class SigningRule(Base):
    """What an organisation asks for before its name stands anywhere."""

    __tablename__ = "signing_rules"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    second_officer: Mapped[bool] = mapped_column(default=False)
    changed_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime] = moment_column()


class OrganisationKey(Base):
    """An organisation's own Ed25519 key: the public half."""

    __tablename__ = "organisation_keys"
    __table_args__ = (UniqueConstraint("organisation_id", "public_key"),)

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    public_key: Mapped[str] = mapped_column(String(44))
    """32 bytes, base64 (RFC 8032)."""
    label: Mapped[str] = mapped_column(default="")
    added_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime] = moment_column()
    retired_at: Mapped[datetime | None]


class Milestone(Base):
    """A round number of signatures, and when a release reached it."""

    __tablename__ = "signature_milestones"

    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    count: Mapped[int] = mapped_column(primary_key=True)
    reached_at: Mapped[datetime] = moment_column()


append_only(Milestone.__table__)  # type: ignore[arg-type]


class SignatureListState(enum.Enum):
    PREVIEW = "preview"
    HANDED_IN = "handed_in"
    DROPPED = "dropped"


class SignatureList(Base):
    """Signatures that someone collected elsewhere, previewed before anything comes of them."""

    __tablename__ = "signature_lists"

    id: Mapped[Id]
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    filename: Mapped[str]
    encoding: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(default="")
    """How they were collected and where the originals lie, in the words of whoever brings them."""
    state: Mapped[SignatureListState] = mapped_column(default=SignatureListState.PREVIEW)
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime] = moment_column()
    handed_in_at: Mapped[datetime | None]

    lines: Mapped[list["SignatureListLine"]] = relationship(
        order_by="SignatureListLine.number", cascade="all, delete-orphan"
    )


class SignatureListLine(Base):
    """One line of such a list: raw as it came, as it was understood, and what became of it."""

    __tablename__ = "signature_list_lines"
    __table_args__ = (UniqueConstraint("list_id", "number"),)

    id: Mapped[Id]
    list_id: Mapped[str] = mapped_column(ForeignKey("signature_lists.id", ondelete="CASCADE"))
    number: Mapped[int]
    raw: Mapped[str]
    parsed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Members that it may be: `{organisation, name, score}`, best first."""
    kind: Mapped[SignatoryKind] = mapped_column(default=SignatoryKind.EXTERNAL)
    skipped: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[str] = mapped_column(String(40), default="")
    """A code where the line cannot be taken as it is: `empty`, `doubled`, `signed` …"""
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    signature_id: Mapped[str | None] = mapped_column(ForeignKey("signatures.id"), index=True)
