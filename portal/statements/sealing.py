"""Who a signature is of, where the row itself does not say so: withheld names, mail addresses.

A withheld signer stands in `Signature.sealed` only, under a key that is in neither the database
nor its backup; the salt too, for with it anyone could try the few hundred known names against
the public commitment. If the key is lost, the names stay withheld and the counts hold.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from portal.core.keys import Unreadable, keys_of
from portal.network.models import Side
from portal.statements.models import Signature

ANSWER_WITHIN = 7 * 24 * 3600
"""Seconds in which the mail to a signatory from outside can be answered."""


@dataclass(frozen=True)
class Signer:
    """All that is known of who signed."""

    organisation_id: str | None = None
    name: str = ""
    language: str = "und"
    side: Side | None = None
    countries: Sequence[str] = ()
    affiliation: str = ""
    people: int | None = None
    members: Sequence[str] = ()
    """The names that a network signs with."""
    identity: str | None = None
    salt: str | None = None
    signed_by_id: str | None = None
    mandate_body: str = ""
    mandate_date: date | None = None
    contact: str = ""
    """Who answers the mail for a signatory from outside; never shown in public."""
    email: str = ""
    website: str = ""
    readable: bool = True
    """False where it was sealed under a key that is lost."""


_ASIDE = ("contact", "email", "website")
"""Sealed for everyone; the rest only while a name is withheld."""


def organisation_mark(session: Session, organisation_id: str) -> str:
    """The guard of "once" for a member, whether its name is shown or withheld."""
    return keys_of(session).mark("organisation", organisation_id)


def address_mark(session: Session, email: str) -> str:
    """The guard of "once" for a signatory from outside; `email` in lower case."""
    return keys_of(session).mark("address", email)


def by_organisation(session: Session, organisation_id: str) -> ColumnElement[bool]:
    """Whether a signature is that member's, also of an older release that left no mark."""
    return or_(
        Signature.mark == organisation_mark(session, organisation_id),
        Signature.organisation_id == organisation_id,
    )


def signer_of(session: Session, signature: Signature) -> Signer:
    """Who signed, unsealed where it must be. Never raises."""
    sealed, readable = {}, True
    if signature.sealed:
        try:
            sealed = keys_of(session).unseal(signature.sealed)
        except Unreadable:
            readable = False
    contact, email, website = (str(sealed.get(name, "")) for name in _ASIDE)
    if not signature.withheld or "name" in sealed:
        shown = _opened(sealed) if signature.withheld else _in_clear(signature)
    else:
        # Sealed under a lost key, or a row of an older release that nobody has sealed yet.
        shown, readable = _in_clear(signature), readable and bool(signature.name)
    return replace(shown, readable=readable, contact=contact, email=email, website=website)


def _in_clear(signature: Signature) -> Signer:
    return Signer(
        organisation_id=signature.organisation_id,
        name=signature.name,
        language=signature.name_language,
        side=signature.side,
        countries=tuple(signature.countries),
        affiliation=signature.affiliation,
        people=signature.people,
        members=tuple(item.name for item in signature.members) if signature.names_members else (),
        identity=signature.identity,
        salt=signature.salt,
        signed_by_id=signature.signed_by_id,
        mandate_body=signature.mandate_body,
        mandate_date=signature.mandate_date,
    )


def _opened(sealed: dict[str, object]) -> Signer:
    known = {item.name for item in fields(Signer)} - {"side", "mandate_date", "readable"}
    values = {name: value for name, value in sealed.items() if name in known}
    side, day = sealed.get("side"), sealed.get("mandate_date")
    return Signer(
        **values,  # type: ignore[arg-type]
        side=Side(side) if side else None,
        mandate_date=date.fromisoformat(str(day)) if day else None,
    )


def write_signer(session: Session, signature: Signature, signer: Signer) -> None:
    """Put into the row who signed: in clear, or all of it sealed where the name is withheld."""
    hidden = signature.withheld
    signature.organisation_id = None if hidden else signer.organisation_id
    signature.name = "" if hidden else signer.name
    signature.name_language = "und" if hidden else signer.language
    signature.side = None if hidden else signer.side
    signature.countries = [] if hidden else list(signer.countries)
    signature.affiliation = "" if hidden else signer.affiliation
    signature.people = None if hidden else signer.people
    signature.identity = None if hidden else signer.identity
    signature.salt = None if hidden else signer.salt
    signature.signed_by_id = None if hidden else signer.signed_by_id
    signature.mandate_body = "" if hidden else signer.mandate_body
    signature.mandate_date = None if hidden else signer.mandate_date
    if hidden:
        value = asdict(replace(signer, countries=list(signer.countries)))
        value["members"] = list(signer.members)
        value["side"] = signer.side.value if signer.side else None
        value["mandate_date"] = signer.mandate_date.isoformat() if signer.mandate_date else None
        del value["readable"]
    else:
        value = {name: getattr(signer, name) for name in _ASIDE if getattr(signer, name)}
    signature.sealed = keys_of(session).seal(value) if value else ""


def _links(session: Session) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(keys_of(session).key("links"), salt="signature")


def link_token(session: Session, signature_id: str) -> str:
    """What the link in a signatory's mail ends with; it names the signature, not who signed."""
    return str(_links(session).dumps(signature_id))


def token_signature(session: Session, token: str) -> tuple[str | None, bool]:
    """Which signature a link is for, and whether it is still young enough to confirm it."""
    links = _links(session)
    try:
        return str(links.loads(token, max_age=ANSWER_WITHIN)), True
    except SignatureExpired as late:
        return str(late.payload and links.load_payload(late.payload)), False
    except BadSignature:
        return None, False
