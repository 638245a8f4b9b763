"""Who has signed, as the public may see it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.languages import choose
from portal.network.models import Organisation, Side
from portal.statements.models import (
    Release,
    ReleaseBlock,
    Signature,
    SignatureRole,
    SignatureState,
    Statement,
)
from portal.statements.proof import SOURCE
from portal.texts.models import Revision

LEAST_SHARED = 3
"""A withheld signer's country shows only where at least this many withheld signers share it."""


@dataclass(frozen=True)
class Signatory:
    """One line of the public list."""

    signature_id: str
    name: str
    language: str
    slug: str
    side: Side | None
    countries: Sequence[str]
    role: SignatureRole
    mandate_date: date | None
    signed_on: date
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Signatories:
    """A release's signatures: names that may be shown, and counts of all that stand."""

    release_id: str
    named: Sequence[Signatory]
    withdrawn: Sequence[Signatory]
    withheld: int
    withheld_by_country: Mapping[str, int]
    by_side: Mapping[Side, int]
    total: int

    @property
    def countries(self) -> Mapping[str, Sequence[Signatory]]:
        """Named signatories under their first country, the largest group first."""
        groups: dict[str, list[Signatory]] = {}
        for signatory in self.named:
            groups.setdefault(signatory.countries[0] if signatory.countries else "", []).append(
                signatory
            )
        return dict(sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def signatories_of(session: Session, release_id: str) -> Signatories:
    """One statement, whatever the number. Withheld names never leave this function."""
    rows = session.execute(
        select(Signature, Organisation.slug)
        .join(Organisation, Organisation.id == Signature.organisation_id)
        .where(Signature.release_id == release_id, Signature.state != SignatureState.UNCONFIRMED)
        .order_by(Signature.at, Signature.id)
    ).all()
    shown = [
        Signatory(
            signature_id=signature.id,
            name=signature.name,
            language=signature.name_language,
            slug=slug,
            side=signature.side,
            countries=tuple(signature.countries),
            role=signature.role,
            mandate_date=signature.mandate_date,
            signed_on=signature.at.date(),
            withdrawn_at=signature.withdrawn_at,
        )
        for signature, slug in rows
        if not signature.withheld
    ]
    standing = [signature for signature, _ in rows if signature.counts]
    hidden = [signature for signature in standing if signature.withheld]
    shared = Counter(signature.countries[0] for signature in hidden if signature.countries)
    return Signatories(
        release_id=release_id,
        named=[item for item in shown if item.withdrawn_at is None],
        withdrawn=[item for item in shown if item.withdrawn_at is not None],
        withheld=len(hidden),
        withheld_by_country={c: n for c, n in shared.items() if n >= LEAST_SHARED},
        by_side=Counter(each.side for each in standing if each.side is not None),
        total=len(standing),
    )


def latest_release(session: Session, statement_id: str) -> Release | None:
    return session.scalars(
        select(Release).where(Release.statement_id == statement_id).order_by(Release.number.desc())
    ).first()


@dataclass(frozen=True)
class Signed:
    """A statement that an organisation has signed in the open, under its released title."""

    slug: str
    title: str
    language: str
    signed_on: date


def signed_openly_by(
    session: Session, organisation_id: str, languages: Sequence[str], limit: int = 10
) -> list[Signed]:
    """What an organisation has signed with its name shown, the newest first; one statement."""
    rows = session.execute(
        select(Statement.slug, Signature.at, Revision.language, Revision.body)
        .join(Release, Release.id == Signature.release_id)
        .join(Statement, Statement.id == Release.statement_id)
        .join(ReleaseBlock, (ReleaseBlock.release_id == Release.id) & (ReleaseBlock.position == 0))
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .where(
            Signature.organisation_id == organisation_id,
            Signature.state == SignatureState.CONFIRMED,
            Signature.withheld.is_(False),
            Statement.public_release.is_not(None),
        )
        .order_by(Signature.at.desc(), ReleaseBlock.language != SOURCE)
    ).all()
    titles: dict[tuple[str, date], dict[str, str]] = {}
    for slug, at, language, body in rows:
        titles.setdefault((slug, at.date()), {}).setdefault(language, body)
    found = []
    for (slug, day), words in list(titles.items())[:limit]:
        language = choose(languages, list(words)) or next(iter(words))
        found.append(Signed(slug, words[language], language, day))
    return found
