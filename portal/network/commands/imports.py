"""A list of organisations: read, shown, and decided on line by line. Nothing merges by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network import policy
from portal.network.actors import Actor
from portal.network.commands.admission import new_organisation
from portal.network.commands.details import (
    ApplicationDetails,
    CountryDetails,
    NameDetails,
    OrganisationDetails,
    clean_line,
)
from portal.network.facts import OrganisationAdmitted, OrganisationImported, OrganisationsListed
from portal.network.imports import Matcher, ParsedLine, parse_list
from portal.network.imports.documents import why_no_list
from portal.network.models import (
    ImportLine,
    ImportLineState,
    NameKind,
    Organisation,
    OrganisationImport,
    OrganisationKind,
    OrganisationName,
    Side,
    Standing,
)

MAX_BYTES = 2 * 2**20
OPEN = frozenset({ImportLineState.NEW, ImportLineState.PERHAPS_KNOWN, ImportLineState.UNUSABLE})
"""States of lines on which nobody has decided yet."""


def upload_list(
    session: Session, data: bytes, filename: str, *, by: Actor, encoding: str = ""
) -> OrganisationImport:
    """Read a list and keep each of its lines beside what was understood of it.

    Nothing comes of it before a person decides. Raises Refused, Invalid.
    """
    require(policy.may_import(by))
    refusal = why_no_list(data)
    if refusal is None and len(data) > MAX_BYTES:
        refusal = say(
            "This file is larger than %(megabytes)s MB, too large for a list of organisations. "
            "Upload it in parts.",
            megabytes=MAX_BYTES // 2**20,
        )
    if refusal is not None:
        raise Invalid(refusal, {"file": refusal})
    parsed = parse_list(data, filename, encoding)
    if not parsed.lines:
        sentence = say("There is no line with a name in this file. Look at it in a text editor.")
        raise Invalid(sentence, {"file": sentence})
    matcher = Matcher(known_names(session))
    listed = OrganisationImport(
        filename=clean_line(filename, 200) or "list",
        encoding=parsed.encoding,
        by_id=by.person_id or "",
        columns=list(parsed.columns),
        lines=[_line(line, matcher) for line in parsed.lines],
    )
    session.add(listed)
    session.flush()
    announce(
        session,
        OrganisationsListed(
            subject=listed.id,
            by=by.person_id,
            organisation=by.organisation_id,
            lines=len(parsed.lines),
        ),
    )
    return listed


def known_names(session: Session) -> list[tuple[str, str]]:
    """Every name of every organisation that was not declined, as (organisation, name)."""
    rows = session.execute(
        select(OrganisationName.organisation_id, OrganisationName.text)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .where(Organisation.standing != Standing.DECLINED)
    )
    return [(organisation, text) for organisation, text in rows]


def _line(line: ParsedLine, matcher: Matcher) -> ImportLine:
    candidates = matcher.candidates([name.text for name in line.names]) if line.usable else []
    state = ImportLineState.PERHAPS_KNOWN if candidates else ImportLineState.NEW
    return ImportLine(
        number=line.number,
        raw=line.raw,
        parsed=_plain(line),
        state=state if line.usable else ImportLineState.UNUSABLE,
        candidates=[
            {"organisation": item.organisation, "name": item.name, "score": item.score}
            for item in candidates
        ],
    )


def _plain(line: ParsedLine) -> dict[str, Any]:
    return {
        "names": [
            {"text": name.text, "language": name.language, "kind": name.kind} for name in line.names
        ],
        "kind": line.kind_guess,
        "country": line.country_guess,
        "notes": list(line.notes),
        "cells": dict(line.cells),
    }


class Choice(Enum):
    """What a person says of a line."""

    CREATE = "create"
    SAME = "same"
    SKIP = "skip"


@dataclass(frozen=True)
class Decision:
    """Her answer for one line; `organisation` is whom it is the same as; `name` corrects it."""

    choice: Choice
    organisation: str = ""
    name: str = ""


@dataclass(frozen=True)
class Manner:
    """What is said once for all that a list creates."""

    side: Side
    standing: Standing = Standing.ADMITTED
    latin_language: str = "und"
    """The language of the names in Latin letters, where one can say."""


def decide_lines(
    session: Session,
    listed: OrganisationImport,
    decisions: Mapping[str, Decision],
    manner: Manner,
    *,
    by: Actor,
) -> Counter[ImportLineState]:
    """Let each decision take effect; lines decided before are left alone.

    Gives how many lines came to which state. Raises Refused, Invalid.
    """
    require(policy.may_import(by))
    done: Counter[ImportLineState] = Counter()
    for line in _lines_for_change(session, listed, decisions.keys()):
        if line.state not in OPEN:
            continue
        decision = decisions[line.id]
        if decision.choice is Choice.CREATE:
            _create(session, listed, line, decision, manner, by)
        elif decision.choice is Choice.SAME:
            _link(session, listed, line, decision, by)
        else:
            line.state = ImportLineState.SKIPPED
        done[line.state] += 1
    session.flush()
    return done


def accept_all_new(
    session: Session, listed: OrganisationImport, manner: Manner, *, by: Actor
) -> Counter[ImportLineState]:
    """Create an organisation for every line that resembles nobody; the others wait for a person.

    Of lines that repeat each other only the first counts as new. Raises Refused.
    """
    require(policy.may_import(by))
    new = session.scalars(
        select(ImportLine).where(
            ImportLine.import_id == listed.id, ImportLine.state == ImportLineState.NEW
        )
    ).all()
    decisions = {
        line.id: Decision(Choice.CREATE)
        for line in new
        if "repeated" not in line.parsed.get("notes", ())
        and "continued" not in line.parsed.get("notes", ())
    }
    return decide_lines(session, listed, decisions, manner, by=by)


def look_again(session: Session, listed: OrganisationImport, *, by: Actor) -> int:
    """Compare undecided lines with the organisations known by now. Gives how many changed."""
    require(policy.may_import(by))
    matcher = Matcher(known_names(session))
    changed = 0
    for line in listed.lines:
        if line.state not in {ImportLineState.NEW, ImportLineState.PERHAPS_KNOWN}:
            continue
        found = matcher.candidates([name["text"] for name in line.parsed.get("names", ())])
        told = [
            {"organisation": item.organisation, "name": item.name, "score": item.score}
            for item in found
        ]
        if told != line.candidates:
            line.candidates = told
            line.state = ImportLineState.PERHAPS_KNOWN if told else ImportLineState.NEW
            changed += 1
    session.flush()
    return changed


def _lines_for_change(
    session: Session, listed: OrganisationImport, keys: Sequence[str] | Any
) -> Sequence[ImportLine]:
    wanted = set(keys)
    rows = session.scalars(
        select(ImportLine)
        .where(ImportLine.import_id == listed.id)
        .order_by(ImportLine.number)
        .with_for_update()
    )
    return [line for line in rows if line.id in wanted]


def _create(
    session: Session,
    listed: OrganisationImport,
    line: ImportLine,
    decision: Decision,
    manner: Manner,
    by: Actor,
) -> None:
    names = _names(line, decision.name, manner.latin_language)
    if not names:
        sentence = say("Line %(number)s has no name. Write one, or skip it.", number=line.number)
        raise Invalid(sentence, {line.id: sentence})
    parsed = line.parsed
    country = str(parsed.get("country", ""))
    kind = str(parsed.get("kind", ""))
    cells = parsed.get("cells", {})
    organisation = new_organisation(
        session,
        ApplicationDetails(
            names=names,
            organisation=OrganisationDetails(
                side=manner.side,
                kind=OrganisationKind(kind)
                if kind in {item.value for item in OrganisationKind}
                else OrganisationKind.NGO,
                city=str(cells.get("city", "")),
                website=_website(str(cells.get("website", ""))),
            ),
            countries=[CountryDetails(country)] if country else [],
        ),
        manner.standing,
    )
    line.organisation_id, line.state = organisation.id, ImportLineState.CREATED
    if manner.standing is Standing.ADMITTED:
        announce(session, OrganisationAdmitted(subject=organisation.id, by=by.person_id))
    announce(
        session,
        OrganisationImported(
            subject=organisation.id, by=by.person_id, list=listed.id, line=line.number
        ),
    )


def _names(line: ImportLine, corrected: str, latin_language: str) -> list[NameDetails]:
    """What was understood, with the first name as the person corrected it."""
    found = [
        NameDetails(
            str(name["text"]),
            latin_language
            if name["language"] == "und" and str(name["text"])[:1].isascii()
            else str(name["language"]),
            NameKind.SHORT if name["kind"] == "short" else NameKind.OFFICIAL,
        )
        for name in line.parsed.get("names", ())
    ]
    plain = clean_line(corrected)
    if not plain:
        return found
    if not found:
        return [NameDetails(plain)]
    first = found[0]
    return [NameDetails(plain, first.language, first.kind), *found[1:]]


def _website(address: str) -> str:
    plain = "".join(address.split())
    return plain if plain.startswith(("https://", "http://")) and "." in plain else ""


def _link(
    session: Session, listed: OrganisationImport, line: ImportLine, decision: Decision, by: Actor
) -> None:
    organisation = session.get(Organisation, decision.organisation)
    if organisation is None or organisation.standing is Standing.DECLINED:
        sentence = say(
            "Line %(number)s: choose which organisation it is the same as.", number=line.number
        )
        raise Invalid(sentence, {line.id: sentence})
    line.organisation_id, line.state = organisation.id, ImportLineState.LINKED
    announce(
        session,
        OrganisationImported(
            subject=organisation.id,
            by=by.person_id,
            list=listed.id,
            line=line.number,
            created=False,
        ),
    )


def import_by_id(session: Session, key: str) -> OrganisationImport:
    """Raises NotFound."""
    found = session.get(OrganisationImport, key)
    if found is None:
        raise NotFound
    return found
