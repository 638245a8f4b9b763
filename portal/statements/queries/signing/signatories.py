"""Who has signed, as the public may see it, and who is told of what becomes of the text."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.network.folding import fold
from portal.network.models import Organisation, OrganisationCountry, Side
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

Key = TypeVar("Key", bound=Hashable)
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
    side: Side | None = None
    """As it says of itself, like its countries; nothing is known of one outside the network."""
    countries: Sequence[str] = ()


@dataclass(frozen=True)
class Figures:
    """How many signatures a side or a country has, and of how many organisations."""

    lines: int = 0
    bodies: int = 0


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
    claims_as_at: date | None
    withheld_withdrawn: Sequence[date] = ()
    milestones: Sequence[tuple[int, date]] = field(default=())

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
    by_side = _withheld_by_side(apart)
    by_country = _withheld_by_country(apart)
    people = [item for item in named if item.people]
    return Signatories(
        release_id=release_id,
        named=named,
        withdrawn=[item for item in shown if item.withdrawn_at is not None],
        withheld=len(standing),
        withheld_by_country={code: each.lines for code, each in by_country.items() if code},
        sides=_figures(named, lambda item: (item.side,), by_side),
        figures_by_country=_figures(named, lambda item: _codes(item.countries), by_country),
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


def _milestones(session: Session, release_id: str, rows: int) -> list[tuple[int, date]]:
    if rows < 10:
        return []
    found = session.scalars(
        select(Milestone).where(Milestone.release_id == release_id).order_by(Milestone.count)
    )
    return [(each.count, each.reached_at.date()) for each in found]


def _codes(countries: Sequence[str]) -> Sequence[str]:
    """Each country once; "" for one that names none."""
    return list(dict.fromkeys(countries)) or [""]


def _withheld_by_side(withheld: Sequence[tuple[Signer, bool]]) -> Mapping[Side | None, Figures]:
    """The sides of those whose names are withheld (and whether each is an organisation).

    All of them or none: where only one side were left out, what is missing from the total would
    tell of it.
    """
    lines = Counter(signer.side for signer, _ in withheld)
    bodies = Counter(signer.side for signer, is_body in withheld if is_body)
    if any(_tells_apart(count) for count in lines.values()):
        return {}
    silent = any(_tells_apart(bodies[side], count) for side, count in lines.items())
    return {side: Figures(count, 0 if silent else bodies[side]) for side, count in lines.items()}


def _withheld_by_country(withheld: Sequence[tuple[Signer, bool]]) -> Mapping[str, Figures]:
    """The countries that enough of them share."""
    lines = Counter(code for signer, _ in withheld for code in _codes(signer.countries))
    bodies = Counter(
        code for signer, is_body in withheld if is_body for code in _codes(signer.countries)
    )
    return {
        code: Figures(count, 0 if _tells_apart(bodies[code], count) else bodies[code])
        for code, count in lines.items()
        if not _tells_apart(count)
    }


def _tells_apart(part: int, whole: int | None = None) -> bool:
    """Whether a figure, or what is left of the whole beside it, is of too few withheld signers."""
    rest = 0 if whole is None else whole - part
    return 0 < part < LEAST_SHARED or 0 < rest < LEAST_SHARED


def _figures(
    named: Sequence[Signatory],
    keys_of: Callable[[Signatory | Member], Sequence[Key]],
    withheld: Mapping[Key, Figures],
) -> dict[Key, Figures]:
    """Signatures and distinct organisations under each key (a side, a country)."""
    lines = Counter(key for item in named for key in keys_of(item))
    bodies = Counter(key for keys in _keys_of_bodies(named, keys_of).values() for key in keys)
    for key, hidden in withheld.items():
        lines[key] += hidden.lines
        bodies[key] += hidden.bodies
    return {key: Figures(lines[key], bodies[key]) for key in {**lines, **bodies}}


def _keys_of_bodies(
    named: Sequence[Signatory], keys_of: Callable[[Signatory | Member], Sequence[Key]]
) -> Mapping[str, set[Key]]:
    """Under which keys each organisation stands: as it signed itself, else as it is a member."""
    own: dict[str, set[Key]] = {}
    by_others: dict[str, set[Key]] = {}
    for body, line, member in _entries(named):
        if member is None:
            own.setdefault(body, set()).update(keys_of(line))
        else:
            # Of one outside the network only its network is known.
            about = member if member.organisation_id else line
            by_others.setdefault(body, set()).update(keys_of(about))
    return {**by_others, **own}


def _bodies(named: Sequence[Signatory]) -> int:
    """Distinct organisations."""
    return len({body for body, _, _ in _entries(named)})


def _entries(named: Sequence[Signatory]) -> list[tuple[str, Signatory, Member | None]]:
    """Each organisation that signs or is named with a signature: by id, else by name.

    A network and its member both sign, and an organisation may be named with and without its id.
    """
    entries: list[tuple[str | None, str, Signatory, Member | None]] = []
    for line in named:
        if line.kind in BODIES:
            entries.append((line.organisation_id, fold(line.name), line, None))
            entries += [
                (member.organisation_id, fold(member.name), line, member) for member in line.members
            ]
    known = {name: organisation for organisation, name, _, _ in entries if organisation}
    return [
        (organisation or known.get(name) or f"name:{name}", line, member)
        for organisation, name, line, member in entries
    ]
