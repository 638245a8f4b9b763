"""What a line of a list of signatures seems to be: a proposal for a person to look at."""

from dataclasses import dataclass
from typing import Any

import regex

from portal.network.imports import ParsedLine
from portal.statements.models import SignatoryKind

SAME = 92
"""From here on (of 100) a name is taken for that of a member."""
_COUNTED = regex.compile(
    r"(?<![\p{L}\p{N}])(\p{Nd}{1,3}(?:[ ,.]?\p{Nd}{3})*|\p{Nd}+)\s*(?:\p{L}+\s+){0,2}"
    r"(?:women|people|persons|individuals|activists|students|workers|citizens|mujeres|personas|"
    r"femmes|personnes|frauen|menschen|personen|người|phụ nữ|orang|명의?|인의?|여성|人|名|នាក់|خواتین|"
    r"افراد|জন|คน|महिला)(?![\p{L}'’])",
    flags=regex.IGNORECASE,
)
_MOST_PEOPLE = 1_000_000
_BRACKETED = regex.compile(r"(?P<pair>[(（\[［](?:[^()（）\[\]［］]|(?&pair))*[)）\]］])")
"""A pair of brackets with the pairs inside it: (사) is part of many a Korean name."""


@dataclass(frozen=True)
class Understood:
    """A line as it was understood."""

    kind: SignatoryKind
    parsed: dict[str, Any]
    problem: str = ""


def understand(line: ParsedLine) -> Understood:
    """Its kind, its name and what else stands there. `problem` is `empty` where there is no name."""
    first = line.names[0] if line.names else None
    people = people_in(first.text) if first else None
    kind = SignatoryKind.EXTERNAL
    if people is not None:
        kind = SignatoryKind.COLLECTIVE
    elif line.kind_guess == "individual":
        kind = SignatoryKind.INDIVIDUAL
    names = [name.text for name in line.names]
    # Another name of the same body stays with it, as lists write it: Harbour (HBR).
    further = names[1:] if kind is SignatoryKind.EXTERNAL else []
    parsed: dict[str, Any] = {
        "name": "".join([*names[:1], *(f" ({name})" for name in further)]),
        "first": "".join(names[:1]),
        "language": first.language if first else "und",
        "country": line.country_guess,
        "people": people,
        "affiliation": line.cell("network") if kind is SignatoryKind.INDIVIDUAL else "",
        "notes": list(line.notes),
        "members": members_in(line.raw) if "members" in line.notes else [],
    }
    nameless = first is None or line.kind_guess == "heading"
    return Understood(kind, parsed, "empty" if nameless else "")


def members_in(raw: str) -> list[str]:
    """The members that a network names in brackets behind its own name."""
    inside: str = max(_BRACKETED.findall(raw), key=len, default="()")[1:-1]
    # A middle dot joins words of one name where commas part the names.
    signs = ",、;，；" if any(sign in inside for sign in ",、;，；") else "·"
    part = rf"(?:[^{signs}()（）\[\]［］]|{_BRACKETED.pattern})+"
    found = (match[0].strip() for match in regex.finditer(part, inside))
    return list(dict.fromkeys(filter(None, found)))


def people_in(name: str) -> int | None:
    """How many people a line says that it is: "80 women activists of 7 countries" is 80."""
    found = _COUNTED.search(name)
    if found is None:
        return None
    number = int("".join(character for character in found[1] if character.isdigit()))
    return number if 2 <= number <= _MOST_PEOPLE else None
