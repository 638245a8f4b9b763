"""Who has signed, as the public may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.network.models import Organisation, OrganisationCountry, Side
from portal.statements.models import (
    Milestone,
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureMember,
    SignatureState,
)
from portal.statements.queries.signing.counting import (
    BODIES,
    Figures,
    codes,
    count_bodies,
    figures_under,
    withheld_by_country,
    withheld_by_side,
)
from portal.statements.queries.signing.lines import Member, Signatory
from portal.statements.sealing import signer_of


@dataclass(frozen=True)
class Signatories:
    """A release's signatures: names that may be shown, and counts of all that stand."""

    release_id: str
    named: Sequence[Signatory]
    withdrawn: Sequence[Signatory]
    """Only those whose names may be shown."""
    withheld: int
    withheld_by_country: Mapping[str, int]
    """By every country that they name, as far as that tells nobody apart."""
    sides: Mapping[Side | None, Figures]
    """As far as that tells nobody apart; None is without a side."""
    figures_by_country: Mapping[str, Figures]
    """Under every country that a signatory names, as far as that tells nobody apart, so they may
    add up to more than all; "" is without one."""
    lines: int
    """Signatures that stand, whoever gave them."""
    bodies: int
    """Distinct organisations among them and among the members that networks name. Each withheld
    one counts as a body of its own: to match it with a name would tell whose it is."""
    people_claimed: int
    """What collectives say of themselves, added up."""
    claims_as_at: datetime | None
    withheld_withdrawn: Sequence[date] = ()
    """Days in UTC: a moment, read in many zones, would tell its hour."""
    milestones: Sequence[tuple[int, datetime]] = ()

    @property
    def total(self) -> int:
        return self.lines

    @property
    def by_side(self) -> Mapping[Side, int]:
        """The lines of each side that has any."""
        return {side: each.lines for side, each in self.sides.items() if side and each.lines}

    @property
    def by_country(self) -> Mapping[str, int]:
        """The lines of each country that has any; "" is without one."""
        return {code: each.lines for code, each in self.figures_by_country.items() if each.lines}

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
    apart = [
        (signer, item.kind in BODIES)
        for signer, item in zip(standing, (item for item in hidden if item.counts), strict=True)
    ]
    by_side = withheld_by_side(apart)
    by_country = withheld_by_country(apart)
    people = [item for item in named if item.people]
    return Signatories(
        release_id=release_id,
        named=named,
        withdrawn=[item for item in shown if item.withdrawn_at is not None],
        withheld=len(standing),
        withheld_by_country={code: each.lines for code, each in by_country.items() if code},
        sides=figures_under(named, lambda item: (item.side,), by_side),
        figures_by_country=figures_under(named, lambda item: codes(item.countries), by_country),
        lines=len(named) + len(standing),
        bodies=count_bodies(named) + sum(item.kind in BODIES for item in hidden if item.counts),
        people_claimed=sum(item.people or 0 for item in people),
        claims_as_at=max((item.signed_at for item in people), default=None),
        # Sorted, for the order of signing tells something of who it was.
        withheld_withdrawn=sorted(
            signature.withdrawn_at.astimezone(UTC).date()
            for signature in hidden
            if signature.withdrawn_at
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
        signed_at=signature.at,
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
    # One row for each country of a member organisation.
    rows = session.execute(
        select(SignatureMember, Organisation.slug, Organisation.side, OrganisationCountry.code)
        .join(Signature, Signature.id == SignatureMember.signature_id)
        .outerjoin(Organisation, Organisation.id == SignatureMember.organisation_id)
        .outerjoin(OrganisationCountry, OrganisationCountry.organisation_id == Organisation.id)
        .where(Signature.release_id == release_id, Signature.withheld.is_(False))
        .order_by(
            SignatureMember.signature_id, SignatureMember.position, OrganisationCountry.position
        )
    ).all()
    for (member, slug, side), each in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        found.setdefault(member.signature_id, []).append(
            Member(
                member.name,
                member.name_language,
                member.organisation_id,
                slug,
                side,
                tuple(code for *_, code in each if code),
            )
        )
    return found


def _milestones(session: Session, release_id: str, rows: int) -> list[tuple[int, datetime]]:
    if rows < 10:
        return []
    found = session.scalars(
        select(Milestone).where(Milestone.release_id == release_id).order_by(Milestone.count)
    )
    return [(each.count, each.reached_at) for each in found]
