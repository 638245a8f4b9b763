"""Who has signed, as the public may see it, and who is told of what becomes of the text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.network.folding import fold
from portal.network.models import Organisation, Side
from portal.statements.models import (
    Milestone,
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureMember,
    SignatureOrigin,
    SignatureRole,
    SignatureState,
)
from portal.statements.sealing import Signer, signer_of

LEAST_SHARED = 3
"""A withheld signer's country or side shows only where at least so many withheld signers share it."""
BODIES = frozenset({SignatoryKind.MEMBER, SignatoryKind.EXTERNAL})


@dataclass(frozen=True)
class Member:
    """One that a network names with its signature."""

    name: str
    language: str
    organisation_id: str | None = None
    slug: str | None = None


@dataclass(frozen=True)
class Signatory:
    """One line of the public list."""

    signature_id: str
    kind: SignatoryKind
    name: str
    language: str
    slug: str | None
    """The address of a member's own page; nobody else has one."""
    side: Side | None
    countries: Sequence[str]
    role: SignatureRole
    mandate_date: date | None
    signed_on: date
    withdrawn_at: datetime | None
    affiliation: str = ""
    people: int | None = None
    """How many a collective says it is, as at `signed_on`."""
    members: Sequence[Member] = ()
    origin: SignatureOrigin = SignatureOrigin.OWN
    withdrawn_reason: str = ""
    taken_over_by: str | None = None
    """The id of the organisation that brought the list on which it stood."""
    organisation_id: str | None = None


@dataclass(frozen=True)
class Signatories:
    """A release's signatures: names that may be shown, and counts of all that stand."""

    release_id: str
    named: Sequence[Signatory]
    withdrawn: Sequence[Signatory]
    """Only those whose names may be shown."""
    withheld: int
    withheld_by_country: Mapping[str, int]
    by_side: Mapping[Side, int]
    by_country: Mapping[str, int]
    """Lines by their first country, as far as that tells nobody apart; "" is without one."""
    lines: int
    """Signatures that stand, whoever gave them."""
    bodies: int
    """Distinct organisations among them and among the members that networks name. Each withheld
    one counts as a body of its own: to match it with a name would tell whose it is."""
    people_claimed: int
    """What collectives say of themselves, added up."""
    claims_as_at: date | None
    withheld_withdrawn: Sequence[date] = ()
    milestones: Sequence[tuple[int, date]] = field(default=())

    @property
    def total(self) -> int:
        return self.lines

    def of(self, *kinds: SignatoryKind) -> list[Signatory]:
        """The named signatories of some kinds."""
        return [each for each in self.named if each.kind in kinds]

    @property
    def organisations(self) -> Sequence[Signatory]:
        return self.of(*BODIES)

    @property
    def individuals(self) -> Sequence[Signatory]:
        return self.of(SignatoryKind.INDIVIDUAL)

    @property
    def collectives(self) -> Sequence[Signatory]:
        return self.of(SignatoryKind.COLLECTIVE)

    @property
    def countries(self) -> Mapping[str, Sequence[Signatory]]:
        """Named organisations under their first country, the largest group first."""
        groups: dict[str, list[Signatory]] = {}
        for signatory in self.organisations:
            groups.setdefault(signatory.countries[0] if signatory.countries else "", []).append(
                signatory
            )
        return dict(sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])))


_COUNTED_OR_WITHDRAWN = (SignatureState.CONFIRMED, SignatureState.WITHDRAWN)


def signatories_of(session: Session, release_id: str) -> Signatories:
    """As many statements for a thousand as for one. Withheld names never leave this function."""
    rows = session.execute(
        select(Signature, Organisation.slug, SignatureList.organisation_id)
        .outerjoin(Organisation, Organisation.id == Signature.organisation_id)
        .outerjoin(SignatureListLine, SignatureListLine.signature_id == Signature.id)
        .outerjoin(SignatureList, SignatureList.id == SignatureListLine.list_id)
        .where(Signature.release_id == release_id, Signature.state.in_(_COUNTED_OR_WITHDRAWN))
        .order_by(Signature.at, Signature.id)
    ).all()
    open_rows = [row for row in rows if _shown(row[0])]
    members = _members(session, release_id, [signature for signature, _, _ in open_rows])
    shown = [
        _line(signature, slug, members.get(signature.id, ()), brought)
        for signature, slug, brought in open_rows
    ]
    hidden = [signature for signature, _, _ in rows if not _shown(signature)]
    standing = [signer_of(session, signature) for signature in hidden if signature.counts]
    named = [item for item in shown if item.withdrawn_at is None]
    shared = Counter(signer.countries[0] for signer in standing if signer.countries)
    by_country = {code: count for code, count in shared.items() if count >= LEAST_SHARED}
    people = [item for item in named if item.people]
    return Signatories(
        release_id=release_id,
        named=named,
        withdrawn=[item for item in shown if item.withdrawn_at is not None],
        withheld=len(standing),
        withheld_by_country=by_country,
        by_side=Counter(item.side for item in named if item.side) + _sides(standing),
        by_country=Counter(_first(item.countries) for item in named) + Counter(by_country),
        lines=len(named) + len(standing),
        bodies=_bodies(named) + sum(item.kind in BODIES for item in hidden if item.counts),
        people_claimed=sum(item.people or 0 for item in people),
        claims_as_at=max((item.signed_on for item in people), default=None),
        # Sorted, for the order of signing tells something of who it was.
        withheld_withdrawn=sorted(
            signature.withdrawn_at.date() for signature in hidden if signature.withdrawn_at
        ),
        milestones=_milestones(session, release_id, len(rows)),
    )


def _shown(signature: Signature) -> bool:
    return not signature.withheld and signature.erased_at is None


def _line(
    signature: Signature, slug: str | None, members: Sequence[Member], brought: str | None
) -> Signatory:
    return Signatory(
        signature_id=signature.id,
        kind=signature.kind,
        name=signature.name,
        language=signature.name_language,
        slug=slug,
        side=signature.side,
        countries=tuple(signature.countries),
        role=signature.role,
        mandate_date=signature.mandate_date,
        signed_on=signature.at.date(),
        withdrawn_at=signature.withdrawn_at,
        affiliation=signature.affiliation,
        people=signature.people,
        members=members,
        origin=signature.origin,
        withdrawn_reason=signature.withdrawn_reason,
        taken_over_by=brought,
        organisation_id=signature.organisation_id,
    )


def _members(
    session: Session, release_id: str, signatures: Iterable[Signature]
) -> Mapping[str, Sequence[Member]]:
    if not any(signature.names_members for signature in signatures):
        return {}
    found: dict[str, list[Member]] = {}
    rows = session.execute(
        select(SignatureMember, Organisation.slug)
        .join(Signature, Signature.id == SignatureMember.signature_id)
        .outerjoin(Organisation, Organisation.id == SignatureMember.organisation_id)
        .where(Signature.release_id == release_id, Signature.withheld.is_(False))
        .order_by(SignatureMember.signature_id, SignatureMember.position)
    )
    for member, slug in rows:
        found.setdefault(member.signature_id, []).append(
            Member(member.name, member.name_language, member.organisation_id, slug)
        )
    return found


def _milestones(session: Session, release_id: str, rows: int) -> list[tuple[int, date]]:
    if rows < 10:
        return []
    found = session.scalars(
        select(Milestone).where(Milestone.release_id == release_id).order_by(Milestone.count)
    )
    return [(each.count, each.reached_at.date()) for each in found]


def _first(countries: Sequence[str]) -> str:
    return countries[0] if countries else ""


def _sides(withheld: Sequence[Signer]) -> Counter[Side]:
    """The sides of those whose names are withheld, if no side has so few that it tells of one."""
    sides = Counter(signer.side for signer in withheld if signer.side is not None)
    return sides if all(count >= LEAST_SHARED for count in sides.values()) else Counter()


def _bodies(named: Sequence[Signatory]) -> int:
    """Distinct organisations by id, else by name: a network and its member both sign."""
    entries = [
        (organisation, fold(name))
        for line in named
        if line.kind in BODIES
        for organisation, name in (
            (line.organisation_id, line.name),
            *((member.organisation_id, member.name) for member in line.members),
        )
    ]
    known = {name: organisation for organisation, name in entries if organisation}
    return len(
        {organisation or known.get(name) or f"name:{name}" for organisation, name in entries}
    )
