"""The queue of signatures that a person of the network looks at, with what is odd about each."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.core.paging import Page
from portal.network.folding import fold
from portal.network.imports import Matcher
from portal.network.models import Organisation, OrganisationName, Standing
from portal.statements.models import (
    Release,
    SignatoryKind,
    Signature,
    SignatureOrigin,
    SignatureState,
    Statement,
)
from portal.statements.sealing import Signer, signer_of

PER_PAGE = 50
FREE_MAIL = frozenset(
    [
        "126.com",
        "163.com",
        "aol.com",
        "daum.net",
        "fastmail.com",
        "gmail.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "googlemail.com",
        "hanmail.net",
        "hotmail.com",
        "icloud.com",
        "kakao.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "mailbox.org",
        "me.com",
        "msn.com",
        "nate.com",
        "naver.com",
        "outlook.com",
        "posteo.de",
        "posteo.net",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "rediffmail.com",
        "sina.com",
        "tutanota.com",
        "vnn.vn",
        "web.de",
        "yahoo.co.id",
        "yahoo.co.in",
        "yahoo.co.jp",
        "yahoo.co.th",
        "yahoo.com",
        "yahoo.com.hk",
        "yahoo.com.ph",
        "yahoo.com.tw",
        "yahoo.com.vn",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    ]
)
"""Where anyone gets an address without being anyone."""
_ALIKE = 92
"""From here on (of 100) a name is taken for one known already."""


class Flag(enum.Enum):
    """What a reviewer should look at twice."""

    FREE_MAIL = "free_mail"
    OTHER_DOMAIN = "other_domain"
    KNOWN_MEMBER = "known_member"
    SIGNED = "signed"
    LISTED = "listed"
    WITHHELD = "withheld"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Waiting:
    """One signature in the queue."""

    signature: Signature
    signer: Signer
    flags: Sequence[Flag]


@dataclass(frozen=True)
class Queue:
    """One page of it, and how many there are in each state."""

    page: Page[Waiting]
    counts: Mapping[SignatureState, int]
    newest: str
    """The newest id in the queue as it is shown: what comes later is not declined unseen."""


def queue_of(session: Session, statement: Statement, state: SignatureState, number: int) -> Queue:
    """As many statements for a long queue as for a short one."""
    releases = select(Release.id).where(Release.statement_id == statement.id)
    counts = dict(
        session.execute(
            select(Signature.state, func.count())
            .where(
                Signature.release_id.in_(releases),
                Signature.state.in_((SignatureState.IN_REVIEW, SignatureState.UNCONFIRMED)),
            )
            .group_by(Signature.state)
        ).all()
    )
    rows = session.scalars(
        _waiting(statement, state)
        .order_by(Signature.id)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    matcher = _members(session) if rows else Matcher(())
    signed = _signed(session, statement) if rows else frozenset()
    items = []
    for row in rows:
        signer = signer_of(session, row)
        items.append(Waiting(row, signer, _flags(row, signer, matcher, signed)))
    newest = session.scalar(
        select(func.max(Signature.id)).where(
            Signature.release_id.in_(releases), Signature.state == state
        )
    )
    return Queue(Page(items, number, counts.get(state, 0), PER_PAGE), counts, newest or "")


def all_waiting(
    session: Session, statement: Statement, state: SignatureState, newest: str
) -> list[str]:
    """The ids of the whole queue as it was when its newest was `newest`."""
    query = _waiting(statement, state).where(Signature.id <= newest)
    return list(session.scalars(query.with_only_columns(Signature.id)))


def waiting_count(session: Session, statement: Statement) -> int:
    """How many wait for a person to look at them."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Signature)
            .join(Release, Release.id == Signature.release_id)
            .where(
                Release.statement_id == statement.id, Signature.state == SignatureState.IN_REVIEW
            )
        )
        or 0
    )


def _waiting(statement: Statement, state: SignatureState) -> Select[Signature]:
    releases = select(Release.id).where(Release.statement_id == statement.id)
    return select(Signature).where(Signature.release_id.in_(releases), Signature.state == state)


def _members(session: Session) -> Matcher:
    rows = session.execute(
        select(OrganisationName.organisation_id, OrganisationName.text)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .where(Organisation.standing == Standing.ADMITTED)
    )
    return Matcher(rows)


def _signed(session: Session, statement: Statement) -> frozenset[str]:
    """The names that stand under the present release, folded; withheld ones are not among them."""
    if statement.released is None:
        return frozenset()
    names = session.scalars(
        select(Signature.name).where(
            Signature.release_id == statement.released.id,
            Signature.state == SignatureState.CONFIRMED,
            Signature.withheld.is_(False),
        )
    )
    return frozenset(fold(name) for name in names)


def _flags(row: Signature, signer: Signer, matcher: Matcher, signed: frozenset[str]) -> list[Flag]:
    if not signer.readable:
        return [Flag.UNREADABLE]
    found = []
    organisation = row.kind is SignatoryKind.EXTERNAL
    domain = signer.email.rpartition("@")[2]
    if organisation and domain in FREE_MAIL:
        found.append(Flag.FREE_MAIL)
    if organisation and domain and signer.website and not same_house(domain, signer.website):
        found.append(Flag.OTHER_DOMAIN)
    if organisation and any(item.score >= _ALIKE for item in matcher.candidates([signer.name])):
        found.append(Flag.KNOWN_MEMBER)
    if fold(signer.name) in signed:
        found.append(Flag.SIGNED)
    if row.origin is SignatureOrigin.LISTED:
        found.append(Flag.LISTED)
    if row.withheld:
        found.append(Flag.WITHHELD)
    return found


def same_house(domain: str, website: str) -> bool:
    """Whether a mail domain and a website belong together, as far as their names tell."""
    try:
        host = urlsplit(website if "://" in website else f"https://{website}").hostname or ""
    except ValueError:
        return False
    host = host.lower().removeprefix("www.")
    return bool(host) and (
        host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}")
    )
