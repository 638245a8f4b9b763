"""Sealing what older releases of the portal left in clear; done beside the requests."""

from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.statements.models import SignatoryKind, Signature
from portal.statements.sealing import organisation_mark, signer_of, write_signer

_AT_ONCE = 200


def seal_withheld(session: Session) -> int:
    """Seal withheld names that stand in clear and fill in missing marks; how many rows changed."""
    rows = session.scalars(
        select(Signature)
        .where(
            Signature.kind == SignatoryKind.MEMBER,
            Signature.organisation_id.is_not(None),
            or_(Signature.mark.is_(None), Signature.withheld.is_(True)),
        )
        .limit(_AT_ONCE)
        .with_for_update()
    ).all()
    for signature in rows:
        assert signature.organisation_id is not None  # noqa: S101 - asked for above
        signature.mark = organisation_mark(session, signature.organisation_id)
        if signature.withheld:
            signer = replace(signer_of(session, signature), readable=True)
            # A reason in the signer's own words may name her as well as her name would.
            signature.withdrawn_reason = ""
            write_signer(session, signature, signer)
    session.flush()
    return len(rows)
