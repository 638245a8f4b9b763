"""Signing on behalf of a list: read, shown, corrected, handed in, and looked at by the other side.

Nothing is signed for a member: a line that seems to be one asks that member to sign for itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.keys import keys_of
from portal.core.locales import country_codes
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.commands.details import clean_line, clean_text, language_tag
from portal.network.folding import fold
from portal.network.imports import Matcher, parse_list
from portal.network.imports.documents import why_no_list
from portal.network.models import Organisation, OrganisationName, Standing
from portal.statements.commands.signing.asking import MOST_MEMBERS, MOST_PEOPLE
from portal.statements.commands.signing.binding import NamedMember, Read, bind, refuse_unread
from portal.statements.commands.signing.reading_lists import SAME, understand
from portal.statements.commands.stages import locked
from portal.statements.facts import SignaturesListed
from portal.statements.models import (
    Release,
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureListState,
    SignatureOrigin,
    SignatureRole,
    SignatureState,
    Statement,
)
from portal.statements.policy import may_list
from portal.statements.sealing import Signer

MAX_BYTES = 2 * 2**20
NEVER = frozenset({"empty", "member"})
"""Problems for which a line is never taken over, however it is ticked."""
_KINDS = (SignatoryKind.EXTERNAL, SignatoryKind.INDIVIDUAL, SignatoryKind.COLLECTIVE)


@dataclass(frozen=True)
class LineChange:
    """What a person says of one line; `member` is the id of whom it is, "" for nobody known."""

    kind: SignatoryKind
    name: str
    taken: bool = True
    language: str = "und"
    country: str = ""
    affiliation: str = ""
    people: int | None = None
    members: Sequence[str] | None = None
    """Names of the members that a network signs with; None leaves them as they are."""
    member: str = ""


def upload_signatures(
    session: Session,
    statement_id: str,
    data: bytes,
    filename: str,
    *,
    by: Actor,
    encoding: str = "",
) -> SignatureList:
    """Read a list of signatures and keep each line as it came. Nothing comes of it yet.

    Raises Refused, Invalid.
    """
    statement = locked(session, statement_id)
    require(may_list(by, statement))
    assert statement.released is not None  # noqa: S101 - signing is open
    refusal = why_no_list(data)
    if refusal is None and len(data) > MAX_BYTES:
        refusal = say(
            "This file is larger than %(megabytes)s MB. Upload it in parts.",
            megabytes=MAX_BYTES // 2**20,
        )
    parsed = parse_list(data, filename, encoding) if refusal is None else None
    if parsed is not None and not parsed.lines:
        refusal = say("There is no line with a name in this list. Look at it in a text editor.")
    if refusal is not None or parsed is None:
        assert refusal is not None  # noqa: S101 - there is a list, or a reason why not
        raise Invalid(refusal, {"file": refusal})
    matcher = Matcher(_member_names(session))
    lines = []
    for line in parsed.lines:
        known = understand(line)
        candidates = matcher.candidates([name.text for name in line.names])
        best = candidates[0] if candidates and candidates[0].score >= SAME else None
        member = best if known.kind is SignatoryKind.EXTERNAL and not known.problem else None
        lines.append(
            SignatureListLine(
                number=line.number,
                raw=line.raw,
                parsed=known.parsed,
                candidates=[
                    {"organisation": item.organisation, "name": item.name, "score": item.score}
                    for item in candidates
                ],
                kind=known.kind,
                problem=known.problem,
                skipped=bool(known.problem),
                organisation_id=member.organisation if member else None,
            )
        )
    listed = SignatureList(
        release_id=statement.released.id,
        filename=clean_line(filename, 200) or "list",
        encoding=parsed.encoding,
        by_id=by.person_id,
        organisation_id=by.organisation_id,
        lines=lines,
    )
    session.add(listed)
    _mark_problems(session, listed, skip=True)
    session.flush()
    return listed


def change_lines(
    session: Session, list_id: str, changes: Mapping[str, LineChange], *, by: Actor
) -> SignatureList:
    """Correct lines of a preview. Raises Refused, Invalid, NotFound."""
    listed, _ = _in_preview(session, list_id, by)
    for line in listed.lines:
        change = changes.get(line.id)
        if change is None or change.kind not in _KINDS:
            continue
        candidates = {str(item["organisation"]) for item in line.candidates}
        country = change.country if change.country in country_codes() else ""
        line.kind = change.kind
        line.skipped = not change.taken
        line.organisation_id = change.member if change.member in candidates else None
        line.parsed = {
            **line.parsed,
            "name": clean_line(change.name),
            "language": language_tag(change.language),
            "country": country,
            "affiliation": clean_line(change.affiliation),
            "people": change.people if 2 <= (change.people or 0) <= MOST_PEOPLE else None,
            "members": _names(
                line.parsed.get("members") or () if change.members is None else change.members
            ),
        }
    _mark_problems(session, listed)
    session.flush()
    return listed


def hand_in_list(
    session: Session, list_id: str, read: Read, *, basis: str, by: Actor
) -> SignatureList:
    """Hand the lines in that are taken; each waits for a person of the other side.

    Raises Refused, Invalid, NotFound; the preview stays as it is.
    """
    listed, statement = _in_preview(session, list_id, by)
    release = statement.released
    if release is None or release.id != listed.release_id:
        raise Invalid(
            say("The text was changed since this list was uploaded. Upload it for the new text.")
        )
    refuse_unread(session, release, read)
    words = clean_text(basis, 4_000)
    if not words:
        raise Invalid(
            say("Say how these signatures were collected. Nothing was handed in."),
            {"basis": say("Write how they were collected, and where the originals lie.")},
        )
    _mark_problems(session, listed)
    taken = [line for line in listed.lines if not line.skipped and line.problem not in NEVER]
    nobody = [line for line in taken if line.kind is SignatoryKind.COLLECTIVE and not _people(line)]
    if nobody:
        raise Invalid(
            say(
                "Line %(number)s is a group of people, and it is not said how many. Nothing was handed in.",
                number=nobody[0].number,
            )
        )
    asked = [line for line in listed.lines if not line.skipped and line.problem == "member"]
    if not taken and not asked:
        raise Invalid(say("No line of this list is taken. Nothing was handed in."))
    for line in taken:
        signature = _sign(session, release, read, listed, line)
        session.flush()
        line.signature_id = signature.id
    listed.basis = words
    listed.state = SignatureListState.HANDED_IN
    listed.handed_in_at = clock.now()
    session.flush()
    announce(
        session,
        SignaturesListed(
            subject=statement.id,
            release=release.id,
            signature_list=listed.id,
            lines=len(taken),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return listed


def drop_list(session: Session, list_id: str, *, by: Actor) -> None:
    """Give a preview up; its lines are deleted."""
    listed, _ = _in_preview(session, list_id, by)
    listed.lines.clear()
    listed.state = SignatureListState.DROPPED
    session.flush()


def _sign(
    session: Session, release: Release, read: Read, listed: SignatureList, line: SignatureListLine
) -> Signature:
    country = line.parsed.get("country") or ""
    person = line.kind is SignatoryKind.INDIVIDUAL
    return bind(
        session,
        release,
        read,
        Signer(
            name=str(line.parsed["name"]),
            language=str(line.parsed.get("language") or "und"),
            countries=(country,) if country else (),
            affiliation=str(line.parsed.get("affiliation") or "") if person else "",
            people=_people(line) if line.kind is SignatoryKind.COLLECTIVE else None,
        ),
        kind=line.kind,
        role=SignatureRole.CO_SIGNER,
        mark=keys_of(session).mark("listed", listed.id, line.id),
        state=SignatureState.IN_REVIEW,
        origin=SignatureOrigin.LISTED,
        members=_members(line),
    )


def _names(written: Sequence[str]) -> list[str]:
    """Without doubles, empty lines and control characters, and no more than can be shown."""
    return list(dict.fromkeys(filter(None, map(clean_line, written))))[:MOST_MEMBERS]


def _members(line: SignatureListLine) -> list[NamedMember]:
    if line.kind is not SignatoryKind.EXTERNAL:
        return []
    return [NamedMember(name) for name in _names(line.parsed.get("members") or ())]


def _people(line: SignatureListLine) -> int | None:
    people = line.parsed.get("people")
    return int(people) if people else None


def _in_preview(session: Session, list_id: str, by: Actor) -> tuple[SignatureList, Statement]:
    listed = hold(session, SignatureList, list_id)
    release = session.get_one(Release, listed.release_id)
    statement = locked(session, release.statement_id)
    require(may_list(by, statement))
    if not by.belongs_to(listed.organisation_id):
        raise NotFound
    if listed.state is not SignatureListState.PREVIEW:
        raise Invalid(say("This list was handed in or given up already."))
    return listed, statement


def _mark_problems(session: Session, listed: SignatureList, *, skip: bool = False) -> None:
    """Say of each line why it may not be taken; with `skip`, leave doubles out unless she says so."""
    standing = {fold(name) for name in _standing_names(session, listed.release_id)}
    seen: set[str] = set()
    for line in listed.lines:
        name, first = (fold(str(line.parsed.get(key) or "")) for key in ("name", "first"))
        # Without the further names in brackets it is the same body, unless she wrote another name.
        known = {name, first if first and name.startswith(first) else name}
        if not name:
            line.problem, line.skipped = "empty", True
            continue
        if line.organisation_id is not None:
            line.problem = "member"
        elif known & seen:
            line.problem = "doubled"
        elif known & standing:
            line.problem = "signed"
        elif line.problem != "empty" or not line.skipped:
            line.problem = ""
        if skip and line.problem in {"doubled", "signed"}:
            line.skipped = True
        if not line.skipped:
            seen |= known


def _standing_names(session: Session, release_id: str) -> Sequence[str]:
    return session.scalars(
        select(Signature.name).where(
            Signature.release_id == release_id,
            Signature.state.in_((SignatureState.CONFIRMED, SignatureState.IN_REVIEW)),
            Signature.withheld.is_(False),
        )
    ).all()


def _member_names(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(
        select(OrganisationName.organisation_id, OrganisationName.text)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .where(Organisation.standing == Standing.ADMITTED)
    )
    return [(organisation, text) for organisation, text in rows]
