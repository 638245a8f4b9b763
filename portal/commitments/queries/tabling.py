"""Everything that a list holds, with its newest report, for a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.commitments.models import CommitmentReport
from portal.commitments.queries.listing import Filters, Listed, browse
from portal.network.models import OrganisationCountry

MOST = 10_000
"""Rows of a file."""


@dataclass(frozen=True)
class Line:
    """One row of the file: what a list shows, and the newest report."""

    listed: Listed
    countries: Sequence[str]
    report: CommitmentReport | None


def lines_of(session: Session, languages: Sequence[str], filters: Filters) -> list[Line]:
    """Everything that the filters want, at most `MOST`; six statements."""
    listed = browse(session, languages, filters, per_page=MOST).page.items
    countries: dict[str, list[str]] = {}
    for organisation, code in session.execute(
        select(OrganisationCountry.organisation_id, OrganisationCountry.code)
        .where(OrganisationCountry.organisation_id.in_({item.organisation.id for item in listed}))
        .order_by(OrganisationCountry.position)
    ):
        countries.setdefault(organisation, []).append(code)
    reports = session.scalars(
        select(CommitmentReport)
        .where(CommitmentReport.commitment_id.in_({item.commitment.id for item in listed}))
        .order_by(CommitmentReport.at, CommitmentReport.id)
    )
    newest = {given.commitment_id: given for given in reports}
    return [
        Line(item, countries.get(item.organisation.id, []), newest.get(item.commitment.id))
        for item in listed
    ]
