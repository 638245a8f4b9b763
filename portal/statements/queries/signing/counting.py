"""How signatures are counted: by side and country, each organisation once, nobody told apart."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from portal.network.folding import fold
from portal.network.models import Side
from portal.statements.models import SignatoryKind
from portal.statements.queries.signing.lines import Member, Signatory
from portal.statements.sealing import Signer

Key = TypeVar("Key", bound=Hashable)
LEAST_SHARED = 3
"""A withheld signer's country or side shows only where at least so many withheld signers share it."""
BODIES = frozenset({SignatoryKind.MEMBER, SignatoryKind.EXTERNAL})


@dataclass(frozen=True)
class Figures:
    """How many signatures a side or a country has, and of how many organisations."""

    lines: int = 0
    bodies: int = 0


def codes(countries: Sequence[str]) -> Sequence[str]:
    """Each country once; "" for one that names none."""
    return list(dict.fromkeys(countries)) or [""]


def withheld_by_side(withheld: Sequence[tuple[Signer, bool]]) -> Mapping[Side | None, Figures]:
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


def withheld_by_country(withheld: Sequence[tuple[Signer, bool]]) -> Mapping[str, Figures]:
    """The countries that enough of them share."""
    lines = Counter(code for signer, _ in withheld for code in codes(signer.countries))
    bodies = Counter(
        code for signer, is_body in withheld if is_body for code in codes(signer.countries)
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


def figures_under(
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


def count_bodies(named: Sequence[Signatory]) -> int:
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
