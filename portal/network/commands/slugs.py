"""Addresses of organisations and groups, made of a name in Latin letters where there is one."""

from collections.abc import Iterable

import regex
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.ids import new_id
from portal.network.folding import fold
from portal.network.models import Organisation, WorkingGroup

RESERVED = frozenset({"join", "new", "edit", "names", "people", "groups"})
_NOT_ASCII = regex.compile(r"[^a-z0-9]+")
LONGEST = 60


def free_slug(
    session: Session, kind: type[Organisation] | type[WorkingGroup], names: Iterable[str]
) -> str:
    """An address that nobody has yet, from the first name that Latin letters can write."""
    base = next(filter(None, map(_from_name, names)), "")
    if not base:
        return f"o-{new_id()[-10:].lower()}"
    taken = set(
        session.scalars(select(kind.slug).where(kind.slug.startswith(base, autoescape=True)))
    )
    taken |= RESERVED
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _from_name(name: str) -> str:
    folded = fold(name)
    plain = _NOT_ASCII.sub("-", folded).strip("-")
    letters = sum(character.isalnum() for character in folded)
    # A name of another script with a Latin word in it would get that word alone.
    if sum(character.isalnum() for character in plain) < max(3, letters * 0.8):
        return ""
    return plain[:LONGEST].rstrip("-")
